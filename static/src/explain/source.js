// @ts-check
// Facts about a program that an explanation may mention: its lines without
// strings and comments, the names it gives, brackets it leaves open.
import { highlight } from "../py/lexer.js";

const NAME = "[\\p{L}_][\\p{L}\\p{Nd}_]*";
const LIST = `${NAME}(?:\\s*,\\s*${NAME})*`;
const PAIRS = /** @type {Record<string, string>} */ ({ ")": "(", "]": "[", "}": "{" });

export class Source {
  /** @param {string} text */
  constructor(text) {
    this.lines = text.split("\n");
    /** Each line's code: strings are `""`, comments are gone. */
    this.code = highlight(text).map((spans) =>
      spans.map(({ cls, text }) => (cls === "s" ? '""' : cls === "c" ? "" : text)).join("").trimEnd());
  }

  /** Names that the program gives, each with the lines where it does. @returns {Map<string, number[]>} */
  get names() {
    /** @type {Map<string, number[]>} */
    const names = new Map();
    /**
     * @param {string} list
     * @param {number} line
     */
    const add = (list, line) => {
      for (const [name] of list.matchAll(new RegExp(NAME, "gu"))) names.set(name, [...(names.get(name) ?? []), line]);
    };
    this.code.forEach((code, i) => {
      const line = i + 1;
      for (const [, list] of code.matchAll(new RegExp(`(?:^|[;:])\\s*(${LIST})\\s*(?::[^=]+)?(?:[-+*/%]|//)?=(?!=)`, "gu"))) add(list, line);
      for (const [, list] of code.matchAll(new RegExp(`\\bfor\\s+\\(?(${LIST})\\)?\\s+in\\b`, "gu"))) add(list, line);
      for (const [, name] of code.matchAll(new RegExp(`\\b(?:def|class|as)\\s+(${NAME})`, "gu"))) add(name, line);
      for (const [, name] of code.matchAll(new RegExp(`(${NAME})\\s*:=`, "gu"))) add(name, line);
      const from = new RegExp(`^\\s*from\\s+\\S+\\s+import\\s+\\(?(.*?)\\)?$`, "u").exec(code);
      if (from) add(from[1].replace(new RegExp(`${NAME}\\s+as\\s+`, "gu"), ""), line);
      const imported = new RegExp(`^\\s*import\\s+(.*)$`, "u").exec(code);
      if (imported) add(imported[1].replace(new RegExp(`\\S+\\s+as\\s+`, "gu"), "").replace(/\.[^,]*/g, ""), line);
      const def = new RegExp(`\\bdef\\s+${NAME}\\s*\\((.*?)\\)?\\s*(?:->.*)?:?$`, "u").exec(code);
      if (def) add(def[1].replace(/[=:][^,]*/g, ""), line);
    });
    return names;
  }

  /** Where a bracket stands that is never closed. @returns {{char: string, line: number} | undefined} */
  get openBracket() {
    /** @type {{char: string, line: number}[]} */
    const open = [];
    this.code.forEach((code, i) => {
      for (const char of code) {
        if ("([{".includes(char)) open.push({ char, line: i + 1 });
        else if (PAIRS[char] && open[open.length - 1]?.char === PAIRS[char]) open.pop();
      }
    });
    return open[0];
  }

  /** The function around a line. @param {number} line */
  functionAt(line) {
    let indent = width(this.lines[line - 1] ?? "");
    for (let i = line - 1; i >= 0 && indent > 0; i--) {
      const here = width(this.lines[i]);
      if (!this.code[i].trim() || here >= indent) continue;
      indent = here;
      const def = new RegExp(`^\\s*(?:async\\s+)?def\\s+(${NAME})`, "u").exec(this.code[i]);
      if (def) return { name: def[1], line: i + 1 };
    }
    return undefined;
  }

  /** Short texts that stand in quotes. */
  get strings() {
    return new Set(this.lines.flatMap((line) => [...line.matchAll(/(["'])((?:(?!\1|\\).){1,40})\1/g)].map((m) => m[2])));
  }
}

/** How far a line is indented. @param {string} line */
const width = (line) => /^\s*/.exec(line)?.[0].replace(/\t/g, "        ").length ?? 0;

/**
 * The word among those given that the learner most likely meant.
 * @param {string} wrong
 * @param {Iterable<string>} words
 */
export function nearest(wrong, words) {
  let best;
  let least = Math.floor(Math.min(wrong.length, 9) / 3) + (wrong.length === 2 ? 1 : 0) + 0.5;
  for (const word of words) {
    if (word === wrong || Math.abs(word.length - wrong.length) > least) continue;
    const far = word.toLowerCase() === wrong.toLowerCase() ? 0.1 : distance(wrong, word);
    if (far < least) {
      least = far;
      best = word;
    }
  }
  return best;
}

/**
 * How many letters have to be changed, added, taken out or swapped with their neighbour.
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  let before = /** @type {number[]} */ ([]);
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    before = row;
    row = next;
  }
  return row[b.length];
}
