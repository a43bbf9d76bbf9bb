// @ts-check
// The list of contents of a page that has none of ours.
import { sprite } from "./sprite.js";
import { el } from "../ui/dom.js";
import { lang } from "../language.js";

/** With more headings than this only those of the second level are listed. */
const MANY = 40;

/**
 * @param {string} label
 * @returns {HTMLDetailsElement | undefined}  nothing if there is little to choose from
 */
export function headings(label) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("h2, h3")]).filter((h) => !h.closest(".cr-cell, nav, aside, header, footer, [role='navigation']") && title(h));
  const shown = all.length > MANY ? all.filter((h) => h.tagName === "H2") : all;
  if (shown.length < 2) return;
  const list = el("ol");
  /** @type {HTMLElement | null} */
  let above = null;
  shown.forEach((h, i) => {
    const item = el("li", {}, el("a", { href: `#${encodeURIComponent(place(h, i))}` }, el("span", {}, title(h))));
    if (h.tagName === "H2" || !above) {
      list.append(item);
      above = h.tagName === "H2" ? item : null;
      return;
    }
    let below = above.querySelector("ol");
    if (!below) above.append((below = el("ol")));
    below.append(item);
  });
  return el("details", { class: "cr-tools-toc" }, el("summary", { class: "cr-btn" }, sprite("menu"), el("span", {}, label)), el("div", { class: "cr-toc", lang: lang && (document.documentElement.lang || "en") }, list));
}

/** What a heading says, without the link to itself. @param {HTMLElement} h */
function title(h) {
  const copy = /** @type {HTMLElement} */ (h.cloneNode(true));
  copy.querySelectorAll("a.headerlink, a.anchor").forEach((a) => a.remove());
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

/**
 * The id that leads to a heading: its own, or that of the section it opens.
 * @param {HTMLElement} h
 * @param {number} i
 */
function place(h, i) {
  const section = h.parentElement;
  if (h.id) return h.id;
  if (section?.id && section.firstElementChild === h) return section.id;
  return (h.id = `cr-heading-${i + 1}`);
}
