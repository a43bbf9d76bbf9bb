// @ts-check
// The keys of a terminal that the keyboards of phones and tablets do not have.
import { el } from "./dom.js";
import { T } from "../text.js";

/** What stands on a key, what it types, and its name if nothing can be read on it. @type {[symbol: string, key: string, name?: string][]} */
const KEYS = [
  ["Esc", "\x1b"], ["Tab", "\t"], ["Ctrl", ""],
  ["←", "\x1b[D", T.arrow.left], ["↑", "\x1b[A", T.arrow.up], ["↓", "\x1b[B", T.arrow.down], ["→", "\x1b[C", T.arrow.right],
];

/** @param {(key: string) => void} press */
export function terminalKeys(press) {
  /** @type {HTMLButtonElement} */
  let control;
  /** @param {boolean} on */
  const hold = (on) => control.setAttribute("aria-pressed", String(on));
  const held = () => control.getAttribute("aria-pressed") === "true";

  const bar = el("div", { class: "cr-termkeys", role: "toolbar", "aria-label": T.terminalKeys }, ...KEYS.map(([symbol, key, name]) => {
    const b = el("button", { class: "cr-btn", type: "button", "aria-label": name ?? symbol }, symbol);
    if (!key) control = b;
    b.addEventListener("click", () => (key ? press(key) : hold(!held())));
    return b;
  }));
  // the keyboard stays
  bar.addEventListener("mousedown", (e) => e.preventDefault());
  hold(false);
  return {
    el: bar,
    /** What a key means while Ctrl is held. @param {string} text */
    take(text) {
      if (!held()) return text;
      hold(false);
      return /^[@-_a-z]$/.test(text) ? String.fromCharCode(text.toUpperCase().charCodeAt(0) & 31) : text;
    },
  };
}
