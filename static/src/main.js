// @ts-check
// Brings a page of Crunchy to life: finds its elements, opens the page with the
// server, and hands each frame to the element it belongs to.
import { makeClass } from "./class/class.js";
import { root } from "./net/root.js";
import { Session } from "./net/session.js";
import { startPage } from "./page/page.js";
import { makeMargin } from "./page/margin.js";
import { printing } from "./page/print.js";
import { makeProgress } from "./page/progress.js";
import { makeRefresh } from "./page/refresh.js";
import { notePage } from "./page/swap.js";
import { takeButtons } from "./page/take.js";
import { cornerTools } from "./page/tools.js";
import { trust } from "./page/trust.js";
import { tellName } from "./watch/names.js";
import { makeWriting } from "./page/write.js";
import { makeStore } from "./store.js";
import { T } from "./text.js";
import { Added, BLOCKS, nearest } from "./ui/added.js";
import { makeAll } from "./ui/all.js";
import { Cells } from "./ui/cells.js";
import { makeHistory } from "./ui/history.js";
import { makeLimits } from "./ui/limits.js";
import { kindOf } from "./ui/kinds.js";
import { lockAll } from "./ui/locked.js";
import { makeNotices } from "./ui/notices.js";
import { painted } from "./ui/paint.js";
import { runScript } from "./ui/script.js";
import { followPage } from "./ui/scheme.js";
import { menus, themeButtons } from "./ui/topbar.js";

/** @typedef {import("./ui/cell.js").Cell} Cell */
/** @typedef {import("./net/frames.js").Frame} Frame */
/** @typedef {import("./net/session.js").Element} Element */

const page = document.documentElement;
const said = (/** @type {string} */ name) => document.querySelector(`meta[name="crunchy:${name}"]`)?.getAttribute("content") ?? "";
const tutorial = said("tutorial");

cornerTools();
themeButtons();
menus();
followPage();

const notices = makeNotices();
printing(notices);
/** The elements, once they are there. @type {Cells | undefined} */
let cells;
const shown = startPage(root, notices.notice, (section) => /** @type {any} */ (cells?.of(/** @type {HTMLElement} */ (section)))?.editor?.get());
if (tutorial) trust(root, tutorial);
if (tutorial && page.dataset.trust === "display") lockAll();
else if (tutorial) open(tutorial);

/** @param {string} tutorial */
function open(tutorial) {
  const store = makeStore(tutorial);
  const sections = document.querySelectorAll("section.cr-cell[data-number]");
  let own = sections.length;
  const progress = makeProgress(sections);
  /** The number of the element with a uid. @type {Map<string, string>} */
  const numbers = new Map();

  /**
   * @param {Frame[]} frames
   * @param {boolean} replay
   */
  function show(frames, replay) {
    for (const frame of frames) {
      const cell = all.numbered(numbers.get(frame.uid) ?? "");
      if (cell) {
        cell.frame(frame, replay);
        progress.frame(cell.number, frame);
        limits.frame(cell.number, frame.type);
      } else if (frame.type === "LESSON") {
        refresh.saved(frame.data);
        writing.saved();
      }
      else if (frame.type === "POPUP" && !replay) notices.notice(frame.data);
      else if (frame.type === "JSCODE" && !replay) runScript(frame.data);
    }
  }

  /** @param {Element[]} elements */
  function attach(elements) {
    for (const element of elements) numbers.set(element.uid, element.number);
    all.attach(elements);
    elements.forEach(limits.take);
  }

  const session = new Session({
    root, tutorial, version: said("version"), store, painted, ways: makeStore(""),
    onFrames: (frames) => show(frames, false),
    onMessages: (messages) => ofClass(messages),
    onLink: notices.connection,
    async onPage(elements, transcript, how, earlier, done) {
      tellName(session.seat);
      numbers.clear();
      for (const cell of all.alive()) {
        if (how === "replaced") cell.recalled(T.replaced);
        else cell.cleared();
      }
      attach(elements.slice(0, own));
      const made = added.restore(elements, own);
      attach(elements.slice(own));
      show(transcript, true);
      progress.load(done);
      all.remember(done);
      if (how !== "replaced") { // what is still shown is newer
        show(earlier, true);
        for (const uid of new Set(earlier.map((f) => f.uid))) all.numbered(numbers.get(uid) ?? "")?.recalled(T.earlier);
      }
      if (how === "replaced") notices.notice(T.replaced, 12000);
      attach(await made);
      await all.finish();
      page.dataset.crunchyReady = "";
      refresh.ready();
      margin?.look();
      writing.ready();
    },
    onRefused(status, sentence) {
      const known = status === 401 || status === 403 ? T.refused401 : status === 404 ? T.refused404 : T.refused;
      notices.notice(sentence || known);
    },
    onVersion(version) { // the author has saved while the page was on its way
      if (!said("version") || store.get("reloaded") === version) return false; // once: it would not help twice
      store.set("reloaded", version);
      location.reload();
      return true;
    },
  });

  const ofClass = makeClass({
    root, notices,
    publish: (channel, text) => session.publish(channel, text),
    take(code, uid) {
      if (!document.querySelector(BLOCKS)) return undefined;
      return () => context.take(code, /** @type {globalThis.Element} */ (document.querySelector(`section.cr-cell[data-number="${CSS.escape(uid.slice(-4))}"]`) ?? nearest(BLOCKS)));
    },
  });
  const limits = makeLimits({
    act: (number, route) => session.act(number, route), cell: (number) => all.numbered(number),
    adopt: (section) => all.add(section), attach: (element) => attach([element]), say: notices.say,
    opened() {
      shown.late();
      takeButtons(context.take);
    },
  });
  const added = new Added(store, (source) => session.add(source), (section) => all.add(section));
  const lasting = makeStore(tutorial, () => localStorage);
  const context = {
    session, store, lasting, notices,
    /** Opens code in an editor of its own. */
    take(/** @type {string} */ source, /** @type {globalThis.Element} */ block) {
      added.open(source, block).then((element) => {
        attach([element]);
        all.numbered(element.number)?.focus();
      }, () => notices.notice(T.notTaken));
    },
    history: makeHistory(lasting),
    next: (/** @type {Cell} */ cell) => all.after(cell),
  };
  /** The element that a section of the page is. @param {HTMLElement} section @returns {Cell | undefined} */
  function make(section) {
    const Kind = kindOf(section);
    return Kind && new Kind(section, context);
  }
  /** @type {Cells} */
  const all = (cells = new Cells(make));
  const writing = makeWriting({ session, tutorial, store, notices });
  const refresh = makeRefresh({
    session, cells: all, notices, idle: writing.idle,
    shown: () => margin?.look(true),
    renewed(elements, made, gone) {
      for (const uid of gone) numbers.delete(uid);
      const sections = document.querySelectorAll("section.cr-cell[data-number]:not(.cr-added)");
      own = sections.length;
      all.renew(document.querySelectorAll("section.cr-cell"));
      progress.renew(sections); // before it is told of what is read
      shown.renew();
      takeButtons(context.take);
      for (const element of made) {
        if (!element.progress) continue;
        all.done[element.number] = element.progress;
        progress.set(element.number, element.progress);
      }
      attach(made);
      added.renew();
      all.finish();
    },
  });
  const margin = page.dataset.crunchyMargin === undefined ? undefined : makeMargin(session, notices);
  const live = page.dataset.crunchyAuthor !== undefined || document.querySelector("section.cr-cell, .cr-styled, .cr-sealed") !== null;
  if (page.dataset.crunchyAuthor !== undefined) notePage();
  session.open(); // the answer comes while the elements are made; a page without any is in the class, too
  all.begin(document.querySelectorAll("section.cr-cell"));
  takeButtons(context.take);
  addEventListener("online", () => session.nudge());
  addEventListener("pageshow", (e) => e.persisted && session.nudge());
  document.addEventListener("visibilitychange", () => document.hidden || limits.wake());
  addEventListener("pagehide", () => session.leave());
  document.addEventListener("visibilitychange", () => document.hidden || session.nudge());
  if (!live) return;

  const together = makeAll(all, notices.say);
  const buttons = (/** @type {string} */ name) => /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(`button[data-do="${name}"]`));
  for (const b of buttons("run-all")) together.button(b);
  for (const b of buttons("restart")) b.addEventListener("click", () => together.restart());
  for (const b of [...buttons("run-all"), ...buttons("restart")]) b.disabled = false;
}
