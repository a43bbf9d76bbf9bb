// @ts-check
// Editors that the student adds to the page: code of the lesson, taken along to
// be changed and run. They look as the server's do, and come back after a reload.
import { el, icon, painted } from "./dom.js";
import { highlight } from "../py/lexer.js";
import { T } from "../text.js";

/**
 * @typedef {import("../net/session.js").Element} Element
 * @typedef {{after: string, source: string}} Place  after: a selector of what it stands behind
 */

/**
 * The card of an added editor.
 * @param {Element} element
 * @param {string} name
 */
export function addedSection(element, name) {
  const code = el("code", { class: "language-python" });
  for (const spans of highlight(element.source)) code.append(...painted(spans), "\n");
  if (!element.source.endsWith("\n")) code.lastChild?.remove();
  return el("section", {
    class: "cr-cell cr-editor cr-added", id: `cr-${element.number}`, "data-number": element.number, "data-kind": "editor",
    "aria-label": T.editorNamed(name),
  },
    el("header", { class: "cr-head" },
      el("h3", { class: "cr-name" }, name),
      act("reset", "reset", T.reset), act("stop", "stop", T.stop), act("run", "play", T.run)),
    el("div", { class: "cr-bar" }),
    el("pre", { class: "cr-code", tabindex: "0", role: "group", "aria-label": T.codeOf(name) }, code),
    el("div", { class: "cr-out", hidden: true }));
}

/**
 * @param {string} name
 * @param {"reset" | "stop" | "play"} symbol
 * @param {string} text
 */
function act(name, symbol, text) {
  const more = name === "run" ? [" ", el("kbd", {}, "Shift Enter")] : [];
  return el("button", { class: name === "run" ? "cr-btn cr-primary" : "cr-btn", "data-do": name, type: "button", disabled: true },
    icon(symbol), el("span", {}, text), ...more);
}
