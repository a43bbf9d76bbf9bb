// @ts-check
// What a program puts into the page, from plain values: headings (which are no
// part of the page's own outline), paragraphs, pictures and tables. Text stays text; nothing in it is ever read as HTML.
import { el } from "./dom.js";
import { PICTURES, address } from "./picture.js";
import { T } from "../text.js";

export const PAGE = "application/vnd.crunchy.page+json";
/** Whatever a program sends, no more than this is built. */
const BLOCKS = 500;
const ROWS = 1000;
const COLUMNS = 60;

/** @param {any[]} blocks  of a program: anything @returns {HTMLElement} */
export function built(blocks) {
  return el("div", { class: "cr-built" }, ...blocks.slice(0, BLOCKS).flatMap((b) => (b && typeof b === "object" ? block(b) : [])));
}

/** @param {any} b @returns {HTMLElement[]} */
function block(b) {
  const text = String(b.text ?? "");
  switch (b.kind) {
    case "heading":
      return [el("p", { class: "cr-built-heading" }, text)];
    case "text":
      return [el("p", {}, text)];
    case "image":
      return PICTURES.includes(b.type) && typeof b.data === "string" ? [picture(b, text)] : [];
    case "table":
      return [table(b, text)];
  }
  return [];
}

/** @param {any} b @param {string} alt */
function picture(b, alt) {
  const image = el("img", { src: address(b.type, b.data), alt: alt || T.picture });
  for (const side of /** @type {const} */ (["width", "height"])) if (b[side] > 0) image.style[side] = `${Math.min(4000, Number(b[side]))}px`;
  return el("figure", { class: "cr-figure" }, image);
}

/** @param {any} b @param {string} caption */
function table(b, caption) {
  const list = (/** @type {unknown} */ v, /** @type {number} */ most) => (Array.isArray(v) ? v.slice(0, most) : []);
  const head = list(b.head, COLUMNS);
  const names = !!b.names;
  const rows = list(b.rows, ROWS).map((r) => list(r, COLUMNS));
  const cell = (/** @type {unknown} */ v) => (v === null || v === undefined ? "" : String(v));
  const made = el("table", {},
    ...(caption ? [el("caption", {}, caption)] : []),
    ...(head.length ? [el("thead", {}, el("tr", {}, ...head.map((h) => (cell(h) ? el("th", { scope: "col" }, cell(h)) : el("td", {})))))] : []),
    el("tbody", {}, ...rows.map((r) => el("tr", {}, ...r.map((v, i) =>
      (i === 0 && names ? el("th", { scope: "row" }, cell(v)) : el("td", typeof v === "number" ? { class: "cr-number" } : {}, cell(v))))))));
  const more = Number(b.more) > 0 ? [el("p", { class: "cr-remark" }, T.built.more(Number(b.more)))] : [];
  return el("div", { class: "cr-html", tabindex: "0", role: "group", "aria-label": caption || T.table }, made, ...more);
}
