// @ts-check
// A page with a look of its own follows the theme as far as it can: what it says
// for light and dark itself goes by the theme that was chosen, and its elements
// are dark when they stand on a dark ground. (Where the page says
// `color-scheme`, the style sheet follows that.) If the page knows one look only,
// the elements alone do as they are told.

/** @param {Element} e */
function darkGround(e) {
  for (let at = e.matches(".cr-styled") ? e : e.parentElement; at; at = at.parentElement) {
    const [r, g, b, a = 1] = (getComputedStyle(at).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
    if (r === undefined || a < 0.5) continue;
    return 0.2126 * r + 0.7152 * g + 0.0722 * b < 90;
  }
  return undefined;
}

const ASKS = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi;
const ALWAYS = "(min-width: 0px)", NEVER = "(max-width: 0px)";

/** What the page's own style sheets ask for. @type {Map<MediaList, string>} */
const asked = new Map();

/** Finds what asks for light or dark. @param {Iterable<any>} all  rules or style sheets */
function look(all) {
  for (const one of all) {
    if (one.ownerNode?.dataset?.crunchyAdded !== undefined) continue; // ours
    if (one.media && !asked.has(one.media) && one.media.mediaText.search(ASKS) >= 0) asked.set(one.media, one.media.mediaText);
    try {
      const within = one.styleSheet?.cssRules ?? one.cssRules;
      if (within?.length) look(within);
    } catch {
      // of another host
    }
  }
}

export function followPage() {
  const page = document.documentElement;
  if (page.dataset.crunchyPage !== "html") return;
  const own = page.style.colorScheme;
  const follow = (theme = page.dataset.theme) => {
    look(document.styleSheets);
    for (const [media, text] of asked) {
      const now = theme ? text.replace(ASKS, (_, which) => (which.toLowerCase() === theme ? ALWAYS : NEVER)) : text;
      if (media.mediaText !== now) media.mediaText = now;
    }
    page.style.colorScheme = own;
    const both = /light/.test(getComputedStyle(page).colorScheme) && /dark/.test(getComputedStyle(page).colorScheme);
    if (theme && both) page.style.colorScheme = theme;
    const told = theme && !both && !asked.size;
    for (const e of document.querySelectorAll(".cr-cell, .cr-styled, .cr-trust, .cr-tools")) {
      const dark = told ? theme === "dark" : darkGround(e);
      e.classList.toggle("cr-dark", dark === true);
      e.classList.toggle("cr-light", dark === false);
    }
  };
  follow();
  if (document.readyState !== "complete") addEventListener("load", () => follow());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(() => follow()));
  new MutationObserver(() => follow()).observe(page, { attributeFilter: ["data-theme"] });
  addEventListener("beforeprint", () => follow("light"));
  addEventListener("afterprint", () => follow());
}
