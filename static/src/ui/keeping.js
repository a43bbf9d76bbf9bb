// @ts-check
// Keeps the text of one editor: brings back what was saved, saves what is
// written, and asks when two texts contradict each other.
import { conflictBar } from "./conflict.js";
import { el } from "./dom.js";
import { showVersions } from "./versions.js";
import { Work } from "../work.js";
import { T } from "../text.js";

/** @typedef {import("../net/session.js").Element} Element */

/**
 * @typedef {{
 *   section: HTMLElement, number: string, name: string, author: string,
 *   editor: {get: () => string, set: (text: string) => void, focus: () => void},
 *   session: import("../net/session.js").Session,
 *   store: import("../store.js").Store,
 *   notices: import("./notices.js").Notices,
 * }} Kept
 * @typedef {{
 *   attach: (element: Element) => void, edited: (text: string) => void, told: (theirs: import("../work.js").Kept) => void,
 *   flush: () => void, readonly file: string, earlier: () => Promise<void>,
 * }} Keeper
 */

/** @param {Kept} o @returns {Keeper} */
export function keepWork(o) {
  /** @type {Work | undefined} */
  let work;
  let file = "";
  // What the tab showed last is there at once; the server has the last word.
  const shown = `shown ${o.number}`;
  try {
    const { of, text } = JSON.parse(o.store.get(shown) ?? "{}");
    if (of === o.author && typeof text === "string") o.editor.set(text);
  } catch {
    // somebody else's value
  }
  const before = o.editor.get();
  const act = (/** @type {string} */ route, body = "", query = {}, how = {}) => o.session.act(o.number, route, body, query, how);
  const said = el("p", { class: "cr-kept", role: "status", hidden: true });
  const conflict = conflictBar({
    mine: o.editor.get, theirs: () => work?.theirs?.text ?? "",
    onMine: () => choose("mine"), onTheirs: () => choose("theirs"),
  });
  const starter = conflictBar({
    mine: o.editor.get, theirs: () => o.author,
    onMine: () => work?.keep(), onTheirs: () => o.editor.set(o.author),
    words: { what: T.work.starter, theirs: T.work.newStarter },
  });
  o.section.querySelector(":scope > .cr-head")?.after(said, conflict.el, starter.el);

  /** @param {"mine" | "theirs"} which */
  function choose(which) {
    work?.choose(which);
    o.editor.focus();
  }

  /** @param {string} text @param {import("../work.js").Why} why */
  function onText(text, why) {
    o.editor.set(text);
    if (why === "elsewhere") o.notices.say(`${o.name}. ${T.work.elsewhere}`);
  }

  /** @param {import("../work.js").WorkState} state @param {string} [sentence] */
  function onState(state, sentence) {
    o.section.dataset.work = state;
    const text = state === "offline" ? T.work.offline : state === "failed" ? T.work.failed(sentence ?? "") : "";
    if (said.textContent !== text) said.textContent = text;
    said.hidden = !text;
    if (state === "conflict") conflict.show();
    else conflict.hide();
    if (!work?.starter) starter.hide();
  }

  const versions = async () => /** @type {import("./versions.js").Version[]} */ ((await act("versions")).versions);
  const version = async (/** @type {string} */ id) => /** @type {string} */ ((await act("version", "", { id })).text);

  addEventListener("pagehide", () => {
    const text = o.editor.get();
    o.store.set(shown, text === o.author ? null : JSON.stringify({ of: o.author, text }));
    work?.flush({ keepalive: true });
  });
  document.addEventListener("visibilitychange", () => document.hidden && work?.flush());
  addEventListener("online", () => work?.nudge());

  return {
    /** The page was opened, or opened again. @param {Element} element */
    attach(element) {
      file = element.file ?? "";
      if (work) work.attach(element.work);
      else {
        const now = o.editor.get();
        work = new Work({
          key: element.key ?? o.number, author: o.author, kept: element.work, store: o.store, onText, onState,
          save: (text, base, how) => act("save", text, { base }, how),
        });
        o.editor.set(now === before ? work.text : now); // it may have been written to before the server answered
      }
      onState(work.state);
      if (work.starter) starter.show();
    },
    /** The editor's text has changed. @param {string} text */
    edited: (text) => work?.edited(text),
    /** A WORK frame has come. @param {import("../work.js").Kept} theirs */
    told: (theirs) => work?.told(theirs),
    /** Saves at once, before a run for example. */
    flush: () => work?.flush(),
    /** Whether there is a file to speak of. */
    get file() {
      return file;
    },
    /** Opens the dialog of earlier versions. */
    async earlier() {
      work?.flush();
      await showVersions(o.section, { name: o.name, file, versions, version, onChoose: (text) => o.editor.set(text) });
      o.editor.focus();
    },
  };
}
