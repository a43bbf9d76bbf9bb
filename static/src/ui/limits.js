// @ts-check
// Until when elements can be worked on. The server's clock counts and the server
// decides; here is only shown how long that is, and asked when the time has come.
import { parsed } from "./sanitise.js";
import { T } from "../text.js";

/**
 * @typedef {{state: "before" | "open" | "over", now: number, opens?: number, closes?: number, seconds?: number}} Limit
 *   times are in milliseconds
 * @typedef {import("./cell.js").Cell} Cell
 * @typedef {import("../net/session.js").Element} Element
 * @typedef {{limit: Limit, at: number, timer?: any}} Entry  at: when the limit came, by a clock that nobody sets
 */

/** How long it takes until the server is asked again that does not see it so yet, or is not there. */
const AGAIN = 500;
/** What is farther away is not counted down. */
const DAY = 86_400_000;
const MINUTE = 60_000;

/**
 * @param {{
 *   act: (number: string, route: string) => Promise<any>,
 *   cell: (number: string) => Cell | undefined,
 *   adopt: (section: HTMLElement) => void,
 *   attach: (element: Element) => void,
 *   say: (text: string) => void,
 *   opened: () => void,
 * }} o  adopt and attach bring a section to life that has come; opened: there is more of the page
 */
export function makeLimits(o) {
  /** @type {Map<string, Entry>} by number */
  const all = new Map();

  /** @param {Element} element  as the server describes it */
  function take({ number, limit }) {
    const before = all.get(number);
    clearTimeout(before?.timer);
    if (!limit) return;
    all.set(number, { limit, at: performance.now() });
    look(number);
    if (before?.limit.state === "open" && limit.state === "over") o.say(T.limit.over);
  }

  /** @param {string} number */
  function look(number) {
    const entry = /** @type {Entry} */ (all.get(number));
    const { limit: { state, now, opens, closes }, at } = entry;
    const section = document.getElementById(`cr-${number}`);
    const left = section?.querySelector(":scope > .cr-limit > .cr-left");
    if (!section || !left) return;
    section.dataset.limit = state;
    const cell = o.cell(number);
    if (state === "over") {
      left.textContent = T.limit.over;
      if (cell) shut(cell);
      return;
    }
    const until = state === "before" ? opens : closes;
    if (!until) return;
    const ms = until - now - (performance.now() - at);
    left.textContent = ms >= DAY ? "" : (state === "before" ? T.limit.opens : T.limit.left)(Math.max(0, ms));
    const next = ms >= DAY ? MINUTE : Math.min(ms, ms % 1000 || 1000);
    if (ms > 0) entry.timer = setTimeout(() => look(number), next + 5);
    else {
      if (state === "open") /** @type {any} */ (cell)?.work?.flush();
      ask(number);
    }
  }

  /** Asks the server how things are. @param {string} number */
  async function ask(number) {
    const entry = /** @type {Entry} */ (all.get(number));
    const again = () => {
      if (all.get(number) === entry) entry.timer = setTimeout(() => ask(number), AGAIN);
    };
    try {
      const element = await o.act(number, "element");
      if (all.get(number) !== entry) return;
      const { state } = element.limit;
      if (entry.limit.state === "before" && state !== "before") await fetchOpened();
      else if (state === "open" && element.limit.closes <= element.limit.now || state === "before") return again();
      take(element);
    } catch {
      again();
    }
  }

  /** Takes in what has opened of the page. */
  async function fetchOpened() {
    const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.statusText);
    const fresh = parsed(await answer.text());
    /** @type {HTMLElement[]} */
    const sections = [];
    for (const old of document.querySelectorAll(".cr-sealed, .cr-part[hidden][data-crunchy-exam]")) {
      const nodes = /** @type {HTMLElement[]} */ ([...fresh.querySelectorAll(`[data-crunchy-exam="${old.getAttribute("data-crunchy-exam")}"]`)]);
      if (!nodes.length || nodes.some((n) => n.matches(".cr-sealed"))) continue;
      old.replaceWith(...nodes);
      sections.push(...nodes.filter((n) => n.matches("section.cr-cell")));
    }
    o.opened();
    for (const section of sections) { // their parts must be there
      o.adopt(section);
      o.attach(await o.act(section.dataset.number ?? "", "element"));
    }
    if (sections.length) o.say(T.limit.hasOpened);
  }

  return {
    take,
    /** Something has happened in an element: perhaps its time has begun. @param {string} number @param {string} type */
    frame(number, type) {
      const limit = all.get(number)?.limit;
      if (limit?.seconds && limit.state === "open" && (!limit.closes || limit.opens) && (type === "STATUS" || type === "RESULT")) ask(number);
    },
    /** A clock stands still while its computer sleeps. */
    wake() {
      for (const [number, { limit, timer }] of all) {
        if (limit.state === "over" || !limit.opens && !limit.closes) continue;
        clearTimeout(timer);
        ask(number);
      }
    },
  };
}

/** What stands there can be read, and nothing else. @param {Cell} cell */
function shut(cell) {
  if (cell.closed) return;
  cell.closed = true;
  const { section } = cell;
  for (const b of section.querySelectorAll("button")) {
    if (["run", "check", "step", "reset", "report", "answer", "external"].includes(b.dataset.do ?? "")) b.disabled = true;
  }
  for (const input of section.querySelectorAll("input, textarea")) {
    if (input instanceof HTMLTextAreaElement) input.readOnly = true;
    else if (input instanceof HTMLInputElement) input.disabled = true;
  }
  for (const el of section.querySelectorAll(".cr-edit, .cr-puzzle")) freeze(el);
}

const MOVES = ["Tab", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", "Escape", "Shift", "Control", "Alt", "Meta"];

/** Lets the cursor move, and nothing be changed. @param {globalThis.Element} el */
function freeze(el) {
  const stop = (/** @type {Event} */ e) => {
    e.preventDefault();
    e.stopPropagation();
  };
  for (const type of ["beforeinput", "paste", "cut", "drop", "dragstart"]) el.addEventListener(type, stop, true);
  if (el.matches(".cr-puzzle")) for (const type of ["click", "pointerdown", "mousedown"]) el.addEventListener(type, stop, true);
  el.addEventListener("keydown", (event) => {
    const e = /** @type {KeyboardEvent} */ (event);
    const copies = (e.ctrlKey || e.metaKey) && ["c", "a", "f"].includes(e.key);
    if (!copies && (e.altKey || !MOVES.includes(e.key) || e.shiftKey && e.key !== "Tab")) stop(e);
  }, true);
}
