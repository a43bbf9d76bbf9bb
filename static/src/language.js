// @ts-check
// The language that the interface speaks on this page; the server has chosen it.
// The catalogue is in ioelement/texts. English is always there, because it
// stands in for what another language lacks.

/** Where the other languages are; a catalogue is fetched where it is spoken. @type {Record<string, Record<string, () => Promise<{default: any}>>>} */
const OTHERS = {
  de: {
    element: () => import("../../ioelement/texts/de/element.json", { with: { type: "json" } }),
    script: () => import("../../ioelement/texts/de/script.json", { with: { type: "json" } }),
    errors: () => import("../../ioelement/texts/de/errors.json", { with: { type: "json" } }),
    verdict: () => import("../../ioelement/texts/de/verdict.json", { with: { type: "json" } }),
  },
};

const page = globalThis.document?.documentElement;
export const language = page?.dataset.crunchyLanguage ?? "en";

/** For the `lang` of what stands outside the elements; absent where the page is in the same. @type {string | false} */
export const lang = page && (page.lang || "en").toLowerCase().split("-")[0] !== language ? language : false;

/** How dates and numbers are written. */
export const locale = language === "en" ? "en-GB" : language;

/**
 * The texts of a part of the catalogue in the language spoken, if that is not
 * English.
 * @param {"element" | "script" | "errors" | "verdict"} part
 * @returns {Promise<any>}
 */
export async function spoken(part) {
  try {
    return (await OTHERS[language]?.[part]())?.default;
  } catch {
    return undefined; // it could not be fetched: English does
  }
}

/**
 * One language over English.
 * @template T
 * @param {T} english
 * @param {any} other
 * @returns {T}
 */
export function over(english, other) {
  if (typeof other !== typeof english) return english;
  if (typeof english !== "object" || !english) return other;
  return /** @type {any} */ (Object.fromEntries(Object.entries(english).map(([key, text]) => [key, over(text, other[key])])));
}

/**
 * Puts values into a text, in the place of {name}.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));

const plural = new Intl.PluralRules(language);

/**
 * The form of a text that goes with a number, which is {n} in it.
 * @param {{one: string, other: string}} forms
 * @param {number} n
 * @param {Record<string, string | number>} [values]
 */
export const count = (forms, n, values) => fill(forms[plural.select(n) === "one" ? "one" : "other"], { n: number(n), ...values });

/** @param {number} n */
export const number = (n) => n.toLocaleString(language);
