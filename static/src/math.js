// @ts-check
// Sets formulas with KaTeX, which builds elements and parses no HTML. One that
// cannot be set stays as its author wrote it.
import katex from "katex";

/** @param {Iterable<Element>} formulas */
export function setMaths(formulas) {
  for (const f of formulas) {
    const tex = f.textContent ?? "";
    const box = document.createElement("span");
    try {
      katex.render(tex, box, {
        displayMode: f.getAttribute("data-display") === "true",
        throwOnError: true, trust: false, strict: "ignore", maxExpand: 1000, maxSize: 40,
      });
    } catch (e) {
      f.classList.add("cr-math-error");
      f.setAttribute("title", e instanceof Error ? e.message : String(e));
      continue;
    }
    f.replaceChildren(...box.childNodes);
    f.classList.add("cr-math-set");
  }
}
