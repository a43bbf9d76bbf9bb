// @ts-check
// Brings a page of Crunchy to life: finds its elements, opens the page with the
// server, and hands each frame to the element it belongs to.
import { Session } from "./net/session.js";
import { startPage } from "./page/page.js";
import { makeProgress } from "./page/progress.js";
import { takeButtons } from "./page/take.js";
import { cornerTools } from "./page/tools.js";
import { makeStore } from "./store.js";
import { T } from "./text.js";
import "./theme.js"; // where no script of ours ran before the first paint
import { Added } from "./ui/added.js";
import { makeAll } from "./ui/all.js";
import { EditorCell } from "./ui/editor.js";
import { ExternalCell } from "./ui/external.js";
import { ExerciseCell } from "./ui/exercise.js";
import { makeHistory } from "./ui/history.js";
import { makeLimits } from "./ui/limits.js";
import { InterpreterCell } from "./ui/interpreter.js";
import { ownKind } from "./ui/kinds.js";
import { lockAll } from "./ui/locked.js";
import { makeNotices } from "./ui/notices.js";
import { painted } from "./ui/paint.js";
import { runScript } from "./ui/script.js";
import { followPage } from "./ui/scheme.js";
import { TerminalCell } from "./ui/terminal.js";
import { menus, themeButtons, trust } from "./ui/topbar.js";

/** @typedef {import("./ui/cell.js").Cell} Cell */
/** @typedef {import("./net/frames.js").Frame} Frame */
/** @typedef {import("./net/session.js").Element} Element */

const page = document.documentElement;
const root = new URL(import.meta.url.replace(/static\/.*$/, "")).href;
const tutorial = document.querySelector('meta[name="crunchy:tutorial"]')?.getAttribute("content");

cornerTools();
themeButtons();
menus();
followPage();

const notices = makeNotices();
/** The elements, once they are there. @type {Cell[]} */
const cells = [];
startPage(root, notices.notice, (section) => /** @type {any} */ (cells.find((c) => c.section === section))?.editor?.get());
if (tutorial && page.dataset.trust === "display") {
  trust(root, tutorial, notices.notice);
  lockAll();
} else if (tutorial) open(tutorial);

/** @param {string} tutorial */
function open(tutorial) {
  const store = makeStore(tutorial);
  const sections = document.querySelectorAll("section.cr-cell[data-number]");
  const own = sections.length;
  const progress = makeProgress(sections);
  /** @type {Map<string, Cell>} */
  const byUID = new Map();

  /**
   * @param {Frame[]} frames
   * @param {boolean} replay
   */
  function show(frames, replay) {
    for (const frame of frames) {
      const cell = byUID.get(frame.uid);
      if (cell) {
        cell.frame(frame, replay);
        progress.frame(cell.number, frame);
        limits.frame(cell.number, frame.type);
      } else if (frame.type === "POPUP" && !replay) notices.notice(frame.data);
      else if (frame.type === "JSCODE" && !replay) runScript(frame.data);
    }
  }

  /** @param {HTMLElement} section */
  function adopt(section) {
    const has = (/** @type {string} */ selector) => section.querySelector(selector) !== null;
    const Kind = ownKind(section) ?? (has(":scope > .cr-entry") ? InterpreterCell : has(":scope > .cr-screen") ? (has('[data-do="external"]') ? ExternalCell : TerminalCell)
      : has('[data-do="check"]') ? ExerciseCell : has('[data-do="run"]') ? EditorCell : undefined);
    if (Kind) cells.push(new Kind(section, context));
    cells.sort((a, b) => (a.number < b.number ? -1 : 1)); // one may have opened late
  }

  /** @param {Element} element */
  function attach(element) {
    const cell = cells.find((c) => c.number === element.number);
    if (cell) {
      byUID.set(element.uid, cell);
      cell.closed = false;
      cell.keepsLog = !!element.log;
      cell.hurries = !!element.limit?.seconds;
      cell.attach(element);
    }
    limits.take(element);
    return cell;
  }

  const session = new Session({
    root, tutorial, store, painted,
    onFrames: (frames) => show(frames, false),
    onLink: notices.connection,
    async onPage(elements, transcript, how, earlier, done) {
      byUID.clear();
      for (const cell of cells) {
        if (how === "replaced") cell.recalled(T.replaced);
        else cell.cleared();
      }
      elements.slice(0, own).forEach(attach);
      const made = added.restore(elements, own);
      elements.slice(own).forEach(attach);
      show(transcript, true);
      progress.load(done);
      for (const cell of cells) cell.remembered(done[cell.number]);
      if (how !== "replaced") { // what is still shown is newer
        show(earlier, true);
        for (const uid of new Set(earlier.map((f) => f.uid))) byUID.get(uid)?.recalled(T.earlier);
      }
      if (how === "replaced") notices.notice(T.replaced, 12000);
      (await made).forEach(attach);
      page.dataset.crunchyReady = "";
    },
    onRefused(status, sentence) {
      const known = status === 401 || status === 403 ? T.refused401 : status === 404 ? T.refused404 : T.refused;
      notices.notice(sentence || known);
    },
  });

  const limits = makeLimits({
    act: (number, route) => session.act(number, route), cell: (number) => cells.find((c) => c.number === number),
    adopt, attach, say: notices.say,
  });
  const added = new Added(store, (source) => session.add(source), adopt);
  const lasting = makeStore(tutorial, () => localStorage);
  const context = {
    session, store, lasting, notices,
    /** Opens code in an editor of its own. */
    take(/** @type {string} */ source, /** @type {globalThis.Element} */ block) {
      added.open(source, block).then((element) => attach(element)?.focus(), () => notices.notice(T.notTaken));
    },
    history: makeHistory(lasting),
    next: (/** @type {Cell} */ cell) => cells[cells.indexOf(cell) + 1],
  };
  for (const section of document.querySelectorAll("section.cr-cell")) adopt(/** @type {HTMLElement} */ (section));
  takeButtons(context.take);
  if (!cells.length && !document.querySelector(".cr-styled, .cr-sealed")) return;

  const all = makeAll(cells, notices.say);
  const buttons = (/** @type {string} */ name) => /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(`button[data-do="${name}"]`));
  for (const b of buttons("run-all")) all.button(b);
  for (const b of buttons("restart")) b.addEventListener("click", () => all.restart());
  for (const b of [...buttons("run-all"), ...buttons("restart")]) b.disabled = false;
  addEventListener("online", () => session.nudge());
  addEventListener("pageshow", (e) => e.persisted && session.nudge());
  document.addEventListener("visibilitychange", () => document.hidden || limits.wake());
  addEventListener("pagehide", () => session.leave());
  document.addEventListener("visibilitychange", () => document.hidden || session.nudge());
  session.open();
}
