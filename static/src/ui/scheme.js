// @ts-check
// In a page with a look of its own, elements are dark when they stand on a dark
// ground. (Where the page says `color-scheme`, the style sheet follows that.)

/** @param {Element} e */
function darkGround(e) {
  for (let at = e.matches(".cr-styled") ? e : e.parentElement; at; at = at.parentElement) {
    const [r, g, b, a = 1] = (getComputedStyle(at).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
    if (r === undefined || a < 0.5) continue;
    return 0.2126 * r + 0.7152 * g + 0.0722 * b < 90;
  }
  return undefined;
}

export function followPage() {
  if (document.documentElement.dataset.crunchyPage !== "html") return;
  const follow = () => {
    for (const e of document.querySelectorAll(".cr-cell, .cr-styled, .cr-trust")) {
      const dark = darkGround(e);
      e.classList.toggle("cr-dark", dark === true);
      e.classList.toggle("cr-light", dark === false);
    }
  };
  follow();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(follow));
}
