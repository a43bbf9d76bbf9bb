// @ts-check
// Making elements without ever parsing HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | boolean>} [attrs]  true: present, false: absent
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attrs = {}, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (value !== false) e.setAttribute(name, value === true ? "" : value);
  }
  e.append(...children);
  return e;
}

/** Icons drawn as lines in a square of 20. */
const PATHS = {
  check: "m4.5 10.6 3.7 3.7 7.3-8",
  dash: "M10 3.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13M10 6.5v4M10 13.3v.1",
  stop: "M5.5 5.5h9v9h-9z",
  play: "M6 4.2v11.6l9.4-5.8z",
  reset: "M4 4v4.2h4.2M4.3 8.2A6.4 6.4 0 1 1 3.8 11.6",
  clock: "M10 3.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13M10 6.2v4l2.6 1.6",
  bulb: "M7.6 14.5v-1.1C6 12.5 5 11 5 9a5 5 0 0 1 10 0c0 2-1 3.5-2.6 4.4v1.1zM8.3 17.2h3.4",
  more: "M4.5 10h.1M10 10h.1M15.5 10h.1",
  where: "M10 5.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 1 1 0-9.6M10 2.5v4M10 13.5v4M2.5 10h4M13.5 10h4",
  pen: "M4 16h2.5l8.8-8.8a1.77 1.77 0 0 0-2.5-2.5L4 13.5zM11.5 6l2.5 2.5",
  key: "M12.5 3.8a3.7 3.7 0 1 1 0 7.4a3.7 3.7 0 1 1 0-7.4M9.8 10.2 4 16v.2h2.8M6.2 13.8l2 2",
  lock: "M5.5 9h9v7h-9zM7.3 9V6.7a2.7 2.7 0 0 1 5.4 0V9",
  tidy: "M4 5.5h12M7 10h9M4 14.5h8",
  copy: "M7.5 7.5h8.5v8.5H7.5zM4 12.5V4h8.5",
  past: "M4 4v4.2h4.2M4.3 8.2A6.4 6.4 0 1 1 3.8 11.6M10 6.7v3.6l2.4 1.4",
  save: "M10 3.5v9M6.3 9.3 10 13l3.7-3.7M4 16.5h12",
  link: "M8.3 11.7a3 3 0 0 1 0-4.2l2.6-2.6a3 3 0 0 1 4.2 4.2l-1.3 1.3M11.7 8.3a3 3 0 0 1 0 4.2l-2.6 2.6a3 3 0 0 1-4.2-4.2l1.3-1.3",
  up: "m5 12.5 5-5 5 5",
  down: "m5 7.5 5 5 5-5",
  grip: "M7.5 5h.1M7.5 10h.1M7.5 15h.1M12.5 5h.1M12.5 10h.1M12.5 15h.1",
  in: "M4 5.5v9M8 10h8.5M13 6.5l3.5 3.5-3.5 3.5",
  out: "M16 5.5v9M12 10H3.5M7 6.5L3.5 10 7 13.5",
  close: "M5.5 5.5l9 9M14.5 5.5l-9 9",
  step: "M5 4.5v11l8-5.5zM15 4.5v11",
  clear: "M4.5 6.5h11M8 6.5v-2h4v2M6 6.5l.7 9.5h6.6l.7-9.5",
  search: "M8.7 4a4.7 4.7 0 1 1 0 9.4a4.7 4.7 0 1 1 0-9.4M12.2 12.2L16 16",
  help: "M7.2 7.6a2.8 2.8 0 1 1 4.2 2.4c-.9.5-1.4 1-1.4 2M10 15.2v.1",
  later: "M10 4.5v11M5.5 11l4.5 4.5 4.5-4.5",
  fold: "M6 7.5L10 3.5l4 4M6 12.5l4 4 4-4",
  sun: "M10 6.6a3.4 3.4 0 1 1 0 6.8a3.4 3.4 0 1 1 0-6.8M10 2.2v1.6M10 16.2v1.6M2.2 10h1.6M16.2 10h1.6M4.5 4.5l1.1 1.1M14.4 14.4l1.1 1.1M4.5 15.5l1.1-1.1M14.4 5.6l1.1-1.1",
  moon: "M16.6 11.7A6.8 6.8 0 1 1 8.3 3.4a5.4 5.4 0 0 0 8.3 8.3z",
  shieldTrusted: "M10 2.8l6 2.2v4.6c0 3.8-2.5 6.4-6 7.6-3.5-1.2-6-3.8-6-7.6V5zM7.2 9.8l2 2 3.6-3.8",
  shieldNormal: "M10 2.8l6 2.2v4.6c0 3.8-2.5 6.4-6 7.6-3.5-1.2-6-3.8-6-7.6V5z",
  shieldStrict: "M10 2.8l6 2.2v4.6c0 3.8-2.5 6.4-6 7.6-3.5-1.2-6-3.8-6-7.6V5zM7.2 10h5.6",
  shieldDisplay: "M10 2.8l6 2.2v4.6c0 3.8-2.5 6.4-6 7.6-3.5-1.2-6-3.8-6-7.6V5zM8.4 7.8v4M11.6 7.8v4",
  margin: "M3 5h8M3 9.5h8M3 14h5.5M14 4.5h3v6.5l-1.5-1.6-1.5 1.6z",
  print: "M6 7.5v-4h8v4M6 14H3.8V7.5h12.4V14H14M6 11.5h8v5H6z",
  talk: "M4 4.5h12V13H9.5L6 16v-3H4z",
  slides: "M3.5 4.5h13v8.5h-13zM10 13v3M7 16.5h6",
  tab: "M3.5 10h10M9.5 6l4 4-4 4M16.5 5.5v9",
};

/** @typedef {keyof typeof PATHS} Symbol */

/** @param {Symbol} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("class", `cr-icon cr-icon-${name}`);
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/**
 * @param {Symbol} symbol
 * @param {string} text
 * @param {() => void} action
 */
export function button(symbol, text, action) {
  const b = el("button", { class: "cr-btn", type: "button" }, icon(symbol), el("span", {}, text));
  b.addEventListener("click", action);
  return b;
}

/**
 * A button that the server has put there comes to life; else it is a new one.
 * @param {HTMLButtonElement | null} shown
 * @param {Symbol} symbol
 * @param {string} cls
 * @param {() => void} action
 */
export function live(shown, symbol, cls, action) {
  if (!shown) {
    const b = button(symbol, "", action);
    b.classList.add(cls);
    return b;
  }
  shown.disabled = false;
  shown.addEventListener("click", action);
  return shown;
}

/**
 * Coloured source as nodes.
 * @param {import("../py/lexer.js").Span[]} spans
 * @returns {(Node | string)[]}
 */
export const painted = (spans) => spans.map(({ cls, text }) => (cls ? el("span", { class: `cr-${cls}` }, text) : text));

/** Whether text is selected, so that Ctrl-C means to copy. @param {EventTarget | null} target */
export function hasSelection(target) {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) return target.selectionStart !== target.selectionEnd;
  return !(getSelection()?.isCollapsed ?? true);
}
