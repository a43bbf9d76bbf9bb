// @ts-check
// A button on each block of code that copies it. Of a session it copies the
// program: no prompts, no answers.
import { sprite } from "./sprite.js";
import { el } from "../ui/dom.js";
import { copyText } from "../ui/save.js";
import { lang } from "../language.js";
import { T } from "../text.js";

/** How long the button shows that it worked. */
const SHOWN = 1600;

/**
 * Puts them on all blocks that have none yet.
 * @param {(section: Element) => string | undefined} codeOf
 * @param {(text: string) => void} notice
 */
export function copyButtons(codeOf, notice) {
  const own = document.documentElement.dataset.crunchyPage !== "html";
  const code = "pre.cr-code, pre.cr-copy";
  for (const pre of document.querySelectorAll(own ? `.cr-article pre, ${code}` : `pre.cr-styled, .cr-cell :is(${code})`)) {
    if (pre.matches(".cr-vlam, [hidden], [data-crunchy-stored] pre") || (pre.closest(".cr-cell") && !pre.matches(code)) || !pre.textContent?.trim()) continue;
    const section = pre.closest(".cr-cell");
    const place = section ? pre.closest(".cr-edit") ?? pre : undefined;
    if ((place ? place.previousElementSibling : pre.firstElementChild)?.matches(".cr-copyline")) continue;
    const edited = section?.matches(".cr-editor") && !pre.matches(".cr-copy");
    const button = el("button", { class: "cr-copier", type: "button", lang, "aria-label": T.copy, title: T.copy }, sprite("copy"));
    button.addEventListener("click", async () => {
      const text = (edited && section ? codeOf(section) : undefined) ?? program(pre);
      if (!(await copyText(text))) return notice(T.copyFailed);
      button.replaceChildren(sprite("check"));
      button.setAttribute("aria-label", T.copied);
      setTimeout(() => {
        button.replaceChildren(sprite("copy"));
        button.setAttribute("aria-label", T.copy);
      }, SHOWN);
    });
    const line = el("div", { class: "cr-copyline" }, button);
    if (place) place.before(line);
    else pre.prepend(line);
  }
}

/** @param {Element} pre */
export function program(pre) {
  if (!pre.querySelector(".cr-p")) return (pre.textContent ?? "").replace(/\n*$/, "\n");
  const code = /** @type {Element} */ (pre.cloneNode(true));
  for (const other of code.querySelectorAll(".cr-p, .cr-r")) other.remove();
  return (code.textContent ?? "").replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n").replace(/^\n+|\n*$/g, "") + "\n";
}
