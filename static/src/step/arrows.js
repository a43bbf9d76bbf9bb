// @ts-check
// References as arrows, drawn over what they lead from and to.

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Record<string, string>} attrs */
function svg(tag, attrs) {
  const e = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs)) e.setAttribute(name, value);
  return e;
}

/** What the arrows of a stage are drawn on. */
export const arrowLayer = () => svg("svg", { class: "cr-step-arrows", "aria-hidden": "true" });

/**
 * Draws them anew; the layer covers all of the stage.
 * @param {HTMLElement} stage
 * @param {Element} layer
 */
export function drawArrows(stage, layer) {
  const origin = stage.getBoundingClientRect();
  /** @type {Map<string, HTMLElement>} */
  const things = new Map();
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (stage.querySelectorAll("[data-thing]"))) things.set(box.dataset.thing ?? "", box);
  /** @type {Element[]} */
  const drawn = [];
  for (const from of /** @type {NodeListOf<HTMLElement>} */ (stage.querySelectorAll("[data-to]"))) {
    const to = things.get(from.dataset.to ?? "");
    if (!to) continue;
    const a = from.getBoundingClientRect();
    const b = to.getBoundingClientRect();
    const x = (a.left + a.right) / 2 - origin.left;
    const y = (a.top + a.bottom) / 2 - origin.top;
    const end = b.top - origin.top + Math.min(30, b.height - 8);
    const fresh = from.closest(".cr-step-new, .cr-step-changed") !== null;
    const [line, head] = path(x, y, b.left - origin.left, b.right - origin.left, end);
    const arrow = svg("g", { class: fresh ? "cr-step-arrow cr-step-fresh" : "cr-step-arrow" });
    arrow.append(svg("path", { d: line }), svg("path", { class: "cr-step-arrow-head", d: head }));
    drawn.push(arrow);
  }
  layer.replaceChildren(...drawn);
}

/**
 * From a point to a box: to its left side where that lies to the right, else round to its right side.
 * @param {number} x
 * @param {number} y
 * @param {number} left
 * @param {number} right
 * @param {number} end
 */
function path(x, y, left, right, end) {
  if (left > x + 12) {
    const bend = Math.max(18, (left - x) / 2);
    return [`M${x} ${y}C${x + bend} ${y} ${left - bend} ${end} ${left - 2} ${end}`, `M${left - 8} ${end - 4}L${left - 1} ${end}L${left - 8} ${end + 4}z`];
  }
  const out = Math.max(x, right) + 22;
  return [`M${x} ${y}C${out} ${y} ${out} ${end} ${right + 2} ${end}`, `M${right + 8} ${end - 4}L${right + 1} ${end}L${right + 8} ${end + 4}z`];
}
