// @ts-check
// Slides with keys and on the whole screen: those that the author made, of which
// the address and the style sheet show one, or a lesson that is shown as slides.
import { lessonShow } from "./show.js";
import { blank, notes, presents, wholeScreen } from "./stage.js";

/**
 * @typedef {object} Show
 * @property {() => HTMLElement | undefined} bar  of the slide that is shown, with links to the others; none while all are shown
 * @property {(last: boolean) => void} end  goes to the last slide, or the first
 * @property {() => void} leave  shows all
 * @property {boolean} begun  whether the reader has asked for slides, so that F5 is that of a clicker
 */

/** What needs the keys itself. */
const TYPED = "input, textarea, select, [contenteditable], [role='slider'], [role='textbox'], dialog, .cr-menu, .cr-tools";
const BUSY = `${TYPED}, .cr-cell`;
/** Keys of a clicker, which need not wait until the speaker has left the button that was pressed last. */
const CLICKER = ["PageDown", "PageUp", "F5"];

/** @typedef {"next" | "prev" | "first" | "last" | "present" | "blank" | "notes" | "leave"} Move */
/** @type {Record<string, Move>} */
const KEYS = {
  ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "prev", PageUp: "prev", Home: "first", End: "last",
  f: "present", F5: "present", b: "blank", ".": "blank", s: "notes", Escape: "leave",
};

/**
 * What a key means to a show; nothing if it is somebody else's.
 * @param {{key: string, shiftKey: boolean, altKey: boolean, ctrlKey: boolean, metaKey: boolean, defaultPrevented: boolean, target: any}} e
 * @param {{begun: boolean, above: boolean, below: boolean}} now  above, below: there is more of the slide to be seen
 * @returns {Move | undefined}
 */
export function moveOf(e, now) {
  const space = e.key === " ";
  if (e.defaultPrevented || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey && !space) return;
  const onButton = e.target?.closest?.("button, summary");
  if (e.target?.closest?.(onButton && CLICKER.includes(e.key) ? TYPED : BUSY)) return;
  if (space && (onButton || (e.shiftKey ? now.above : now.below))) return; // it presses or scrolls
  if (e.key === "F5" && !now.begun) return; // it reloads
  return space && e.shiftKey ? "prev" : Object.hasOwn(KEYS, e.key) ? KEYS[e.key] : undefined;
}

/** @param {() => void} read  what is read may be another part of the lesson */
export function slideShow(read) {
  const slides = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".cr-slide")]);
  const show = slides.length ? written(slides) : lessonShow(read);
  if (!show) return;
  document.addEventListener("keydown", (e) => {
    const bar = show.bar();
    if (!bar) return;
    const seen = scrollY + innerHeight;
    const move = moveOf(e, { begun: show.begun, above: scrollY > 4, below: seen < document.documentElement.scrollHeight - 4 });
    if (!move) return;
    if (move === "next" || move === "prev") {
      const link = /** @type {HTMLElement | null} */ (bar.querySelector(`a[rel="${move}"][href]`));
      if (!link) return;
      link.click();
    } else if (move === "first" || move === "last") show.end(move === "last");
    else if (move === "present") {
      if (e.key !== "F5" || !document.fullscreenElement) wholeScreen();
    } else if (move === "blank") blank();
    else if (move === "notes") notes();
    else show.leave();
    e.preventDefault();
  });
}

/** The slides that the author made. @param {HTMLElement[]} slides @returns {Show} */
function written(slides) {
  const bar = () => slides.map((s) => /** @type {HTMLElement} */ (s.querySelector(":scope > .cr-slidebar"))).find((b) => b.getClientRects().length);
  for (const b of document.querySelectorAll('.cr-slide > .cr-slidebar > [data-do="present"]')) presents(/** @type {HTMLButtonElement} */ (b));
  return {
    bar, begun: false,
    end(last) {
      location.hash = slides[last ? slides.length - 1 : 0].id;
    },
    leave: () => /** @type {HTMLElement | null | undefined} */ (bar()?.querySelector(".cr-slides-all"))?.click(),
  };
}
