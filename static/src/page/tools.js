// @ts-check
// A page with a look of its own has no bar of ours at its top: the way home and
// the search stand in a corner.
import { sprite } from "./sprite.js";
import { el } from "../ui/dom.js";
import { T } from "../text.js";

export function cornerTools() {
  const page = document.documentElement.dataset;
  if (page.crunchyPage !== "html" || !page.crunchyHome) return;
  const tools = el("nav", { class: "cr-ui cr-tools", "aria-label": T.tools },
    el("a", { class: "cr-btn cr-square", href: page.crunchyHome, "aria-label": T.home }, sprite("home")));
  if (page.crunchySearch) {
    const button = el("button", { class: "cr-btn cr-square", type: "button", "aria-label": T.searchLabel }, sprite("search"));
    // the key is listened to already
    button.addEventListener("click", () => document.dispatchEvent(new KeyboardEvent("keydown", { key: "/", cancelable: true })));
    tools.append(button);
  }
  document.body.append(tools);
}
