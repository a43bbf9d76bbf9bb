// @ts-check
// A page that may not run yet says so at each of its elements.
import { el, icon } from "./dom.js";
import { T } from "../text.js";

export function lockAll() {
  const allow = document.querySelector('[data-do="trust"]');
  for (const place of document.querySelectorAll(".cr-cell > .cr-head, .cr-cell > .cr-entry")) {
    for (const b of place.querySelectorAll("button")) b.hidden = true;
    const words = [icon("lock"), el("span", {}, T.readOnly)];
    if (!(allow instanceof HTMLElement)) {
      place.append(el("span", { class: "cr-locked" }, ...words));
      continue;
    }
    const to = el("button", { class: "cr-btn cr-locked", type: "button", title: T.readOnlyWhy, "aria-label": `${T.readOnly}. ${T.readOnlyWhy}` }, ...words);
    to.addEventListener("click", () => {
      allow.scrollIntoView({ block: "center" });
      allow.focus({ preventScroll: true });
    });
    place.append(to);
  }
}
