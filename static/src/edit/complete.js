// @ts-check
// What a name may be: from the code itself, from Python's own words, and from
// the living Python, where there is one that has time.
import { autocompletion, CompletionContext } from "@codemirror/autocomplete";
import { localCompletionSource } from "@codemirror/lang-python";
import { syntaxTree } from "@codemirror/language";
import { fromCharacters, services, toCharacters } from "./services.js";
import { el } from "../ui/dom.js";
import { BUILTINS, KEYWORDS } from "../py/words.js";
import { T } from "../text.js";

/**
 * @typedef {import("@codemirror/autocomplete").Completion} Completion
 * @typedef {import("@codemirror/autocomplete").CompletionResult} CompletionResult
 */

const LEAST = 2; // letters, when nobody has asked
const NAME = /^(?:(?!\d)[\p{L}\p{N}_]+)?$/u;
const TYPES = new Set("ArithmeticError AssertionError AttributeError EOFError Exception FileNotFoundError ImportError IndexError KeyError KeyboardInterrupt ModuleNotFoundError NameError NotImplementedError OSError OverflowError RecursionError RuntimeError StopIteration SyntaxError TimeoutError TypeError UnicodeDecodeError ValueError ZeroDivisionError".split(" "));

/** @type {Completion[]} */
const words = [
  ...[...KEYWORDS].map((label) => ({ label, type: "keyword", boost: -1 })),
  ...[...BUILTINS, ...TYPES].map((label) => ({ label, type: /^[A-Z]/.test(label) ? "class" : "function", boost: -2 })),
];

/** The word before the cursor, if it is one to complete. @param {CompletionContext} context */
function wordAt(context) {
  const word = context.matchBefore(/(?:(?!\d)[\p{L}\p{N}_])?[\p{L}\p{N}_]*/u) ?? { from: context.pos, to: context.pos, text: "" };
  if (/^\d/.test(word.text)) return null;
  if (/String|Comment/.test(syntaxTree(context.state).resolveInner(context.pos, -1).name)) return null;
  const line = context.state.doc.lineAt(word.from);
  const before = line.text.slice(0, word.from - line.from);
  const attribute = /\.\s*$/.test(before) && !/(?:^|[^\w.])\d+\.$/.test(before);
  if (!context.explicit) {
    if (word.text.length < LEAST && !(attribute && before.endsWith("."))) return null;
    if (/\b(?:def|class|for|as)\s+$/.test(before)) return null; // a new name
  }
  return { from: word.from, text: word.text, attribute };
}

/** @param {CompletionContext} context @returns {CompletionResult | null} */
function fromHere(context) {
  const word = wordAt(context);
  if (!word || word.attribute) return null;
  const line = context.state.doc.lineAt(context.pos);
  if (/^\s*(?:import|from)\b(?!.*\bimport\b.*\()/.test(line.text.slice(0, word.from - line.from))) return null; // modules are not known here
  const asked = new CompletionContext(context.state, context.pos, true, context.view);
  const local = /** @type {CompletionResult | null} */ (localCompletionSource(asked));
  /** @type {Map<string, Completion>} */
  const options = new Map(words.map((w) => [w.label, w]));
  for (const o of local?.options ?? []) {
    const being = o.label === word.text && once(context, o.label); // the name that is being written
    if (!being) options.set(o.label, { label: o.label, type: o.type === "namespace" ? "module" : o.type, boost: 1 });
  }
  return { from: word.from, options: [...options.values()], validFor: NAME };
}

/** Whether a name stands only once in the code. @param {CompletionContext} context @param {string} name */
function once(context, name) {
  const text = context.state.doc.toString();
  const at = text.indexOf(name);
  return text.indexOf(name, at + 1) < 0;
}

/** @param {CompletionContext} context @returns {Promise<CompletionResult | null>} */
async function fromPython(context) {
  const { complete } = context.state.facet(services);
  const word = complete && wordAt(context);
  if (!complete || !word) return null;
  const code = context.state.doc.toString();
  try {
    const found = await complete(code, toCharacters(code, context.pos));
    const known = new Set(fromHere(context)?.options.map((o) => o.label));
    const options = (found.matches ?? []).filter((m) => !known.has(m.text)).map((m) => ({ label: m.text, type: m.kind }));
    if (!options.length) return null;
    return { from: fromCharacters(code, found.start), options, validFor: NAME };
  } catch {
    return null; // it runs, or is not there
  }
}

/** @param {Completion} c */
function kind(c) {
  const text = T.kinds[/** @type {keyof typeof T.kinds} */ (c.type)];
  return text ? el("span", { class: "cr-kind" }, text) : null;
}

export const completion = autocompletion({
  override: [fromHere, fromPython],
  icons: false,
  filterStrict: true, // Enter after "one" is not to make None of it
  addToOptions: [{ render: kind, position: 90 }],
  maxRenderedOptions: 60,
  tooltipClass: () => "cr-completions",
});
