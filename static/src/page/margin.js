// @ts-check
// What is wrong with a lesson, for its author alone: in the margin beside the block
// that is meant, or below it where there is no room; and a strip above the lesson that
// says how much it is and tries all blocks on request.
import { el, icon } from "../ui/dom.js";
import { lang } from "../language.js";
import { makeStore } from "../store.js";
import { Refusal } from "../net/session.js";
import { T } from "../text.js";

/** @typedef {import("../net/session.js").Finding} Finding */

/** What can have something beside it, by its line in the lesson's file. */
const LINE = "data-crunchy-line";
/** What a cell of a notebook was saved with; it hangs behind its block. */
const STORED = "[data-crunchy-stored]";
const OWN = `.cr-article > [${LINE}], .cr-article > .cr-slide > [${LINE}]`;
/** Where there is a margin; see margin.css. */
const WIDE = "(min-width: 1400px)";
/** What is between two notes, in pixels. */
const GAP = 10;
/** A lesson that is tried in this time is tried again when it was saved, in ms. */
const QUICK = 3000;
/** And that long after the last save. */
const PAUSE = 1500;

/**
 * @param {import("../net/session.js").Session} session
 * @param {import("../ui/notices.js").Notices} notices
 */
export function makeMargin(session, notices) {
  const lasting = makeStore("", () => localStorage);
  const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('[data-do="margin"]'));
  const said = el("p", { role: "status" });
  const general = el("div", {});
  const run = el("button", { class: "cr-btn", type: "button" }, icon("play"), el("span", {}, T.margin.run));
  const strip = el("div", { class: "cr-margin", role: "region", "aria-label": T.margin.label, lang }, el("div", { class: "cr-margin-in" }, said, run), general);
  /** @type {Finding[]} */
  let found = [];
  /** What is asked just now. */
  let asking = new AbortController();
  let trying = false, tried = false, quick = false;
  /** @type {any} */
  let later;
  const on = () => lasting.get("margin") !== "off";

  /** @param {boolean} all  also run all blocks */
  async function ask(all) {
    clearTimeout(later);
    asking.abort();
    const mine = (asking = new AbortController());
    trying = all;
    tell();
    try {
      const answer = await session.findings(all, mine.signal);
      if (mine.signal.aborted) return;
      found = answer.findings;
      tried = all;
      if (all) quick = answer.took < QUICK;
    } catch (e) {
      if (mine.signal.aborted) return;
      if (all && e instanceof Refusal && e.message) notices.notice(e.message, 12000);
    }
    trying = false;
    show();
  }

  /** Shows what is known. */
  function show() {
    const remarks = on() ? found : [];
    const spare = new Map([...document.querySelectorAll(".cr-finding")].map((e) => [findingKey(e), e]));
    /** The last that stands at a place. @type {Map<Element, Element>} */
    const last = new Map();
    general.replaceChildren();
    for (const finding of remarks) {
      const made = remark(finding);
      const at = placeOf(finding);
      if (!at) {
        general.append(made);
        continue;
      }
      const before = last.get(at) ?? (at.nextElementSibling?.matches(STORED) ? at.nextElementSibling : at);
      const old = spare.get(findingKey(made));
      const next = old && before.nextElementSibling === old ? old : made;
      if (next === old) spare.delete(findingKey(made));
      else before.after(made);
      last.set(at, next);
    }
    for (const old of spare.values()) old.remove();
    tell();
    layOut();
  }

  /** Says in the strip and on the buttons how it stands. */
  function tell() {
    const wrong = found.filter((f) => f.kind !== "note").length;
    const shown = on();
    const words = wrong ? T.margin.some(wrong) : tried ? T.margin.tried : T.margin.clean;
    if (shown && !strip.isConnected) host()?.prepend(strip);
    if (!shown) strip.remove();
    said.textContent = trying ? T.margin.running : words;
    strip.dataset.state = trying ? "trying" : wrong ? "wrong" : "clean";
    run.replaceChildren(icon(trying ? "stop" : "play"), el("span", {}, trying ? T.margin.stop : T.margin.run));
    for (const b of buttons) {
      b.disabled = false;
      b.setAttribute("aria-pressed", String(shown));
      b.setAttribute("aria-label", shown && wrong ? `${T.margin.label}: ${words}` : T.margin.label);
      if (shown && wrong) b.dataset.count = String(wrong);
      else delete b.dataset.count;
    }
  }

  for (const b of buttons) {
    b.addEventListener("click", () => {
      lasting.set("margin", on() ? "off" : null);
      clearTimeout(later);
      asking.abort();
      trying = false;
      show();
      if (on()) ask(false);
      notices.say(on() ? T.margin.on : T.margin.off);
    });
  }
  run.addEventListener("click", () => ask(!trying));
  const wide = matchMedia(WIDE);
  wide.addEventListener("change", layOut);
  const article = document.querySelector(".cr-article");
  if (article) new ResizeObserver(layOut).observe(article);

  /** Puts notes in the margin beside what they are about, one below the other. */
  function layOut() {
    let free = 0;
    for (const note of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".cr-article > .cr-finding"))) {
      if (!wide.matches) {
        note.style.top = "";
        continue;
      }
      let about = /** @type {HTMLElement | null} */ (note.previousElementSibling);
      while (about?.matches(`.cr-finding, ${STORED}`)) about = /** @type {HTMLElement | null} */ (about.previousElementSibling);
      const top = Math.max(free, about?.offsetTop ?? 0);
      note.style.top = `${top}px`;
      free = top + note.offsetHeight + GAP;
    }
  }
  tell();

  return {
    /** The page is open, or shows a lesson that was saved. @param {boolean} [saved] */
    look(saved = false) {
      if (!on()) return;
      if (trying && !saved) return; // that tells all
      const again = saved && quick;
      ask(false);
      if (again) later = setTimeout(() => ask(true), PAUSE);
    },
  };
}

/** Where the strip stands. */
function host() {
  return document.querySelector("#cr-main") ?? document.body;
}

/**
 * The block of the page that a line of the file is in: the last that begins there or
 * before. Undefined for what is about the whole file, or another one.
 * @param {Finding} finding
 */
function placeOf({ line, file }) {
  if (!line || file) return undefined;
  const own = document.documentElement.dataset.crunchyPage === "lesson";
  let [best, at] = [0, /** @type {HTMLElement | undefined} */ (undefined)];
  for (const block of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(own ? OWN : `[${LINE}]`))) {
    const its = Number(block.getAttribute(LINE));
    if (its <= line && its >= best && !block.hidden) [best, at] = [its, block];
  }
  return at;
}

/** @param {Finding} finding */
function remark({ line, file, kind, text, diff }) {
  const where = file ? (line ? T.whereFile(file, line) : file) : line ? T.margin.line(line) : "";
  const note = el("div", { class: "cr-finding", role: "note", lang, "data-kind": kind }, el("p", {}, ...(where ? [el("b", {}, where), " "] : []), el("span", { lang: "en" }, text)));
  if (diff?.length) note.append(el("pre", { tabindex: "0", role: "group", "aria-label": T.margin.difference }, ...diff.map((l) => el(l.startsWith("-") ? "del" : l.startsWith("+") ? "ins" : "span", {}, `${l}\n`))));
  return note;
}

/** Two with the same say the same. @param {Element} note */
const findingKey = (note) => `${note.getAttribute("data-kind")} ${note.textContent}`;
