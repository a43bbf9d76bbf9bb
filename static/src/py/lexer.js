// @ts-check
// Colours Python line by line, in the same way as the server does for what it
// sends, and knows what a line leaves open.
import { BUILTINS, KEYWORDS, SOFT } from "./words.js";

/** @typedef {{cls: string, text: string}} Span  cls: "" for plain text */

const WORD = /[\p{L}_][\p{L}\p{Nd}\p{Mn}_]*/uy;
const NUMBER = /0[xX][0-9a-zA-Z_.]*|\.?\d(?:[eE][+-]|[0-9a-zA-Z_.])*/y;
const DECORATOR = /@(?:[\p{L}_][\p{L}\p{Nd}\p{Mn}_]*\.?)*/uy;
const PREFIX = /^(?:[rubft]|br|rb|fr|rf|tr|rt)$/i;

export class Lexer {
  constructor() {
    /** Quotes that end the open string. */
    this.quote = "";
    /** Open brackets. */
    this.depth = 0;
    /** The last line ended with a backslash. */
    this.backslash = false;
    /** The last line ended with a colon outside brackets. */
    this.colon = false;
    /** A string that cannot go on was not closed on its line. */
    this.broken = false;
  }

  /** Whether Python would go on reading after the last line, whatever comes. */
  get open() {
    return this.quote !== "" || this.depth > 0 || this.backslash;
  }

  /**
   * @param {string} s  one line without its end
   * @returns {Span[]}
   */
  line(s) {
    /** @type {Span[]} */
    const out = [];
    let first = true;
    let def = false;
    let last = "";
    let i = 0;
    /**
     * @param {string} cls
     * @param {number} end
     */
    const emit = (cls, end) => {
      const tail = out[out.length - 1];
      if (tail && tail.cls === cls) tail.text += s.slice(i, end);
      else if (end > i) out.push({ cls, text: s.slice(i, end) });
      i = end;
    };
    while (i < s.length) {
      const c = s[i];
      if (this.quote) {
        emit("s", this.#string(s, i));
        last = "string";
        first = false;
        continue;
      }
      if (c === " " || c === "\t") {
        emit("", i + 1);
        continue;
      }
      if (c === "#") {
        emit("c", s.length);
        continue;
      }
      const start = i;
      const word = match(WORD, s, i);
      const number = word ? "" : match(NUMBER, s, i);
      if (c === '"' || c === "'") emit("s", this.#begin(s, i, i));
      else if (word) {
        const end = i + word.length;
        if ((s[end] === '"' || s[end] === "'") && PREFIX.test(word)) emit("s", this.#begin(s, i, end));
        else {
          emit(wordClass(word, s.slice(end), first, def, last === "."), end);
          def = word === "def" || word === "class";
        }
      } else if (number) emit("n", i + number.length);
      else if (c === "@" && first) emit("f", i + match(DECORATOR, s, i).length);
      else {
        if ("([{".includes(c)) this.depth++;
        else if (")]}".includes(c)) this.depth = Math.max(0, this.depth - 1);
        emit("", i + 1);
      }
      last = s.slice(start, i);
      first = false;
    }
    this.backslash = !this.quote && last === "\\";
    this.colon = !this.quote && last === ":" && this.depth === 0;
    return out;
  }

  /**
   * The end of the literal in s that begins at from and whose quotes begin at i.
   * @param {string} s
   * @param {number} from
   * @param {number} i
   */
  #begin(s, from, i) {
    const q = s[i];
    this.quote = s.startsWith(q + q + q, i) ? q + q + q : q;
    const inside = i + this.quote.length;
    if (this.quote.length === 1 && /[ft]/i.test(s.slice(from, i))) {
      const end = fieldsEnd(s, inside, q);
      if (end) {
        this.quote = "";
        return end;
      }
    }
    return this.#string(s, inside);
  }

  /**
   * The end of the open string; one in single quotes ends with its line unless
   * a backslash stands there.
   * @param {string} s
   * @param {number} i
   */
  #string(s, i) {
    for (; i < s.length; i++) {
      if (s[i] === "\\") {
        if (++i === s.length) return i;
      } else if (s.startsWith(this.quote, i)) {
        i += this.quote.length;
        this.quote = "";
        return i;
      }
    }
    if (this.quote.length === 1) {
      this.quote = "";
      this.broken = true;
    }
    return s.length;
  }
}

/**
 * The end of an f-string with fields as Python 3.12 reads it, 0 if not on this line.
 * @param {string} s
 * @param {number} i
 * @param {string} quote
 */
function fieldsEnd(s, i, quote) {
  let depth = 0;
  for (; i < s.length; i++) {
    const c = s[i];
    if (c === "\\") i++;
    else if (c === "{" && depth === 0 && s[i + 1] === "{") i++;
    else if (c === "{") depth++;
    else if (c === "}") depth = Math.max(0, depth - 1);
    else if (c === quote && depth === 0) return i + 1;
    else if ((c === '"' || c === "'") && depth > 0) {
      i = s.indexOf(c, i + 1);
      if (i < 0) return 0;
    }
  }
  return 0;
}

/**
 * @param {RegExp} re  sticky
 * @param {string} s
 * @param {number} at
 */
function match(re, s, at) {
  re.lastIndex = at;
  return re.exec(s)?.[0] ?? "";
}

/**
 * @param {string} word
 * @param {string} rest  of the line
 * @param {boolean} first
 * @param {boolean} def
 * @param {boolean} attribute
 */
function wordClass(word, rest, first, def, attribute) {
  if (attribute) return "";
  if (def) return "f";
  if (KEYWORDS.has(word) || (first && SOFT.has(word) && isSoftKeyword(word, rest))) return "k";
  if (BUILTINS.has(word)) return "b";
  return rest.startsWith("(") ? "f" : "";
}

/**
 * Tells `match x:` from a name like any other.
 * @param {string} word
 * @param {string} rest
 */
function isSoftKeyword(word, rest) {
  const arg = rest.trimStart();
  if (!arg || (arg === rest && !/^[([]/.test(rest))) return false;
  if (word === "type") return arg !== rest && /^[\p{L}_]/u.test(arg);
  return arg.includes(":") && (!/^[=.,:)\]}+\-*/%<>&|^!]/.test(arg) || arg.startsWith("-"));
}

/**
 * A text as coloured lines.
 * @param {string} text
 */
export function highlight(text) {
  const lexer = new Lexer();
  return text.split("\n").map((line) => lexer.line(line));
}
