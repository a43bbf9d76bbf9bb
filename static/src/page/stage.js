// @ts-check
// What a speaker does with the screen, whichever slides are on it: all of it for
// the slides, nothing on it for a while, and the notes.
import { el } from "../ui/dom.js";
import { lang } from "../language.js";
import { T } from "../text.js";

/** Takes the whole screen, or gives it back. */
export function wholeScreen() {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  done.catch(() => {}); // the browser does not want to
}

/** A button for that. @param {HTMLButtonElement} button */
export function presents(button) {
  button.disabled = !document.fullscreenEnabled;
  button.addEventListener("click", wholeScreen);
}

/** Makes the screen black until a key is pressed or it is clicked. */
export function blank() {
  const dialog = el("dialog", { class: "cr-ui cr-blank", lang, "aria-label": T.slides.blank });
  const end = (/** @type {Event} */ e) => {
    e.preventDefault(); // the key has done what it can
    dialog.close();
  };
  dialog.addEventListener("keydown", end);
  dialog.addEventListener("click", end);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Notes that are open only as long as they are shown. @type {HTMLDetailsElement[]} */
let unfolded = [];

/** Shows the notes of the slides, or hides them. @param {boolean} [on]  else the other of the two */
export function notes(on = document.documentElement.dataset.crunchyNotes === undefined) {
  for (const one of unfolded) one.open = false;
  unfolded = on ? [...document.querySelectorAll("details.notes")].map((e) => /** @type {HTMLDetailsElement} */ (e)).filter((e) => !e.open) : [];
  for (const one of unfolded) one.open = true;
  document.documentElement.toggleAttribute("data-crunchy-notes", on);
  for (const b of document.querySelectorAll('.cr-slidebar [data-do="notes"]')) b.setAttribute("aria-pressed", String(on));
}
