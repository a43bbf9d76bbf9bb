// @ts-check
// Python that is only shown can be opened in an editor, to be changed and run.
import { sprite } from "./sprite.js";
import { program } from "./copy.js";
import { el } from "../ui/dom.js";
import { lang } from "../language.js";
import { T } from "../text.js";

/** Offers that at all blocks that do not yet. @param {(source: string, block: Element) => void} take */
export function takeButtons(take) {
  for (const pre of document.querySelectorAll("pre.cr-styled")) {
    if (!pre.querySelector("code.language-python") || !pre.textContent?.trim() || pre.querySelector(":scope > .cr-copyline > .cr-taker")) continue;
    const button = el("button", { class: "cr-copier cr-taker", type: "button", lang, "aria-label": T.openInEditor, title: T.openInEditor }, sprite("play"));
    button.addEventListener("click", () => take(program(pre), pre));
    pre.querySelector(":scope > .cr-copyline")?.append(button);
  }
}
