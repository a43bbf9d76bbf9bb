// @ts-check
// What Python cannot read, where its message says what is wrong.
import { E } from "./texts.js";
import { unsaid } from "./unsaid.js";
import { KEYWORDS } from "../py/words.js";

/** Typographic quotes and dashes. */
const QUOTES = /[\u2018-\u201f\u00ab\u00bb\u2039\u203a\u00b4`]/;
const DASHES = /[\u2010-\u2015\u2212]/;
const INVISIBLE = /[\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u2060\ufeff\u3000\p{Cc}]/u;

/** @type {import("./explain.js").Table} */
export const syntax = {
  SyntaxError: [
    [/^(?:invalid character|invalid non-printable)/, (m, f) => character(f)],
    [/^expected ':'$/, (m, f) => unsaid(f)],
    [/^'(.)' was never closed/, (m, f) => E.bracketOpen(m[1], f.line)],
    [/^unmatched '(.)'/, (m) => E.bracketExtra(m[1])],
    [/^closing parenthesis '(.)' does not match opening parenthesis '(.)'/, (m) => E.bracketWrong(m[1], m[2])],
    [/^(?:EOL while scanning|unterminated (?:f-|t-)?string literal)/, (m, f) => quote(f)],
    [/triple-quoted/, () => E.quoteOpen3()],
    [/^f-string: (?:empty expression|valid expression required before '}')/, () => E.fEmpty()],
    [/^f-string: expecting '}'/, () => E.fOpen()],
    [/^f-string: single '}'/, () => E.fClose()],
    [/^f-string/, () => E.fString()],
    [/^Missing parentheses in call to '(.+?)'/, (m) => E.printBrackets(m[1])],
    [/Maybe you meant '==' or ':='/, (m, f) => equals(f)],
    [/^cannot assign to (True|False|None|Ellipsis|__debug__)/, (m) => E.assignKeyword(m[1])],
    [/^cannot assign to literal/, () => E.assignLiteral()],
    [/^cannot assign to function call/, () => E.assignCall()],
    [/^cannot assign to (?:operator|expression)/, (m, f) => E.assignExpression(/^\s*([a-z_]\w*(?:\s*-\s*[a-z_]\w*)+)\s*=/i.exec(f.code)?.[1] ?? "")],
    [/^cannot (?:assign to|delete) (.+?)(?: here\b.*)?$/, (m) => E.assignOther(m[1])],
    [/^(?:expression cannot contain assignment|keyword can't be an expression)/, () => E.keywordValue()],
    [/^'(return|yield|yield from)' outside function/, (m) => E.returnOutside(m[1])],
    [/^'(?:await|async \w+)' outside|^asynchronous comprehension outside/, () => E.awaitOutside()],
    [/^'(break|continue)' (?:outside|not properly in) loop/, (m) => E.breakOutside(m[1])],
    [/^positional argument follows keyword/, () => E.positional()],
    [/^invalid decimal literal/, (m, f) => digits(f)],
    [/^leading zeros/, () => E.zeros()],
    [/^invalid (?:digit|\w+ literal)/, () => E.otherNumber()],
    [/^unexpected character after line continuation/, () => E.backslash()],
    [/unicode error/, () => E.unicodeEscape()],
    [/^name '(.+)' is (?:assigned to|used prior to|parameter and|nonlocal and)(?:.* (global|nonlocal))?/, (m) => E.globalLate(m[1], m[2] ?? "global")],
    [/^(?:nonlocal declaration|no binding for nonlocal)/, () => E.nonlocal()],
    [/^duplicate (?:argument|parameter) '(.+)'/, (m) => E.twice(m[1])],
    [/^(?:non-default argument follows|parameter without a default)/, () => E.defaults()],
    [/^import \* only/, () => E.importStar()],
    [/^expected 'except' or 'finally'/, () => E.tryAlone()],
    [/^multiple exception types/, () => E.exceptComma()],
    [/^expected 'else' after 'if'/, () => E.ternary()],
    [/^expression expected after dictionary key|^':' expected after dictionary key/, (m) => (m[0][0] === "'" ? E.dictColon() : E.dictValue())],
    [/^expected '\('/, () => E.defBrackets()],
    [/^Did you mean to use 'from/, () => E.importFrom()],
    [/^(?:invalid syntax|unexpected EOF|expected )/, (m, f) => unsaid(f)],
    [/./, (m, f) => E.syntax(f.line)],
  ],
  IndentationError: [
    [/^expected an indented block(?: after (?:'(.+?)' statement|(function|class) definition|(.*?)) on line (\d+))?/, (m, f) => block(m, f)],
    [/^unexpected indent/, () => E.indentExtra()],
    [/^unindent/, () => E.indentMismatch()],
    [/^too many/, () => E.indentExtra()],
  ],
  TabError: [[/./, () => E.tabs()]],
};

/** @typedef {import("./explain.js").Facts} Facts */

/** @param {Facts} f */
function character(f) {
  // the message names it since 3.9
  const named = /U\+([0-9A-F]+)/.exec(f.message);
  const char = named ? String.fromCodePoint(parseInt(named[1], 16)) : /[^\x00-\x7f]/u.exec(f.code.replace(/[\p{L}\p{N}]/gu, ""))?.[0] ?? "";
  if (QUOTES.test(char)) return E.curlyQuote(char);
  if (DASHES.test(char)) return E.longDash(char);
  if (!char || INVISIBLE.test(char)) return E.invisible();
  return E.character(char);
}

/** @param {Facts} f */
function quote(f) {
  if (/\p{L}'\p{L}/u.test(f.here) && !/"/.test(f.here)) return E.quoteInside();
  const quotes = [...f.here.replace(/\\./g, "")].filter((c) => c === '"' || c === "'");
  return E.quoteOpen(quotes.every((q) => q === quotes[0]) ? quotes[0] ?? "" : "");
}

/** @param {Facts} f */
function equals(f) {
  const word = /^\s*(if|elif|while)\b/.exec(f.code);
  return word ? E.equals(word[1]) : E.equalsHere();
}

/** @param {Facts} f */
function digits(f) {
  const word = /(?<![\w.])\d+(?:\.\d+)?[\p{L}_][\p{L}\p{Nd}_]*/u.exec(f.code)?.[0] ?? "";
  return /^\d+_+\d*$/.test(word) || !word ? E.otherNumber() : E.digits(word);
}

/**
 * @param {RegExpExecArray} m
 * @param {Facts} f
 */
function block(m, f) {
  if (m[4]) return E.blockMissing(m[2] === "function" ? "def" : m[2] ?? m[1] ?? "", Number(m[4]));
  // before 3.10 the message does not say after which line
  for (let i = f.line - 1; i >= 0; i--) {
    const word = /^\s*(\w+)\b.*:$/.exec(f.source.code[i] ?? "")?.[1];
    if (word && KEYWORDS.has(word)) return E.blockMissing(word, i + 1);
  }
  return E.blockMissing("", 0);
}
