// @ts-check
// CodeMirror's own style rules once more, in a cascade layer. Within an editor
// the page around it is reset down to the layers (css/reset.css), so that the
// rules of no page get in, but these count.

/** @type {HTMLStyleElement | undefined} */
let layer;
let seen = "";

/** To be called when an editor has been made. */
export function ownLayer() {
  const mounted = [...document.head.querySelectorAll("style")].find((s) => s !== layer && s.textContent?.includes(".cm-scroller"));
  const rules = mounted?.textContent ?? "";
  if (rules === seen) return;
  seen = rules;
  layer ??= document.head.appendChild(document.createElement("style"));
  layer.textContent = `@layer cr-codemirror {\n${rules}\n}`;
}
