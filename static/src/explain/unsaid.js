// @ts-check
// "invalid syntax" and its kin say little, above all before Python 3.10: what is
// wrong is then found in the line itself.
import { E } from "./texts.js";
import { BUILTINS, KEYWORDS } from "../py/words.js";

/** @typedef {import("./explain.js").Facts} Facts */

const BLOCKS = "if|elif|else|for|while|def|class|try|except|finally|with|async\\s+def|async\\s+for|async\\s+with";
const NAMED = [...KEYWORDS].filter((k) => !["True", "False", "None"].includes(k)).join("|");
/** What stands for a value, or between two. */
const TOKENS = /""|(?:\d[\w.]*|\.\d+)|[\p{L}_][\p{L}\p{Nd}_]*|[()[\]{}]|[^\s\p{L}\d]/gu;

/** Written so in other languages. @type {[RegExp, string, string][]} */
const OPERATORS = [
  [/&&/, "&&", "and"], [/\|\|/, "||", "or"], [/<>/, "<>", "!="], [/=!/, "=!", "!="], [/=</, "=<", "<="], [/=>/, "=>", ">="],
  [/\+\+/, "++", "+= 1"], [/--\s*$/, "--", "-= 1"], [/(?:^|[\s(=])!(?!=)/, "!", "not"], [/===/, "===", "=="], [/!==/, "!==", "!="],
  [/^\s*[\p{L}_]\w*\s*:=/u, ":=", "="],
];

/** @param {Facts} f */
export function unsaid(f) {
  const { code, here } = f;
  const first = /^\s*([\p{L}_]\w*)/u.exec(code)?.[1] ?? "";
  if (/^\s*(?:>>>|\.\.\.)(?:\s|$)/.test(here)) return E.prompt();
  if (/^\s*(?:else\s+if\b|elseif\b|elsif\b)/.test(code)) return E.elseIf();
  const open = f.source.openBracket;
  if (open && (open.line < f.line || /EOF/.test(f.message))) return E.bracketOpen(open.char, open.line);
  if (/^\s*def\s+\w+\s*:/.test(code)) return E.defBrackets();
  const keyword = new RegExp(`(?:^|[,(]|\\bdef|\\bclass|\\bimport|\\bas|\\bfor)\\s*(${NAMED})\\s*(?:=(?!=)|[-+*/]=|(?<=\\bdef\\s+\\w+)\\()|\\bdef\\b.*[(,]\\s*(${NAMED})\\s*[,)=:]|\\bfor\\s+(${NAMED})\\s+in\\b`).exec(code);
  if (keyword) return E.keyword(keyword[1] ?? keyword[2] ?? keyword[3]);
  const shared = colonOrEquals(f, first);
  if (shared) return shared;
  for (const [wrong, shown, right] of OPERATORS) if (wrong.test(code)) return E.operator(shown, right);
  const odd = /[?$]/.exec(code);
  if (odd) return E.character(odd[0]);
  const digits = /(?<![\w.])\d+[\p{L}_]\w*/u.exec(code)?.[0];
  if (digits && !/^0[xob]|^\d+(?:e\d+|j)$/i.test(digits)) return E.digits(digits);
  if (/^\s*import\s+.*\bfrom\b/.test(code)) return E.importFrom();
  if (/^\s*except\s+[\w.]+\s*,/.test(code)) return E.exceptComma();
  if (/^\s*raise\s+[\w.]+\s*,/.test(code)) return E.raiseComma();
  if (/\blambda\b[^:]*:\s*return\b/.test(code)) return E.lambda();
  if (/^(?:else|elif|except|finally)$/.test(first)) return E.clauseAlone(first);
  if (/\S\s+if\b/.test(code) && !/\belse\b/.test(code) && !/\bfor\b/.test(code) && first !== "if") return E.ternary();
  if (triedAbove(f)) return E.tryAlone();
  if (/:\s*\}/.test(code)) return E.dictValue();
  const beside = neighbours(f);
  if (beside) return beside;
  if (code.endsWith(":") && !new RegExp(`^\\s*(?:${BLOCKS}|match|case|lambda)\\b`).test(code) && !/[[{(]/.test(code)) return E.colonExtra();
  if (/(?<!\w)r?fr?["']/i.test(here) && here.includes("{")) return E.fString();
  if (/EOF/.test(f.message)) return lastBlock(f) ?? E.endTooEarly();
  return E.syntax(f.line);
}

/**
 * @param {Facts} f
 * @param {string} first
 */
function colonOrEquals({ code }, first) {
  if (/^(?:if|elif|while)$/.test(first) && /(?<![=!<>:])=(?!=)/.test(outside(code)) && !/=!|=>|=</.test(code)) return E.equals(first);
  if (new RegExp(`^\\s*(?:${BLOCKS})\\b`).test(code) && !outside(code).includes(":")) return E.colon(first);
  return undefined;
}

/** The code without what stands in brackets. @param {string} code */
function outside(code) {
  for (let before = ""; before !== code;) {
    before = code;
    code = code.replace(/\([^()[\]{}]*\)|\[[^()[\]{}]*\]|\{[^()[\]{}]*\}/g, "");
  }
  return code;
}

/** Whether the block above is of a `try` that nothing has answered. @param {Facts} f */
function triedAbove({ source, line, here }) {
  const indent = /^\s*/.exec(here)?.[0].length ?? 0;
  for (let i = line - 2; i >= 0; i--) {
    const code = source.code[i];
    if (!code.trim()) continue;
    const far = /^\s*/.exec(code)?.[0].length ?? 0;
    if (far <= indent) return far === indent && /^\s*try\s*:/.test(code);
  }
  return false;
}

/** A value right after another. @param {Facts} f */
function neighbours({ code, here }) {
  const tokens = [...code.matchAll(TOKENS)].map((m) => m[0]);
  /** @type {string[]} */
  const open = [];
  const value = (/** @type {string} */ t) => t === '""' || /^[\p{L}\d_.]*[\p{L}\d_]$/u.test(t);
  for (let i = 0; i < tokens.length - 1; i++) {
    const [a, b] = [tokens[i], tokens[i + 1]];
    if ("([{".includes(a)) open.push(a);
    if (")]}".includes(a)) open.pop();
    const ends = (value(a) && !KEYWORDS.has(a)) || ")]}".includes(a) || /^(?:True|False|None)$/.test(a);
    const begins = value(b) && (!KEYWORDS.has(b) || /^(?:True|False|None)$/.test(b));
    if (!ends || !begins || (a === '""' && b === '""')) continue;
    if (/\p{L}'\p{L}/u.test(here)) return E.quoteInside();
    if (open[open.length - 1] === "{" && !tokens.slice(tokens.lastIndexOf("{", i), i).includes(":")) return E.dictColon();
    if (open.length) return E.comma();
    if (i === 0 && /^(?:var|let|const|int|float|string|str|double|dim|auto|bool)$/i.test(a)) return E.declared(a);
    if (i === 0 && /^(?:function|func|fn|fun|sub|void|define)$/i.test(a)) return E.defined(a);
    if (a === '""' || b === '""') return E.comma();
    return tokens[i + 2] === ":" || !BUILTINS.has(a) ? E.adjacent(a, b) : E.printBrackets(a);
  }
  return undefined;
}

/** When the program ends right after a line that opens a block. @param {Facts} f */
function lastBlock({ source }) {
  for (let i = source.code.length - 1; i >= 0; i--) {
    const code = source.code[i];
    if (!code.trim()) continue;
    const word = /^\s*(\w+)\b.*:$/.exec(code)?.[1];
    return word && new RegExp(`^(?:${BLOCKS})$`).test(word) ? E.blockMissing(word, i + 1) : undefined;
  }
  return undefined;
}
