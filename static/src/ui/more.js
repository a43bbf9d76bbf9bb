// @ts-check
// The quiet menu of an element, for what is not needed every minute.
import { el, icon } from "./dom.js";

/**
 * @typedef {{symbol: Parameters<typeof icon>[0], label: string, keys?: string, action: () => void, shown?: () => boolean}} MenuItem
 *   shown: asked each time the menu opens
 */

let menus = 0;

/**
 * @param {string} label
 * @param {MenuItem[]} items
 * @returns {{button: HTMLButtonElement, menu: HTMLElement}}
 */
export function moreMenu(label, items) {
  const menu = el("div", { class: "cr-more", role: "menu", id: `cr-more-${++menus}`, "aria-label": label, hidden: true });
  const button = el("button", {
    class: "cr-btn cr-square cr-dots", type: "button", "aria-label": label, title: label, "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": menu.id,
  }, icon("more"));

  const entries = () => /** @type {HTMLElement[]} */ ([...menu.children]);

  /** @param {boolean} back  whether the focus goes back to the button */
  function close(back) {
    if (menu.hidden) return;
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    removeEventListener("scroll", place, true);
    removeEventListener("resize", place);
    if (back) button.focus({ preventScroll: true });
  }

  /** Below the button, or above where there is no room, over whatever cuts the card off. */
  function place() {
    const at = button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = menu;
    const { clientWidth, clientHeight } = document.documentElement;
    menu.style.left = `${Math.max(8, Math.min(at.right - width, clientWidth - width - 8))}px`;
    menu.style.top = `${at.bottom + height + 8 > clientHeight && at.top > height + 8 ? at.top - height - 4 : at.bottom + 4}px`;
  }

  /** @param {Event} e */
  const outside = (e) => {
    const target = /** @type {Node} */ (e.target);
    if (!menu.contains(target) && !button.contains(target)) close(false);
  };

  /** @param {number} first  which entry gets the focus */
  function open(first) {
    menu.replaceChildren(...items.filter((item) => item.shown?.() ?? true).map((item) => {
      const entry = el("button", { class: "cr-item", type: "button", role: "menuitem", tabindex: "-1" }, icon(item.symbol), el("span", {}, item.label), ...(item.keys ? [el("kbd", {}, item.keys)] : []));
      entry.addEventListener("click", () => {
        close(true);
        item.action();
      });
      return entry;
    }));
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    place();
    entries().at(first)?.focus({ preventScroll: true });
    document.addEventListener("pointerdown", outside, true);
    addEventListener("scroll", place, true);
    addEventListener("resize", place);
  }

  button.addEventListener("click", () => (menu.hidden ? open(0) : close(true)));
  button.addEventListener("keydown", (e) => {
    if (e.key !== "ArrowDown" && e.key !== "ArrowUp") return;
    e.preventDefault();
    if (menu.hidden) open(e.key === "ArrowDown" ? 0 : -1);
  });
  menu.addEventListener("keydown", (e) => {
    const all = entries();
    const now = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = { ArrowDown: (now + 1) % all.length, ArrowUp: now - 1, Home: 0, End: -1 }[e.key];
    if (to !== undefined) all.at(to)?.focus();
    else if (e.key === "Escape") close(true);
    else if (e.key === "Tab") return close(true); // and on from the button
    else return;
    e.preventDefault();
    e.stopPropagation();
  });
  return { button, menu };
}
