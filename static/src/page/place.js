// @ts-check
// What one reads stays where it is in the window, and the cursor where it is,
// while the article around it is put in place anew.

/** So near to its beginning the page shows what comes there. */
const TOP = 8;

/**
 * Changes the article, and keeps one's place in it.
 * @template R
 * @param {() => R} change
 * @returns {R}
 */
export function stays(change) {
  const page = document.documentElement;
  const seen = scrollY > TOP ? inView() : [];
  const focused = document.activeElement;
  const selection = getSelection();
  const { anchorNode, anchorOffset = 0, focusNode, focusOffset = 0 } = selection ?? {};
  page.style.overflowAnchor = "none"; // the browser would move it once more
  const result = change();
  const now = new Map(named().map(({ block, name }) => [name, block]));
  for (const { block, name, top } of seen) {
    const there = block.isConnected ? block : now.get(name);
    if (!there) continue;
    scrollBy({ top: there.getBoundingClientRect().top - top, behavior: "instant" });
    break;
  }
  if (focused instanceof HTMLElement && focused.isConnected && document.activeElement !== focused) focused.focus({ preventScroll: true });
  if (anchorNode?.isConnected && focusNode?.isConnected) selection?.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
  requestAnimationFrame(() => requestAnimationFrame(() => (page.style.overflowAnchor = "")));
  return result;
}

/** The blocks of the article, each with a name by which it is known when another is put in its place: what it says, and how often that was said before. */
function named() {
  /** @type {Map<string, number>} */
  const times = new Map();
  return /** @type {HTMLElement[]} */ ([...(document.querySelector(".cr-article")?.children ?? [])]).map((block) => {
    const says = `${block.localName} ${block.textContent}`;
    const n = times.get(says) ?? 0;
    times.set(says, n + 1);
    return { block, name: `${n} ${says}` };
  });
}

/** The block with the cursor, the blocks that are seen, and then those before them; nearest first. */
function inView() {
  const bar = document.querySelector(".cr-top")?.getBoundingClientRect().bottom ?? 0;
  const all = named().map(({ block, name }) => ({ block, name, box: block.getBoundingClientRect() }));
  const first = all.findIndex(({ box }) => box.bottom > bar && box.height > 0);
  const below = first < 0 ? [] : all.slice(first, first + 40);
  const above = all.slice(Math.max(0, first - 40), Math.max(0, first)).reverse();
  const typed = below.filter(({ block, box }) => block.contains(document.activeElement) && box.top < innerHeight);
  return [...typed, ...below, ...above].map(({ block, name, box }) => ({ block, name, top: box.top }));
}
