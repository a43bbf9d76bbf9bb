// @ts-check
// What a check says of a program: the score, a sentence, and each test.
import { button, el, icon } from "./dom.js";
import { expectedAndGot } from "./compared.js";
import { coded } from "./trouble.js";
import { foremost, heading, isCode } from "../exercise/verdict.js";
import { T } from "../text.js";

/**
 * @typedef {import("../exercise/verdict.js").Verdict} Verdict
 * @typedef {import("../exercise/verdict.js").Test} Test
 */

const SVG = "http://www.w3.org/2000/svg";
/** So many tests of a long list are shown at first. */
const MOST = 9;
/** A longer value is not shown beside the name of a test that works. */
const LONGEST = 24;

export class Feedback {
  /**
   * @param {keyof HTMLElementTagNameMap} heading  what a heading in it is
   * @param {import("./compared.js").Words} [words]  of what is compared
   */
  constructor(heading, words) {
    this.heading = heading;
    this.words = words;
    this.el = el("div", { class: "cr-feedback", role: "group", "aria-label": T.exercise.result, hidden: true });
    /** @type {Verdict | undefined} */
    this.verdict = undefined;
  }

  /**
   * @param {Verdict} verdict
   * @param {number} attempt  0: not known
   */
  show(verdict, attempt) {
    const { good, first, tests } = verdict;
    const lone = tests.length === 1 && first?.outcome === "error" && first.test < 0; // the program itself, of which more is told above
    const words = heading(verdict.message) || (good ? T.exercise.allWork : T.exercise.notAll);
    this.verdict = verdict;
    this.attempt = attempt;
    this.#fill(good ? "good" : "",
      say(this.heading, lone ? sign("dash", "cr-sign-error") : ring(verdict), words, verdict.more, attempt ? T.exercise.attempt(attempt) : ""),
      ...(lone || !tests.length ? [] : good ? [folded(tests, this.words)] : list(tests, this.words)));
  }

  /**
   * There are gaps in the program.
   * @param {number} n
   * @param {() => void} anyway
   */
  gaps(n, anyway) {
    const go = button("check", T.exercise.anyway, anyway);
    go.firstChild?.remove();
    go.classList.add("cr-anyway");
    this.#fill("gaps", say(this.heading, sign("pen", "cr-sign-gaps"), T.exercise.gapsFirst(n), T.exercise.gapsHow, ""), go);
  }

  /** @param {string} kind @param {...Node} children */
  #fill(kind, ...children) {
    this.el.dataset.kind = kind;
    this.stale(false);
    this.el.replaceChildren(...children);
    this.el.hidden = false;
  }

  /** Something is being checked anew. @param {boolean} yes */
  waits(yes) {
    this.el.classList.toggle("cr-waits", yes);
  }

  /** The program is another than the one that was checked. @param {boolean} yes */
  stale(yes) {
    this.waits(false);
    this.el.classList.toggle("cr-stale", yes);
    const note = this.el.querySelector(".cr-since");
    if (note) note.textContent = yes ? T.exercise.changed : "";
  }

  /** Whether there are gaps to speak of, rather than a verdict. */
  get ofGaps() {
    return !this.el.hidden && this.el.dataset.kind === "gaps";
  }

  hide() {
    this.verdict = undefined;
    this.el.hidden = true;
    this.el.replaceChildren();
  }
}

/**
 * @param {keyof HTMLElementTagNameMap} h
 * @param {Node} sign
 * @param {string} words
 * @param {string} more
 * @param {string} attempt
 */
function say(h, sign, words, more, attempt) {
  return el("div", { class: "cr-say" }, sign,
    el("div", { class: "cr-say-in" }, el(h, { class: "cr-verdict" }, words), ...(more ? [el("p", { class: "cr-more-of-it" }, ...coded(more))] : []), el("p", { class: "cr-since" })),
    el("p", { class: "cr-attempt" }, attempt));
}

/** @param {string} tag @param {Record<string, string>} attrs @param {...Node} children */
function svg(tag, attrs, ...children) {
  const e = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs)) e.setAttribute(name, value);
  e.append(...children);
  return e;
}

/** How many tests work, as a ring. @param {Verdict} verdict */
export function ring({ passed, all, good }) {
  const circle = (/** @type {Record<string, string>} */ more) => svg("circle", { cx: "19", cy: "19", r: "16", ...more });
  const score = T.exercise.score(passed, all);
  const box = svg("svg", { class: "cr-ring", viewBox: "0 0 38 38", role: "img", "aria-label": score });
  if (good) box.append(circle({ class: "cr-arc" }), svg("path", { d: "m12.5 19.6 4.4 4.4 8.6-9.6" }));
  else {
    const short = `${passed}/${all}`;
    const text = svg("text", { x: "19", y: "23", ...(short.length > 4 ? { class: "cr-small" } : {}) });
    text.textContent = short;
    box.append(circle({}), ...(passed ? [circle({ class: "cr-arc", pathLength: "100", "stroke-dasharray": `${(100 * passed) / all} 100` })] : []), text);
  }
  return box;
}

/** @param {import("./dom.js").Symbol} symbol @param {string} cls */
const sign = (symbol, cls) => el("span", { class: `cr-sign ${cls}` }, icon(symbol));

/** @typedef {import("./compared.js").Words} Words */

/** @param {Test[]} tests @param {Words} [words] */
function list(tests, words) {
  const rows = el("ul", { class: "cr-tests" });
  const row = (/** @type {Test} */ t) => rowOf(t, words);
  const shown = foremost(tests, MOST);
  rows.append(...shown.map((i) => row(tests[i])));
  if (shown.length === tests.length) return [rows];
  const all = button("fold", T.exercise.showTests(tests.length), () => {
    rows.replaceChildren(...tests.map(row));
    const next = rows.children[[...shown, -1].findIndex((n, i) => n !== i)]; // the first that was not there
    all.remove();
    goTo(next instanceof HTMLElement ? next : rows);
  });
  all.classList.add("cr-all-tests");
  return [rows, all];
}

/** What works all is shown on request. @param {Test[]} tests @param {Words} [words] */
function folded(tests, words) {
  const all = button("fold", T.exercise.showWhat, () => {
    const rows = el("ul", { class: "cr-tests" }, ...tests.map((t) => rowOf(t, words)));
    all.replaceWith(rows);
    goTo(rows);
  });
  all.classList.add("cr-all-tests");
  return all;
}

/** Goes on from there, where the button that was pressed is gone. @param {HTMLElement} to */
function goTo(to) {
  to.tabIndex = -1;
  to.focus({ preventScroll: true });
}

/** @type {Record<Test["outcome"], {symbol: import("./dom.js").Symbol, cls: string, words: string}>} */
const LOOKS = {
  passed: { symbol: "check", cls: "cr-ok", words: T.exercise.works },
  failed: { symbol: "dash", cls: "cr-no", words: T.exercise.notYet },
  error: { symbol: "dash", cls: "cr-no", words: T.exercise.error },
  skipped: { symbol: "step", cls: "cr-skip", words: T.exercise.skipped },
};

/** @param {Test} test @param {Words} [words] */
function rowOf(test, words) {
  const { symbol, cls, words: how } = LOOKS[test.outcome];
  const mark = icon(symbol);
  mark.removeAttribute("aria-hidden");
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", how);
  const name = isCode(test.name) ? el("code", { class: "cr-test-name" }, test.name) : el("span", { class: "cr-test-name" }, test.name);
  const works = test.outcome === "passed";
  const value = test.got || test.expected;
  const short = works && value.trim() && !value.trim().includes("\n") && value.trim().length <= LONGEST ? value.trim() : "";
  const result = works ? (short ? [el("code", { class: "cr-res" }, short)] : []) : [el("span", { class: "cr-res", "aria-hidden": "true" }, how)];
  const shows = !works && (test.expected || test.got) ? [expectedAndGot(test.expected, test.got, words)] : [];
  const line = el("li", { class: cls }, mark, name, ...result, ...shows);
  return line;
}

/** Says that an exercise is solved, once it is. */
export const solvedBadge = () => el("span", { class: "cr-badge cr-solved", hidden: true }, icon("check"), el("span", {}, T.exercise.solved));

/** What stands one level below a heading. @param {Element | null} heading @returns {"h3" | "h4" | "h5" | "h6"} */
export function below(heading) {
  const level = Number(heading?.tagName.slice(1)) || 3;
  return /** @type {"h4"} */ (`h${Math.min(level + 1, 6)}`);
}
