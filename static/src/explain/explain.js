// @ts-check
// Says in one plain sentence what an error of Python means, and perhaps in
// another what to do about it.
import { attributes } from "./attributes.js";
import { names } from "./names.js";
import { Source } from "./source.js";
import { syntax } from "./syntax.js";
import { E } from "./texts.js";
import { types } from "./types.js";
import { values } from "./values.js";
import { world } from "./world.js";

/**
 * @typedef {import("./texts.js").Explanation} Explanation
 * @typedef {{type: string, message: string, line: number, source?: string, explanation?: string, shadow?: string}} Trouble
 *   source: the program; explanation: a sentence that somebody else has found already; shadow: a file that hides a module
 * @typedef {{message: string, line: number, source: Source, here: string, code: string, shadowed: (module: string) => Explanation}} Facts
 *   here: the line of the error; code: the same without strings and comments
 * @typedef {[RegExp, (m: RegExpExecArray, f: Facts) => Explanation]} Rule
 * @typedef {Record<string, Rule[]>} Table  by the error's type; the first rule that fits the message counts
 */

/** @type {Table} */
const RULES = { ...names, ...syntax, ...types, ...values, ...attributes, ...world };

/** Sources longer than this are not looked at. */
const LONGEST = 200_000;

/**
 * @param {Trouble} trouble
 * @returns {Explanation | undefined}  code stands in backquotes
 */
export function explain({ type, message, line, source = "", explanation, shadow }) {
  const shadowed = (/** @type {string} */ module) => E.shadow(`${module}.py`, module);
  if (shadow) return E.shadow(shadow, shadow.replace(/\.py$/, "").replace(/^.*[\\/]/, ""));
  if (explanation) return { text: explanation };
  const rules = Object.hasOwn(RULES, type) ? RULES[type] : undefined;
  if (!rules) return undefined;
  const read = new Source(source.length > LONGEST ? "" : source);
  // what ends too early is said of the line after the last
  const at = Math.min(line, read.lines.length);
  const facts = { message, line: at, source: read, here: read.lines[at - 1] ?? "", code: read.code[at - 1] ?? "", shadowed };
  for (const [pattern, rule] of rules) {
    const m = pattern.exec(message);
    if (m) return rule(m, facts);
  }
  return undefined;
}
