// @ts-check
// A bar in an element: there are two texts, and the student says which stays.
import { button, el } from "./dom.js";
import { difference } from "../work/diff.js";
import { T } from "../text.js";

/**
 * @param {{
 *   mine: () => string, theirs: () => string,
 *   onMine: () => void, onTheirs: () => void,
 *   words?: {what: string, theirs: string},
 * }} o  words: when the other text is not one that was changed elsewhere
 */
export function conflictBar(o) {
  const words = o.words ?? { what: T.work.conflict, theirs: T.work.theirs };
  const diff = el("div", { class: "cr-diff", role: "region", "aria-label": T.work.difference, tabindex: "0", hidden: true });
  const toggle = el("button", { class: "cr-btn", type: "button", "aria-expanded": "false" }, T.work.show);
  toggle.addEventListener("click", () => open(!!diff.hidden));
  const bar = el("div", { class: "cr-conflict", hidden: true },
    el("p", { role: "status" }),
    el("div", { class: "cr-conflict-do" },
      choice(T.work.mine, o.onMine), choice(words.theirs, o.onTheirs), toggle),
    diff);
  const said = /** @type {HTMLElement} */ (bar.querySelector("p"));

  /** @param {string} text @param {() => void} act */
  function choice(text, act) {
    const b = button("check", text, () => {
      hide();
      act();
    });
    b.firstChild?.remove();
    return b;
  }

  /** @param {boolean} yes */
  function open(yes) {
    diff.hidden = !yes;
    toggle.setAttribute("aria-expanded", String(yes));
    toggle.textContent = yes ? T.work.hide : T.work.show;
    if (yes) draw();
  }

  function draw() {
    diff.replaceChildren(...difference(o.mine(), o.theirs()).map(({ how, text }) => {
      const mark = how === "-" ? T.work.onlyMine : how === "+" ? T.work.onlyTheirs : "";
      return el("div", { class: how === "-" ? "cr-mine" : how === "+" ? "cr-theirs" : "" },
        ...(mark ? [el("span", { class: "cr-whose" }, mark)] : []), el("code", {}, text || " "));
    }));
  }

  function hide() {
    bar.hidden = true;
    said.textContent = "";
    open(false);
  }

  return {
    el: bar,
    /** Shows the bar, or draws the difference anew when one of the texts has changed. */
    show() {
      bar.hidden = false;
      if (said.textContent !== words.what) said.textContent = words.what;
      if (!diff.hidden) draw();
    },
    hide,
  };
}
