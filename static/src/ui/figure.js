// @ts-check
// Shows a MIME bundle: a picture as <img>, a table as sanitised HTML.
import { TURTLE, about, dress, inWords } from "./drawing.js";
import { el } from "./dom.js";
import { PAGE, built } from "./built.js";
import { PICTURES, address } from "./picture.js";
import { sanitise } from "./sanitise.js";
import { T } from "../text.js";

/**
 * @param {Record<string, any>} data  by media type; pictures but SVG in base64
 * @returns {HTMLElement | string}  plain text when there is nothing better
 */
export function figure(data) {
  const type = PICTURES.find((t) => typeof data[t] === "string" && data[t]);
  const text = data["text/plain"] ?? "";
  if (Array.isArray(data[PAGE])) return built(data[PAGE]);
  if (type) {
    const drawing = about(data[TURTLE]);
    const alt = drawing ? inWords(drawing) : /^<.*>$/.test(text) || !text ? T.picture : text;
    const made = el("figure", { class: "cr-figure" }, el("img", { src: address(type, data[type]), alt }));
    if (drawing) dress(made, drawing);
    return made;
  }
  if (data["text/html"]) {
    const box = el("div", { class: "cr-html", tabindex: "0", role: "group", "aria-label": T.table });
    box.append(sanitise(data["text/html"]));
    return box;
  }
  return text;
}

/**
 * Lets a picture that is shown already become a newer one.
 * @param {HTMLElement} old
 * @param {HTMLElement} made
 * @param {Record<string, any>} data
 * @returns {boolean}  false: it cannot, and has to be replaced
 */
export function renewed(old, made, data) {
  const [before, now] = [old, made].map((e) => e.querySelector(":scope > img"));
  if (!(before instanceof HTMLImageElement) || !(now instanceof HTMLImageElement)) return false;
  before.src = now.src; // the picture stands until the new one has been read, and so does not flicker
  before.alt = now.alt;
  dress(old, about(data[TURTLE]) ?? {});
  return true;
}
