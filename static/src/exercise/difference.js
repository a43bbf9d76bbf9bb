// @ts-check
// How what was expected differs from what was got: first line by line, then,
// within lines that stand for each other, character by character.
import { difference } from "../work/diff.js";

/**
 * @typedef {{text: string, differs: boolean}} Part
 * @typedef {{parts: Part[], differs: boolean, blanks?: boolean}} Row  blanks: it differs in nothing but blanks, which are to be made visible
 * @typedef {{expected: Row[], got: Row[], blanks: boolean}} Comparison  blanks: all that differs are blanks
 */

/** The end of a line, where it matters. */
export const LINE_END = "\n";
/** Longer lines are not compared by character. */
const LONGEST = 600;
/** What is in common and shorter than this is not worth showing between differences. */
const SHORTEST = 2;
/** With less in common than this, two lines have nothing to do with each other. */
const ALIKE = 0.34;

/**
 * @param {string} expected
 * @param {string} got
 * @returns {Comparison}
 */
export function compare(expected, got) {
  [expected, got] = [expected.replaceAll("\r\n", "\n"), got.replaceAll("\r\n", "\n")];
  const [a, b] = [expected, got].map((text) => text.replace(/\n$/, ""));
  /** @type {Comparison} */
  const out = { expected: [], got: [], blanks: false };
  if (a === b) return onlyTheEnd(expected, got, a);
  /** @type {string[]} */
  let minus = [];
  /** @type {string[]} */
  let plus = [];
  function pair() {
    const n = Math.max(minus.length, plus.length);
    for (let i = 0; i < n; i++) {
      const [x, y] = [minus[i], plus[i]];
      if (x === undefined) out.got.push(whole(y));
      else if (y === undefined) out.expected.push(whole(x));
      else {
        const [p, q] = lines(x, y);
        out.expected.push(p);
        out.got.push(q);
      }
    }
    minus = [];
    plus = [];
  }
  for (const { how, text } of difference(a, b)) {
    if (how === "-") minus.push(text);
    else if (how === "+") plus.push(text);
    else {
      pair();
      out.expected.push(same(text));
      out.got.push(same(text));
    }
  }
  pair();
  if (a === "") out.expected = [];
  if (b === "") out.got = [];
  const differing = [...out.expected, ...out.got].filter((r) => r.differs);
  out.blanks = differing.every((r) => r.blanks || r.parts.every((p) => !p.text.trim()));
  if (out.blanks) for (const row of differing) row.blanks = true;
  return out;
}

/** @param {string} text @returns {Row} */
const same = (text) => ({ parts: [{ text, differs: false }], differs: false });

/** @param {string} text @returns {Row} */
const whole = (text) => ({ parts: [{ text, differs: true }], differs: true });

/** One of the two ends its last line, the other does not. @param {string} expected @param {string} got @param {string} text @returns {Comparison} */
function onlyTheEnd(expected, got, text) {
  /** @param {string} of @returns {Row[]} */
  const rows = (of) => text.split("\n").map((line, i, all) => {
    if (i < all.length - 1 || expected === got || !of.endsWith("\n")) return same(line);
    return { parts: [...(line ? [{ text: line, differs: false }] : []), { text: LINE_END, differs: true }], differs: true, blanks: true };
  });
  return { expected: rows(expected), got: rows(got), blanks: expected !== got };
}

/** @param {string} text */
const unblanked = (text) => text.replace(/\s+/g, "");

/**
 * Two lines that stand for each other.
 * @param {string} a
 * @param {string} b
 * @returns {[Row, Row]}
 */
export function lines(a, b) {
  const blanks = unblanked(a) === unblanked(b);
  if (a.length > LONGEST || b.length > LONGEST) return ends(a, b, blanks);
  const runs = common([...a], [...b]);
  const shared = runs.reduce((n, r) => n + (r.how === "" ? r.text.length : 0), 0);
  if (!blanks && shared < ALIKE * Math.max(a.length, b.length)) return [whole(a), whole(b)];
  /** @param {"-" | "+"} how @returns {Row} */
  const row = (how) => ({
    parts: joined(runs.filter((r) => r.how === "" || r.how === how).map((r) => ({ text: r.text, differs: r.how !== "" }))),
    differs: true, ...(blanks ? { blanks } : {}),
  });
  return [row("-"), row("+")];
}

/** Only what the beginning and the end have in common. @param {string} a @param {string} b @param {boolean} blanks @returns {[Row, Row]} */
function ends(a, b, blanks) {
  let head = 0;
  while (head < a.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  /** @param {string} text @returns {Row} */
  const row = (text) => ({
    parts: [{ text: text.slice(0, head), differs: false }, { text: text.slice(head, text.length - tail), differs: true }, { text: text.slice(text.length - tail), differs: false }].filter((p) => p.text),
    differs: true, ...(blanks ? { blanks } : {}),
  });
  return [row(a), row(b)];
}

/** @typedef {{how: "" | "-" | "+", text: string}} Run */

/** The longest common sequence of characters, without what is common by chance. @param {string[]} a @param {string[]} b @returns {Run[]} */
function common(a, b) {
  const all = difference(a.join("\n"), b.join("\n"));
  /** @type {Run[]} */
  const runs = [];
  for (const { how, text } of all) {
    const last = runs[runs.length - 1];
    if (last?.how === how) last.text += text;
    else runs.push({ how, text });
  }
  /** @type {Run[]} */
  const out = [];
  runs.forEach((run, i) => {
    const between = i > 0 && i < runs.length - 1;
    if (run.how === "" && between && run.text.length < SHORTEST && /[\p{L}\p{N}]/u.test(run.text)) out.push({ how: "-", text: run.text }, { how: "+", text: run.text });
    else out.push(run);
  });
  return out;
}

/** @param {Part[]} parts */
function joined(parts) {
  /** @type {Part[]} */
  const out = [];
  for (const part of parts) {
    const last = out[out.length - 1];
    if (last?.differs === part.differs) last.text += part.text;
    else out.push({ ...part });
  }
  return out.filter((p) => p.text);
}

/**
 * What of many rows is shown at first: those around the first difference.
 * @param {Row[]} rows
 * @param {number} most
 * @returns {{from: number, to: number}}
 */
export function excerpt(rows, most) {
  if (rows.length <= most) return { from: 0, to: rows.length };
  const first = Math.max(0, rows.findIndex((r) => r.differs));
  const from = Math.max(0, Math.min(first - 2, rows.length - most));
  return { from, to: from + most };
}
