// @ts-check
// A quiet button whose menu has what is seldom needed.
import { el, icon } from "./dom.js";
import { popup } from "./popup.js";

/**
 * @typedef {{symbol: import("./dom.js").Symbol, text: string, keys?: string, action: () => unknown, when?: () => boolean, there?: () => boolean}} Item
 *   keys: as shown to the student; when: whether it can be done now; there: whether it is in the menu now
 * @typedef {{el: HTMLElement, button: HTMLButtonElement, close: (focus?: boolean) => void}} Menu
 */

let menus = 0;

/**
 * @param {string} label
 * @param {(Item | null)[]} items  null: a line between two groups
 * @returns {Menu}
 */
export function menu(label, items) {
  const id = `cr-menu-${++menus}`;
  const button = el("button", {
    class: "cr-btn cr-square cr-more", type: "button", "aria-label": label, title: label, "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id,
  }, icon("more"));
  const list = el("div", { class: "cr-menu", role: "menu", "aria-label": label, id });
  const place = popup(list, () => button.getBoundingClientRect(), "end");
  const entries = items.map((item) => {
    if (!item) return { item, node: el("div", { class: "cr-rule", role: "separator" }) };
    const node = el("button", { class: "cr-btn", type: "button", role: "menuitem", tabindex: "-1" }, icon(item.symbol), el("span", {}, item.text));
    if (item.keys) node.append(el("kbd", {}, item.keys));
    node.addEventListener("click", () => {
      if (node.getAttribute("aria-disabled") === "true") return;
      close(true);
      item.action();
    });
    return { item, node };
  });
  list.append(...entries.map((e) => e.node));
  const all = entries.filter((e) => e.item).map((e) => e.node);
  let nodes = all;

  /** @param {boolean} [last] */
  function open(last) {
    for (const { item, node } of entries) {
      if (item?.when) node.setAttribute("aria-disabled", String(!item.when()));
      if (item?.there) node.hidden = !item.there();
    }
    nodes = all.filter((node) => !node.hidden);
    place.show();
    button.setAttribute("aria-expanded", "true");
    nodes[last ? nodes.length - 1 : 0]?.focus();
    document.addEventListener("pointerdown", outside, true);
  }

  /** @param {boolean} [focus]  gives it back to the button */
  function close(focus) {
    if (!place.open) return;
    place.hide();
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (focus) button.focus();
  }

  /** @param {Event} e */
  function outside(e) {
    if (e.target instanceof Node && !box.contains(e.target)) close();
  }

  button.addEventListener("click", () => (place.open ? close(true) : open()));
  button.addEventListener("keydown", (e) => {
    if (e.key !== "ArrowDown" && e.key !== "ArrowUp") return;
    e.preventDefault();
    open(e.key === "ArrowUp");
  });
  list.addEventListener("keydown", (e) => {
    const at = nodes.indexOf(/** @type {any} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: nodes.length - 1 }[e.key];
    if (to !== undefined) {
      e.preventDefault();
      nodes[(to + nodes.length) % nodes.length].focus();
    } else if (e.key === "Escape") {
      e.preventDefault();
      e.stopPropagation();
      close(true);
    } else if (e.key === "Tab") close(true); // and goes on from there
  });
  const box = el("div", { class: "cr-menu-box" }, button, list);
  return { el: box, button, close };
}
