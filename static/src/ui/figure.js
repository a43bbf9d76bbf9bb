// @ts-check
// Shows a MIME bundle: a picture as <img>, a table as sanitised HTML.
import { el } from "./dom.js";
import { sanitise } from "./sanitise.js";
import { T } from "../text.js";

const PICTURES = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", "image/x-icon"];

/**
 * @param {Record<string, string>} data  by media type; pictures but SVG in base64
 * @returns {HTMLElement | string}  plain text when there is nothing better
 */
export function figure(data) {
  const type = PICTURES.find((t) => data[t]);
  const text = data["text/plain"] ?? "";
  if (type) {
    const alt = /^<.*>$/.test(text) || !text ? T.picture : text;
    const source = type === "image/svg+xml"
      ? `data:${type};charset=utf-8,${encodeURIComponent(data[type])}`
      : `data:${type};base64,${data[type].replace(/\s/g, "")}`;
    return el("figure", { class: "cr-figure" }, el("img", { src: source, alt }));
  }
  if (data["text/html"]) {
    const box = el("div", { class: "cr-html", tabindex: "0", role: "group", "aria-label": T.table });
    box.append(sanitise(data["text/html"]));
    return box;
  }
  return text;
}
