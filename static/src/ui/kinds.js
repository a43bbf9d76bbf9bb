// @ts-check
// The editors that are more than an editor, by what the server calls them.
import { ImageCell } from "./image.js";
import { AlternateCell } from "./alternate.js";

/** @type {Record<string, typeof import("./editor.js").EditorCell | undefined>} */
const KINDS = {
  alternate_python_version: AlternateCell,
  image_file: ImageCell,
};

/** @param {HTMLElement} section */
export const ownKind = (section) => KINDS[section.dataset.kind ?? ""];
