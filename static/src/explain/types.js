// @ts-check
// What cannot be done with this kind of value, or called in this way.
import { nearest } from "./source.js";
import { E } from "./texts.js";
import { BUILTINS } from "../py/words.js";

/** @typedef {import("./explain.js").Facts} Facts */

/** What some functions know by name. @type {Record<string, string[]>} */
const PARAMETERS = { "print()": ["sep", "end", "file", "flush"], "sorted()": ["key", "reverse"], "open()": ["mode", "encoding", "newline"], "sort()": ["key", "reverse"] };
const FUNCTION = /^(?:function|builtin_function_or_method|method|type)$/;

/** @type {import("./explain.js").Table} */
export const types = {
  TypeError: [
    [/^can only concatenate (\w+) \(not "(.+?)"\)/, (m) => (m[1] === "str" ? E.concatText(m[2]) : E.concatList(m[1], m[2]))],
    [/^unsupported operand type\(s\) for (.+?): '(.+?)' and '(.+?)'/, (m) => operands(m[1], m[2], m[3])],
    [/^'(\S+)' not supported between instances of '(.+?)' and '(.+?)'/, (m) =>
      m[2] === "NoneType" || m[3] === "NoneType" ? E.operandNone(m[1]) : E.compare(m[1], m[2], m[3])],
    [/^bad operand type for (?:unary )?(.+?): '(.+?)'/, (m) => E.unary(m[1], m[2])],
    [/^can't multiply sequence by non-int of type '(.+?)'/, (m) => E.repeat(m[1])],
    [/^(.+?\(\)) missing \d+ required (?:positional|keyword-only) arguments?: (.+)$/, (m) => E.missing(m[1], m[2].replace(/'([^']+)'/g, "`$1`"))],
    [/^(.+?)\(\) takes (\d+) positional arguments? but (\d+) (?:was|were)/, (m, f) => tooMany(m, f)],
    [/^(.+?)\(\) takes from (\d+) to (\d+) positional arguments? but (\d+)/, (m) => E.wants(`${m[1]}()`, `${m[2]} to ${m[3]} values`, m[4])],
    [/^(\w+)\(\) takes no arguments/, (m) => E.noInit(m[1])],
    [/^([\w.]+)(?:\(\))? (?:takes|expected) (exactly|at most|at least) (\w+) (?:positional )?arguments?(?:, got |.*\()(\d+)/, (m) =>
      E.wants(`${m[1]}()`, `${m[2]} ${m[3] === "1" ? "one" : m[3]} ${/^(?:1|one)$/.test(m[3]) ? "value" : "values"}`, m[4] === "0" ? "none" : m[4])],
    [/^(?:(.+?\(\)) got an unexpected keyword argument '(.+?)'|'(.+?)' is an invalid keyword argument for (.+))/, (m, f) => keyword(m[1] ?? m[4], m[2] ?? m[3], f)],
    [/^(.+?\(\)) got multiple values for argument '(.+?)'/, (m) => E.multiple(m[1], m[2])],
    [/^'(.+?)' object is not callable/, (m, f) => called(m[1], f)],
    [/^'(.+?)' object is not subscriptable/, (m) => (FUNCTION.test(m[1]) ? E.subscriptFunction() : E.subscriptOther(m[1]))],
    [/^'(.+?)' object is not iterable/, (m) => (m[1] === "int" ? E.iterateInt() : E.iterateOther(m[1]))],
    [/^argument of type '(.+?)' is not (?:iterable|a container)/, (m) => E.contains(m[1])],
    [/unhashable type: '(.+?)'/, (m) => E.unhashable(m[1])],
    [/^(\w+) indices must be integers(?: or slices)?(?:, not '?(\w+)'?)?/, (m) => E.indexType(m[1], m[2] ?? "")],
    [/^'(.+?)' object (?:does not|doesn't) support item (?:assignment|deletion)/, (m) =>
      /^(?:str|tuple|range|bytes)$/.test(m[1]) ? E.unchangeable(m[1]) : E.noItems(m[1])],
    [/^'(.+?)' object cannot be interpreted as an integer/, (m) => E.wholeNumber(m[1])],
    [/^integer argument expected, got (\w+)/, (m) => E.wholeNumber(m[1])],
    [/^((?:int|float|complex)\(\)) argument must be .*, not '?(\w+?)'?$/, (m) => E.convert(m[1], m[2])],
    [/^object of type '(.+?)' has no len\(\)/, (m) => E.length(m[1])],
    [/^sequence item \d+: expected str instance, (\w+) found/, (m) => E.join(m[1])],
    [/^cannot unpack non-iterable (\w+) object/, (m) => E.unpackOne(m[1])],
    [/^not all arguments converted/, () => E.percentMany()],
    [/^not enough arguments for format string/, () => E.percentFew()],
    [/^(%\w) format: an? .*number is required, not (\w+)/, (m) => E.percentType(m[1], m[2])],
    [/^(?:exceptions must derive|catching classes that do not)/, () => E.raiseType()],
    [/^(?:descriptor '(\w+)' of .* needs|unbound method (\w+\.\w+)\(\) needs)/, (m) => E.selfless(m[1] ?? m[2])],
    [/^type (\w+) doesn't define __round__/, (m) => E.unary("round()", m[1])],
    [/context manager protocol/, () => E.context()],
  ],
};

/**
 * @param {string} op  "+=", "** or pow()"
 * @param {string} left
 * @param {string} right
 */
function operands(op, left, right) {
  op = op.replace(/ or pow\(\)$/, "");
  return left === "NoneType" || right === "NoneType" ? E.operandNone(op) : E.operands(op, left, right);
}

/**
 * @param {RegExpExecArray} m
 * @param {Facts} f
 */
function tooMany([, name, takes, given], f) {
  const short = name.split(".").pop() ?? name;
  const bare = f.source.code.find((code) => new RegExp(`^\\s+(?:async\\s+)?def\\s+${short}\\s*\\(`).test(code));
  if (bare && Number(given) === Number(takes) + 1 && !/\(\s*(?:self|cls)\b/.test(bare)) return E.noSelf(name);
  // the object itself is none that one has written
  const own = bare && /\(\s*self\b/.test(bare) ? 1 : 0;
  return E.tooMany(`${name}()`, String(Number(takes) - own), String(Number(given) - own));
}

/**
 * @param {string} fn
 * @param {string} name
 * @param {Facts} f
 */
function keyword(fn, name, f) {
  const short = fn.replace(/\(\)$/, "").split(".").pop() ?? "";
  const def = f.source.code.map((code) => new RegExp(`\\bdef\\s+${short}\\s*\\((.*)\\)`).exec(code)?.[1]).find((p) => p !== undefined);
  const known = def?.split(",").map((p) => p.replace(/[=:].*/, "").trim()) ?? PARAMETERS[`${short}()`] ?? [];
  return E.keywordUnknown(fn, name, nearest(name, known) ?? "");
}

/**
 * @param {string} type
 * @param {Facts} f
 */
function called(type, f) {
  if (type === "module") return E.callModule();
  if (/^(?:int|float)$/.test(type) && /(?:^|[^\p{L}\w])\d[\d.]*\s*\(/u.test(f.code)) return E.callTimes();
  for (const [, name] of f.code.matchAll(/([\p{L}_][\p{L}\w]*)\s*\(/gu)) {
    const line = f.source.names.get(name)?.find((l) => l <= f.line && !new RegExp(`\\b(?:def|class)\\s+${name}\\b`).test(f.source.code[l - 1]));
    if (line && (BUILTINS.has(name) || f.source.code.some((c) => new RegExp(`\\bdef\\s+${name}\\b`).test(c)))) return E.callShadowed(name, line);
  }
  return E.callOther(type);
}
