// @ts-check
// A picture that is larger than it is shown opens in its full size.
import { sprite } from "./sprite.js";
import { el } from "../ui/dom.js";
import { lang } from "../language.js";
import { T } from "../text.js";

const PICTURES = ".cr-article img, .cr-figure img";
/** A click on these is for their program. */
const TAKEN = '[data-state="running"] [data-listens] img';
/** By how much larger it has to be. */
const LARGER = 1.15;

export function zoomPictures() {
  const consider = (/** @type {EventTarget | null} */ e) => {
    if (!(e instanceof HTMLImageElement) || !e.matches(PICTURES) || e.closest("a, button, dialog")) return;
    const more = e.naturalWidth > e.clientWidth * LARGER && e.clientWidth > 0;
    if (more === e.classList.contains("cr-zooms")) return;
    e.classList.toggle("cr-zooms", more);
    if (more) {
      e.tabIndex = 0;
      e.setAttribute("role", "button");
      e.setAttribute("aria-label", T.enlarge(e.alt));
    } else for (const name of ["tabindex", "role", "aria-label"]) e.removeAttribute(name);
  };
  const all = () => document.querySelectorAll(PICTURES).forEach(consider);
  document.addEventListener("load", (e) => consider(e.target), true); // plots come later
  addEventListener("resize", all);
  all();
  const wanted = (/** @type {Event} */ e) => (e.target instanceof HTMLImageElement && e.target.matches(".cr-zooms") && !e.target.matches(TAKEN) ? e.target : undefined);
  document.addEventListener("click", (e) => {
    const image = wanted(e);
    if (image) show(image);
  });
  document.addEventListener("keydown", (e) => {
    const image = wanted(e);
    if (!image || (e.key !== "Enter" && e.key !== " ")) return;
    e.preventDefault();
    show(image);
  });
}

/** @param {HTMLImageElement} image */
function show(image) {
  const close = el("button", { class: "cr-btn cr-square", type: "button", "aria-label": T.zoomClose, lang }, sprite("close"));
  const frame = el("div", { class: "cr-zoom-in", tabindex: "0", role: "group", "aria-label": image.alt || T.picture }, el("img", { src: image.currentSrc || image.src, alt: image.alt }));
  const dialog = el("dialog", { class: "cr-dialog cr-zoom", "aria-label": image.alt || T.picture }, frame, close);
  document.body.append(dialog);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    image.focus({ preventScroll: true });
  });
  dialog.showModal();
  close.focus();
}
