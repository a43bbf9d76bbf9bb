// @ts-check
// Brings a page of Crunchy to life: finds its elements, opens the page with the
// server, and hands each frame to the element it belongs to.
import { Session } from "./net/session.js";
import { makeStore } from "./store.js";
import { T } from "./text.js";
import { runAll, restartAll } from "./ui/all.js";
import { EditorCell } from "./ui/editor.js";
import { makeHistory } from "./ui/history.js";
import { InterpreterCell } from "./ui/interpreter.js";
import { makeNotices } from "./ui/notices.js";
import { painted } from "./ui/paint.js";
import { runScript } from "./ui/script.js";
import { followPage } from "./ui/scheme.js";
import { TerminalCell } from "./ui/terminal.js";
import { contents, menus, themeButtons, trust } from "./ui/topbar.js";

/** @typedef {import("./ui/cell.js").Cell} Cell */
/** @typedef {import("./net/frames.js").Frame} Frame */

const page = document.documentElement;
const root = new URL(import.meta.url.replace(/static\/.*$/, "")).href;
const tutorial = document.querySelector('meta[name="crunchy:tutorial"]')?.getAttribute("content");

themeButtons();
menus();
contents();
followPage();

const notices = makeNotices();
if (tutorial && page.dataset.trust === "display") trust(root, tutorial, notices.notice);
else if (tutorial) open(tutorial);

/** @param {string} tutorial */
function open(tutorial) {
  const store = makeStore(tutorial);
  /** @type {Cell[]} */
  const cells = [];
  /** @type {Map<string, Cell>} */
  const byUID = new Map();

  /**
   * @param {Frame[]} frames
   * @param {boolean} replay
   */
  function show(frames, replay) {
    for (const frame of frames) {
      const cell = byUID.get(frame.uid);
      if (cell) cell.frame(frame, replay);
      else if (frame.type === "POPUP" && !replay) notices.notice(frame.data);
      else if (frame.type === "JSCODE" && !replay) runScript(frame.data);
    }
  }

  const session = new Session({
    root, tutorial, store, painted,
    onFrames: (frames) => show(frames, false),
    onLink: notices.connection,
    onPage(elements, transcript, how) {
      byUID.clear();
      for (const element of elements) {
        const cell = cells.find((c) => c.number === element.number);
        if (!cell) continue;
        byUID.set(element.uid, cell);
        if (how === "replaced") cell.orphaned(T.replaced);
        else cell.cleared();
        cell.attach(element);
      }
      show(transcript, true);
      if (how === "replaced") notices.notice(T.replaced, 12000);
      page.dataset.crunchyReady = "";
    },
    onRefused(status, sentence) {
      const known = status === 401 || status === 403 ? T.refused401 : status === 404 ? T.refused404 : T.refused;
      notices.notice(sentence || known);
    },
  });

  const context = {
    session, store, notices,
    history: makeHistory(store),
    next: (/** @type {Cell} */ cell) => cells[cells.indexOf(cell) + 1],
  };
  for (const section of document.querySelectorAll("section.cr-cell")) {
    const kind = section.querySelector(":scope > .cr-entry") ? InterpreterCell : section.querySelector(":scope > .cr-screen") ? TerminalCell : section.querySelector('[data-do="run"]') ? EditorCell : undefined;
    if (kind) cells.push(new kind(/** @type {HTMLElement} */ (section), context));
  }
  if (!cells.length) return;

  for (const [name, action] of Object.entries({ "run-all": runAll, restart: restartAll })) {
    for (const b of document.querySelectorAll(`[data-do="${name}"]`)) {
      if (b instanceof HTMLButtonElement) b.disabled = false;
      b.addEventListener("click", () => action(cells));
    }
  }
  addEventListener("online", () => session.nudge());
  addEventListener("pageshow", (e) => e.persisted && session.nudge());
  addEventListener("pagehide", () => session.leave());
  document.addEventListener("visibilitychange", () => document.hidden || session.nudge());
  session.open();
}
