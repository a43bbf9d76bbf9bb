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
  up: "m5 12.5 5-5 5 5",
  down: "m5 7.5 5 5 5-5",
  close: "M5.5 5.5l9 9M14.5 5.5l-9 9",
};

/** @param {keyof typeof PATHS} name */
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
 * @param {keyof typeof PATHS} symbol
 * @param {string} text
 * @param {() => void} action
 */
export function button(symbol, text, action) {
  const b = el("button", { class: "cr-btn", type: "button" }, icon(symbol), el("span", {}, text));
  b.addEventListener("click", action);
  return b;
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
