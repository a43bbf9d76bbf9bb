// @ts-check
// The bar of a lesson that is shown as slides, and the buttons that begin it.
import { presents } from "./stage.js";
import { el, icon } from "../ui/dom.js";
import { lang } from "../language.js";
import { T } from "../text.js";

/**
 * @param {boolean} noted  there are notes to be shown
 * @returns {{bar: HTMLElement, tell: (n: number, all: number, title: string, address: (n?: number) => string) => void}}
 *   tell: the nth slide is shown; address is that of any, or of the lesson
 */
export function makeBar(noted) {
  const link = (/** @type {string} */ text, cls = "", /** @type {string | false} */ rel = false) => el("a", { class: `cr-go${cls}`, rel }, text);
  const [back, next, lesson] = [link(T.slides.back, "", "prev"), link(T.slides.next, " cr-forth", "next"), link(T.slides.lesson, " cr-slides-all")];
  const shown = el("span");
  const heading = el("span", { class: "cr-sr", lang: lang && (document.documentElement.lang || "en") });
  const whole = el("button", { class: "cr-btn", "data-do": "present", type: "button" }, T.slides.present);
  const bar = el("nav", { class: "cr-ui cr-slidebar cr-showbar", lang, tabindex: "-1" },
    back, el("span", { class: "cr-slideno", "aria-live": "polite", "aria-atomic": "true" }, shown, " ", heading), next, lesson);
  if (noted) bar.append(el("button", { class: "cr-btn", "data-do": "notes", type: "button", "aria-pressed": "false" }, T.slides.notes));
  bar.append(whole);
  presents(whole);

  /** There may be no such slide; the link stays, so that the others stay in their places. @param {HTMLElement} a @param {string | false} href */
  function lead(a, href) {
    for (const [name, value] of Object.entries({ href, role: !href && "link", "aria-disabled": !href && "true" })) {
      if (value === false) a.removeAttribute(name);
      else a.setAttribute(name, value);
    }
  }
  return {
    bar,
    tell(n, all, title, address) {
      bar.setAttribute("aria-label", T.slides.label(n + 1, all));
      shown.textContent = T.slides.number(n + 1, all);
      heading.textContent = title;
      lead(back, n > 0 && address(n - 1));
      lead(next, n < all - 1 && address(n + 1));
      lead(lesson, address());
    },
  };
}

/** Puts the entry where one finds it: in the bar of the page, and on small screens in its menu. */
export function makeEntries() {
  const [bar, menu] = [document.querySelector(".cr-top .cr-actions"), document.querySelector(".cr-top .cr-sheet")];
  const entries = [];
  if (bar) {
    const entry = el("button", { class: `cr-btn cr-square cr-show${menu ? " cr-wide" : ""}`, type: "button", "aria-label": T.slides.show, title: T.slides.show }, icon("slides"));
    bar.prepend(entry); // where it moves no other
    entries.push(entry);
  }
  if (menu) {
    const entry = el("button", { class: "cr-btn cr-show", type: "button" }, icon("slides"), el("span", {}, T.slides.show));
    const contents = menu.querySelector(".cr-toc");
    menu.parentElement?.addEventListener("click", () => menu.insertBefore(entry, contents), { once: true }); // before it opens, so that nothing moves
    entries.push(entry);
  }
  return entries;
}
