// @ts-check
// What a value does not have behind its dot.
import { nearest } from "./source.js";
import { E } from "./texts.js";
import { MEMBERS, METHODS } from "./words.js";

/** As other languages call it. @type {Record<string, string>} */
const CALLED = { "list.push": "append", "list.add": "append", "list.concat": "extend", "list.contains": "in", "str.contains": "in", "str.toUpperCase": "upper",
  "str.toLowerCase": "lower", "str.trim": "strip", "str.substring": "[start:end]", "set.append": "add", "set.push": "add", "dict.put": "[key] = value", "dict.add": "[key] = value" };

/** @type {import("./explain.js").Table} */
export const attributes = {
  AttributeError: [
    [/^'NoneType' object has no attribute '(.+?)'/, (m) => E.attributeNone(m[1])],
    [/^(?:partially initialized )?module '(.+?)' has no attribute '(.+?)'(.*)$/, (m, f) => {
      if (/consider renaming/.test(m[3])) return f.shadowed(m[1]);
      if (/^partially/.test(m[0])) return E.importCircle(m[1]);
      return E.attributeModule(m[1], m[2], nearest(m[2], MEMBERS[m[1]] ?? []) ?? "");
    }],
    [/^type object '(.+?)' has no attribute '(.+?)'/, (m) => E.attributeClass(m[1], m[2])],
    [/^'(?:function|builtin_function_or_method|method)' object has no attribute '(.+?)'/, (m) => E.attributeFunction(m[1])],
    [/^'(.+?)' object has no attribute '(.+?)'/, (m) => missing(m[1], m[2])],
    [/^__(?:a?enter|a?exit)__$/, () => E.context()],
  ],
};

/**
 * @param {string} type
 * @param {string} name
 */
function missing(type, name) {
  const kind = /Text|Buffered/.test(type) ? "file" : type;
  const methods = METHODS[kind];
  if (!methods) return E.attributeObject(type, name);
  if (/^(?:length|size|len|count)$/.test(name) && kind !== "int" && kind !== "float") return E.attributeLength();
  const right = CALLED[`${kind}.${name}`] ?? "";
  if (right) return E.attributeAdd(type, name, right);
  if (name === "has_key") return E.attributeHasKey();
  if (kind === "str" && /^(?:append|extend|insert|remove|sort|reverse)$/.test(name)) return E.attributeText(name);
  const near = nearest(name, methods);
  if (near) return E.attributeMisspelt(type, name, near);
  const owner = Object.keys(METHODS).find((k) => k !== kind && METHODS[k].includes(name));
  if (owner) return E.attributeOther(type, name, owner);
  if (kind === "dict") return E.attributeKey(name);
  return E.attribute(type, name);
}
