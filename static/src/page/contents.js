// @ts-check
// The list of contents, in the margin and in the menu, follows the reading.

/** Tells which heading is being read, by its id. */
export const READING = "crunchy:reading";

/** @returns {() => void}  for a page whose contents are others by now */
export function followReading() {
  /** @type {Map<string, HTMLAnchorElement[]>} */
  let links;
  /** @type {HTMLElement[]} */
  let heads;
  let asked = false;
  let now = "";
  const find = () => {
    links = new Map();
    for (const a of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".cr-toc a[href^='#']"))) {
      const id = decodeURIComponent(a.hash.slice(1));
      links.set(id, [...(links.get(id) ?? []), a]);
    }
    heads = [...links.keys()].map((id) => document.getElementById(id)).filter((h) => h !== null);
    now = "";
  };
  const follow = () => {
    asked = false;
    if (!heads.length) return;
    const line = innerHeight * 0.35;
    const end = scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 4;
    const seen = heads.filter((h) => h.getClientRects().length); // not those of other slides
    const at = (end ? seen[seen.length - 1] : seen.filter((h) => h.getBoundingClientRect().top < line).pop() ?? seen[0]) ?? heads[0];
    if (at.id === now) return;
    mark(now, false);
    mark((now = at.id), true);
    document.dispatchEvent(new CustomEvent(READING, { detail: now }));
  };
  /**
   * @param {string} id
   * @param {boolean} on
   */
  function mark(id, on) {
    for (const a of links.get(id) ?? []) {
      if (on) a.setAttribute("aria-current", "true");
      else a.removeAttribute("aria-current");
      for (let li = a.closest("li"); li; li = li.parentElement?.closest("li") ?? null) li.classList.toggle("cr-now", on);
      if (on) reveal(a);
    }
  }
  const ask = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(follow);
  };
  addEventListener("scroll", ask, { passive: true });
  addEventListener("resize", ask);
  addEventListener("hashchange", ask);
  find();
  follow();
  return () => {
    find();
    follow();
  };
}

/** Scrolls a long list, but not the page. @param {HTMLElement} a */
function reveal(a) {
  const nav = a.closest(".cr-toc");
  if (!nav || nav.scrollHeight <= nav.clientHeight) return;
  const box = nav.getBoundingClientRect();
  const { top, bottom } = a.getBoundingClientRect();
  if (top < box.top + 40) nav.scrollTop += top - box.top - 40;
  else if (bottom > box.bottom - 40) nav.scrollTop += bottom - box.bottom + 40;
}
