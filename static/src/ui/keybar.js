// @ts-check
// Keys that the keyboard of a phone does not have. They lie over the page below
// the line, so that nothing moves when they come and go.
import { el, icon } from "./dom.js";
import { popup } from "./popup.js";
import { T } from "../text.js";

/**
 * @param {HTMLElement} row  what they are below
 * @param {{tab: () => void, up: () => void, down: () => void, search: () => void, explain: () => void}} act
 */
export function keyBar(row, act) {
  /**
   * @param {string} label
   * @param {() => void} action
   * @param {Node | string} face
   */
  const key = (label, action, face) => {
    const b = el("button", { class: "cr-btn", type: "button", "aria-label": label, tabindex: "-1" }, face);
    b.addEventListener("click", action);
    return b;
  };
  const bar = el("div", { class: "cr-keys", role: "group", "aria-label": T.keys },
    key(T.keyTab, act.tab, icon("tab")), key(T.keyUp, act.up, icon("up")), key(T.keyDown, act.down, icon("later")),
    key(T.searchHistory, act.search, icon("search")), key(T.explain, act.explain, icon("help")));
  // the line keeps the focus, and the keyboard stays
  bar.addEventListener("pointerdown", (e) => e.preventDefault());
  bar.addEventListener("mousedown", (e) => e.preventDefault());
  row.append(bar);
  const place = popup(bar, () => row.getBoundingClientRect());
  const coarse = matchMedia("(pointer: coarse)");
  return {
    show() {
      if (!coarse.matches) return;
      bar.style.width = `${row.clientWidth}px`;
      place.show();
    },
    hide: place.hide,
    /** The line has grown. */
    place: () => place.open && place.place(),
  };
}
