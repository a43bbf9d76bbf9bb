// @ts-check
// Values of the right kind that cannot be used, and what is not there.
import { nearest } from "./source.js";
import { E } from "./texts.js";

/** @param {string} text */
const code = (text) => `\`${text.replace(/`/g, "'")}\``;

/** @type {import("./explain.js").Table} */
export const values = {
  ValueError: [
    [/^invalid literal for (int\(\)) with base \d+: ([^]*)$/, (m) => number(m[1], m[2])],
    [/^could not convert string to (float): ?([^]*)$/, (m) => number("float()", m[2])],
    [/^(complex\(\)) arg is a malformed string/, (m) => E.intText(m[1], "this")],
    [/^too many values to unpack(?: \(expected (\d+))?/, (m) => E.unpackMany(m[1] ?? "")],
    [/^not enough values to unpack \(expected (?:at least )?(\d+), got (\d+)\)/, (m) => E.unpackFew(m[1], m[2])],
    [/is not in (list|tuple|deque)$|: x not in (list|tuple|deque)$/, (m) => E.notIn(m[1] ?? m[2])],
    [/^(?:substring|subsection) not found/, () => E.notIn("text")],
    [/^math domain error|^expected a (?:positive|nonnegative|non-negative) input/, () => E.mathDomain()],
    [/^range\(\) arg 3 must not be zero/, () => E.rangeStep()],
    [/^(max|min)\(\) (?:arg is an empty|iterable argument is empty)/, (m) => E.emptyMost(`${m[1]}()`)],
    [/^empty range/, () => E.emptyRange()],
    [/^empty separator/, () => E.emptySplit()],
    [/^Unknown format code '(.+?)' for object of type '(.+?)'/, (m) => E.formatCode(m[1], m[2])],
    [/^I\/O operation on closed file/, () => E.fileClosed()],
    [/^(?:invalid mode|must have exactly one of)/, () => E.fileMode()],
    [/^(?:day is out of range|month must be in|year \S+ is out of range)/, () => E.date()],
    [/^cannot convert float NaN/, () => E.infinity()],
    [/./, () => E.value()],
  ],
  "json.decoder.JSONDecodeError": [[/./, () => E.json()]],
  "io.UnsupportedOperation": [
    [/^not (readable|writable)/, (m) => E.fileDirection(m[1] === "readable" ? "reading" : "")],
  ],
  IndexError: [
    [/^list assignment index/, () => E.indexAssign()],
    [/^Cannot choose from an empty/, () => E.chooseEmpty()],
    [/^list index out of range/, (m, f) => (/\bargv\b/.test(f.code) ? E.argv() : /\bchoice\(/.test(f.code) ? E.chooseEmpty() : E.index("list"))],
    [/^(string|tuple|range object|bytearray|deque) index out of range/, (m) => E.index(m[1] === "string" ? "text" : m[1].replace(" object", ""))],
    [/^pop from (?:an )?empty (\w+)/, (m) => E.popEmpty(m[1])],
    [/^pop index/, () => E.index("list")],
    [/^Replacement index/, () => E.formatFew()],
  ],
  KeyError: [
    [/^'pop from an empty (set)'|^'popitem\(\): (dictionary) is empty'/, (m) => E.popEmpty(m[1] ?? m[2])],
    [/^([^]*)$/, (m, f) => {
      const text = /^'([^']*)'$/.exec(m[1])?.[1];
      const others = [...f.source.strings].filter((s) => s !== text);
      const right = text ? nearest(text, others) : undefined;
      const digits = text === undefined && /^-?\d+$/.test(m[1]) && f.source.strings.has(m[1]) ? m[1] : undefined;
      return E.key(code(m[1]), right ? code(`'${right}'`) : digits ? code(`'${digits}'`) : "");
    }],
  ],
};

/**
 * @param {string} fn
 * @param {string} text  in quotes, or as it is
 */
function number(fn, text) {
  const inner = text.replace(/^b?(['"])([^]*)\1$/, "$2");
  if (!inner.trim()) return E.numberEmpty(fn);
  const shown = code(text.length > 40 ? `${text.slice(0, 40)}…` : text);
  if (/^\s*[-+]?\d*,\d+\s*$/.test(inner)) return E.numberComma(shown);
  if (fn === "int()" && /^\s*[-+]?(?:\d+\.\d*|\.\d+)\s*$/.test(inner)) return E.intFloat(shown);
  return E.intText(fn, shown);
}
