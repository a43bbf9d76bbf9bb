// @ts-check
// Names that Python does not know.
import { nearest } from "./source.js";
import { E } from "./texts.js";
import { MODULES } from "./words.js";
import { BUILTINS, KEYWORDS } from "../py/words.js";

/** @typedef {import("./explain.js").Facts} Facts */

/** @type {import("./explain.js").Table} */
export const names = {
  NameError: [
    [/^(?:free variable '(.+)' referenced before|cannot access free variable '(.+)' where)/, (m) => E.freeName(m[1] ?? m[2])],
    [/^name '(.+)' is not defined/, (m, f) => unknown(m[1], f)],
  ],
  UnboundLocalError: [
    [/local variable '(.+?)'/, (m, f) => E.unbound(m[1], f.source.functionAt(f.line)?.name ?? "")],
  ],
};

/**
 * @param {string} name
 * @param {Facts} f
 */
function unknown(name, f) {
  if (name === "self") return E.nameSelf();
  const given = f.source.names;
  const lines = given.get(name);
  if (lines) {
    const local = f.source.functionAt(lines[0]);
    if (local && f.source.functionAt(f.line)?.line !== local.line) return E.nameLocal(name, local.name);
    const later = lines.find((l) => l > f.line);
    return later && !lines.some((l) => l < f.line) ? E.nameLater(name, f.line, later) : E.nameGone(name);
  }
  if (MODULES.includes(name) && new RegExp(`\\b${name}\\s*\\.`).test(f.code)) return E.nameModule(name);
  const known = [...given.keys(), ...BUILTINS, "True", "False", "None"];
  const sameLetters = [...known, ...KEYWORDS].find((k) => k.toLowerCase() === name.toLowerCase());
  if (sameLetters) return E.nameCase(name, sameLetters);
  const right = nearest(name, known);
  return right ? E.nameMisspelt(name, right) : E.nameUnknown(name);
}
