// @ts-check
// What was expected and what was got, with what differs marked.
import { button, el } from "./dom.js";
import { LINE_END, compare, excerpt } from "../exercise/difference.js";
import { T } from "../text.js";

/** @typedef {import("../exercise/difference.js").Row} Row */

/** Of a long value so many lines are shown at first, and so many characters of a line. */
const MOST = 8;
const WIDEST = 300;
/** So much of a cut line stands before what differs. */
const BEFORE = 60;

/** @typedef {{expected: string, got: string}} Words  what the two are called */

/**
 * @param {string} expected
 * @param {string} got
 * @param {Words} [words]
 */
export function expectedAndGot(expected, got, words = T.exercise) {
  const { expected: wanted, got: had, blanks } = compare(expected, got);
  return el("dl", { class: "cr-compared" },
    el("dt", {}, words.expected), value(wanted, "cr-want"),
    el("dt", {}, words.got), value(had, "cr-got"),
    ...(blanks ? [el("dd", { class: "cr-blanks-only" }, T.exercise.onlyBlanks)] : []));
}

/** @param {Row[]} rows @param {string} cls */
function value(rows, cls) {
  const box = el("dd", { class: cls });
  if (!rows.length) {
    box.append(el("em", {}, T.exercise.nothing));
    return box;
  }
  const { from, to } = excerpt(rows, MOST);
  const code = el("code");
  box.append(code);
  const short = rows.slice(from, to).map(cut);
  draw(code, short.map((r) => r.row));
  code.classList.toggle("cr-cut", short.some((r) => r.isCut));
  if (from === 0 && to === rows.length && !short.some((r) => r.isCut)) return box;
  const above = from ? [el("span", { class: "cr-elided" }, T.exercise.linesAbove(from))] : [];
  const below = to < rows.length ? [el("span", { class: "cr-elided" }, T.exercise.linesBelow(rows.length - to))] : [];
  const all = button("fold", T.showAllParts, () => {
    draw(code, rows);
    code.classList.remove("cr-cut");
    box.replaceChildren(code);
    code.tabIndex = -1;
    code.focus({ preventScroll: true });
  });
  box.replaceChildren(...above, code, ...below, all);
  return box;
}

/** Nothing of a line that is too long but what is around the first difference. @param {Row} row */
function cut(row) {
  const length = row.parts.reduce((n, p) => n + p.text.length, 0);
  if (length <= WIDEST) return { row, isCut: false };
  let skip = Math.max(0, row.parts.slice(0, Math.max(0, row.parts.findIndex((p) => p.differs))).reduce((n, p) => n + p.text.length, 0) - BEFORE);
  let room = WIDEST;
  const parts = [];
  if (skip) parts.push({ text: "…", differs: false });
  for (const { text, differs } of row.parts) {
    const piece = text.slice(skip, skip + room);
    skip = Math.max(0, skip - text.length);
    room -= piece.length;
    if (piece) parts.push({ text: piece, differs });
  }
  if (!room) parts.push({ text: "…", differs: false });
  return { row: { ...row, parts }, isCut: true };
}

/** @param {HTMLElement} code @param {Row[]} rows */
function draw(code, rows) {
  code.replaceChildren(...rows.map((row, i) => el("span", { class: "cr-cmp" }, ...parts(row), ...(i < rows.length - 1 ? ["\n"] : []))));
}

/** @param {Row} row @returns {(Node | string)[]} */
function parts(row) {
  // a line that is another as a whole needs no mark within it
  const marked = row.blanks || row.parts.some((p) => !p.differs);
  return row.parts.flatMap(({ text, differs }) => {
    const shown = differs && row.blanks ? visible(text) : [differs ? escaped(text) : text];
    return differs && marked ? [el("mark", {}, ...shown)] : shown;
  });
}

/** Blanks that can be seen, and are copied as what they are. @param {string} text */
const visible = (text) => [...text].map((c) => {
  if (c === LINE_END) return el("span", { class: "cr-ws", "data-ws": "↵" });
  if (c === " ") return el("span", { class: "cr-ws", "data-ws": "·" }, c);
  if (c === "\t") return el("span", { class: "cr-ws", "data-ws": "→" }, c);
  return /\s/.test(c) ? el("span", {}, escape(c)) : c;
});

/** Characters that are not seen, as Python writes them. @param {string} text */
const escaped = (text) => text.replace(/[^\P{C}\n\t]|[^\P{Z} ]/gu, escape);

/** @param {string} c */
function escape(c) {
  const n = c.codePointAt(0) ?? 0;
  const hex = n.toString(16);
  return n < 256 ? `\\x${hex.padStart(2, "0")}` : n < 65536 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
