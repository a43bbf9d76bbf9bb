// @ts-check
// What an editor can ask of those who made it.
import { Facet } from "@codemirror/state";

/**
 * @typedef {{
 *   complete?: import("../ui/codeedit.js").EditorOptions["complete"],
 *   inspect?: import("../ui/codeedit.js").EditorOptions["inspect"],
 *   format?: import("../ui/codeedit.js").EditorOptions["format"],
 *   reformat?: () => Promise<boolean>,
 *   onKey?: (e: KeyboardEvent) => boolean,
 * }} Services
 */

/** @type {Facet<Services, Services>} */
export const services = Facet.define({ combine: (given) => given[0] ?? {} });

/** An offset as Python counts. @param {string} text @param {number} at */
export const toCharacters = (text, at) => [...text.slice(0, at)].length;

/** An offset as JavaScript counts. @param {string} text @param {number} at */
export const fromCharacters = (text, at) => [...text].slice(0, at).join("").length;
