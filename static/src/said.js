// @ts-check
// Sentences of the server in the language of the page. Each comes in English, and
// with what it was made from: its key in the catalogue (verdict.json), and values.
import { fill, spoken } from "./language.js";

/** @typedef {{key: string, values?: Record<string, any>}} Words */

const catalogue = await spoken("verdict");

/**
 * @param {Words | undefined} words
 * @param {string} english  what the server said
 */
export const said = (words, english) => sentence(catalogue, words) ?? english;

/**
 * A sentence of a catalogue; undefined if it has none of that key.
 * @param {any} catalogue
 * @param {Words | undefined} words
 * @returns {string | undefined}
 */
export function sentence(catalogue, words) {
  const text = words?.key?.split(".").reduce((found, part) => found?.[part], catalogue);
  if (typeof text !== "string") return undefined;
  const values = Object.entries(words?.values ?? {}).map(([name, value]) => [name, spelt(catalogue, name, value)]);
  const filled = fill(text, Object.fromEntries(values));
  return filled.charAt(0).toUpperCase() + filled.slice(1);
}

/** @param {any} catalogue @param {string} name @param {any} value */
function spelt(catalogue, name, value) {
  if (name === "passed" || name === "total") return catalogue.numbers.split(" ")[value] ?? value; // how many, in words
  return typeof value === "object" ? sentence(catalogue, value) : value;
}
