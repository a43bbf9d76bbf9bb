// @ts-check
// What a RESULT says, ready to be shown.
import { said } from "../said.js";

/**
 * @typedef {"passed" | "failed" | "error" | "skipped"} Outcome
 * @typedef {{name: string, line: number, outcome: Outcome, expected: string, got: string, message: string, test: number, example: number, hidden: boolean}} Test
 * @typedef {{
 *   kind: string, passed: number, all: number, good: boolean,
 *   message: string, more: string,
 *   tests: Test[], first: Test | undefined,
 * }} Verdict  good: all that was tested works; more: what is said of the first test that does not work
 */

const OUTCOMES = ["passed", "failed", "error", "skipped"];

/**
 * Reads what the server sent; what is missing is empty.
 * @param {any} result
 * @returns {Verdict}
 */
export function verdict(result) {
  const tests = Array.isArray(result?.tests) ? result.tests.map(test) : [];
  const passed = count(result?.passed);
  const failed = count(result?.failed);
  const first = tests.find((/** @type {Test} */ t) => t.outcome === "failed" || t.outcome === "error");
  return {
    kind: text(result?.kind), passed, all: passed + failed, good: passed > 0 && failed === 0 && !first,
    message: said(result?.says?.message, text(result?.message)), more: first?.message ?? "",
    tests, first,
  };
}

/** @param {any} t @returns {Test} */
function test(t) {
  return {
    name: said(t?.says?.name, text(t?.name)), line: count(t?.line), outcome: OUTCOMES.includes(t?.outcome) ? t.outcome : "error",
    expected: text(t?.expected), got: text(t?.got), message: said(t?.says?.message, text(t?.message)),
    test: Number.isInteger(t?.test) ? t.test : -1, example: count(t?.example), hidden: t?.hidden === true,
  };
}

/** @param {any} value */
const text = (value) => (typeof value === "string" ? value : "");

/** @param {any} value */
const count = (value) => (Number.isInteger(value) && value > 0 ? value : 0);

/** A sentence as a heading. @param {string} sentence */
export const heading = (sentence) => (/^[^.!?]*\.$/.test(sentence.trim()) ? sentence.trim().slice(0, -1) : sentence.trim());

/** What is read out: one announcement. @param {Verdict} v */
export const announcement = (v) => [v.message, v.more].filter(Boolean).join(" ").replaceAll("`", "");

/**
 * What of a long list is shown at first, by place: the first that does not work,
 * and as many more as there is room for, before all others that do not work.
 * @param {Test[]} tests
 * @param {number} most
 * @returns {number[]}
 */
export function foremost(tests, most) {
  const places = tests.map((_, i) => i);
  if (tests.length <= most) return places;
  const works = (/** @type {number} */ i) => tests[i].outcome === "passed" || tests[i].outcome === "skipped";
  return [...places.filter((i) => !works(i)), ...places.filter(works)].slice(0, most).sort((a, b) => a - b);
}

/**
 * How each block of tests did, by its number.
 * @param {Test[]} tests
 * @returns {Map<number, boolean>}
 */
export function blocks(tests) {
  /** @type {Map<number, boolean>} */
  const out = new Map();
  for (const t of tests) {
    if (t.test < 0 || t.outcome === "skipped") continue;
    out.set(t.test, (out.get(t.test) ?? true) && t.outcome === "passed");
  }
  return out;
}

/** Whether the name of a test is code rather than words. @param {string} name */
export const isCode = (name) => /[()[\]{}=<>_"']/.test(name.replace(/(?<=\p{L})'(?=\p{L})/gu, "")) || /^[\p{L}\p{N}.]+$/u.test(name);
