// @ts-check
// Drawings of turtles: what is told of them to those who cannot see them, and what
// the reader does with them, for the program that waits for it.
import { el } from "./dom.js";
import { T } from "../text.js";

export const TURTLE = "application/vnd.crunchy.turtle+json";
/** Events under way at most; what a finger draws on meanwhile is passed over. */
const MOST = 8;

/** @typedef {{lines?: number, shapes?: number, texts?: string[], colours?: string[], turtles?: number[][], listens?: string[], box?: number[]}} About */

/** @param {unknown} data  from a program: anything @returns {About | undefined} */
export const about = (data) => (data && typeof data === "object" ? /** @type {About} */ (data) : undefined);

/** The drawing in words. @param {About} a */
export function inWords(a) {
  const list = (/** @type {unknown} */ v) => (Array.isArray(v) ? v : []);
  const turtle = list(list(a.turtles)[0]).map(Number);
  return T.turtle.words({
    lines: Number(a.lines) || 0, shapes: Number(a.shapes) || 0,
    texts: list(a.texts).map(String), colours: list(a.colours).map(String), turtle,
  });
}

/**
 * Makes a figure one that its program listens to, or no longer.
 * @param {HTMLElement} figure
 * @param {About} a
 */
export function dress(figure, a) {
  const listens = (Array.isArray(a.listens) ? a.listens : []).filter((l) => l === "click" || l === "key");
  const image = figure.querySelector("img");
  figure.dataset.box = (Array.isArray(a.box) ? a.box.map(Number) : []).join(" ");
  if (listens.join(" ") === (figure.dataset.listens ?? "")) return;
  figure.querySelector("figcaption")?.remove();
  if (listens.length) {
    figure.dataset.listens = listens.join(" ");
    figure.append(el("figcaption", {}, listens.length > 1 ? T.turtle.both : listens[0] === "key" ? T.turtle.keys : T.turtle.clicks));
    image?.setAttribute("tabindex", "0");
  } else {
    delete figure.dataset.listens;
    image?.removeAttribute("tabindex");
  }
}

/**
 * Tells the program of an element what is done with its drawing.
 * @param {import("./cell.js").Cell} cell
 */
export function tellProgram(cell) {
  const log = cell.log.el;
  let under = 0;
  let queue = Promise.resolve();
  /** @param {object} event @param {boolean} [dispensable] */
  function tell(event, dispensable) {
    if (dispensable && under >= MOST) return;
    under++;
    queue = queue
      .then(() => cell.context.session.act(cell.number, "event", JSON.stringify(event)))
      .catch(() => {}) // it ends, or the network is away: nobody listens any more
      .then(() => void under--);
  }
  /** @param {Event} e @param {string} what */
  function listening(e, what) {
    const image = e.target;
    const figure = image instanceof HTMLImageElement && image.parentElement;
    return figure && cell.busy && figure.dataset.listens?.split(" ").includes(what) ? figure : undefined;
  }
  /** @param {string} name @param {PointerEvent} e @param {HTMLElement} figure @param {boolean} [dispensable] */
  function point(name, e, figure, dispensable) {
    const [left = 0, top = 0, width = 1, height = 1] = (figure.dataset.box ?? "").split(" ").map(Number);
    const box = /** @type {Element} */ (e.target).getBoundingClientRect();
    const scale = Math.min(box.width / width, box.height / height) || 1;
    const round = (/** @type {number} */ n) => Math.round(n * 10) / 10;
    const x = round((e.clientX - box.left) / scale + left);
    const y = round((e.clientY - box.top - (box.height - height * scale) / 2) / scale + top);
    tell({ do: name, button: held + 1, x, y }, dispensable);
  }
  let held = -1;

  log.addEventListener("pointerdown", (e) => {
    const figure = listening(e, "click");
    if (!figure) return;
    held = e.button;
    if (e.button) e.preventDefault();
    /** @type {Element} */ (e.target).setPointerCapture(e.pointerId);
    point("Button", e, figure);
  });
  log.addEventListener("pointermove", (e) => {
    const figure = held >= 0 && listening(e, "click");
    if (figure) point("Motion", e, figure, true);
  });
  log.addEventListener("pointerup", (e) => {
    const figure = held >= 0 && listening(e, "click");
    if (figure) point("ButtonRelease", e, figure);
    held = -1;
  });
  log.addEventListener("contextmenu", (e) => listening(e, "click") && e.preventDefault());
  log.addEventListener("dragstart", (e) => listening(e, "click") && e.preventDefault());
  for (const [type, name] of [["keydown", "KeyPress"], ["keyup", "KeyRelease"]]) {
    log.addEventListener(type, (event) => {
      const e = /** @type {KeyboardEvent} */ (event);
      if (e.ctrlKey || e.metaKey || e.altKey || e.key === "Tab" || !listening(e, "key")) return;
      e.preventDefault();
      tell({ do: name, key: e.key.slice(0, 40) }, e.repeat);
    });
  }
}
