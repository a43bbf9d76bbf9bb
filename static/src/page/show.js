// @ts-check
// A lesson shown as slides, which its headings and rules part. A style sheet
// hides what is on the others, and nothing in the lesson is touched: whatever
// runs there goes on, and afterwards all is as it was. The address says which
// slide it is, ?slides=3, or a place on it.
import { makeBar, makeEntries } from "./showbar.js";
import { notes, wholeScreen } from "./stage.js";

/** In the address. */
const NAME = "slides";
/** So far down the window, of 1, is what is being read. */
const READ = 0.35;

/**
 * Which blocks are on which slide. A slide begins at a heading of the first or
 * second level, or behind a rule, which is on none.
 * @param {readonly {localName: string}[]} blocks
 * @returns {{from: number, to: number}[]}  from the first up to the one behind the last
 */
export function slidesIn(blocks) {
  /** @type {{from: number, to: number}[]} */
  const slides = [];
  let from = 0;
  const part = (/** @type {number} */ to) => to > from && slides.push({ from, to });
  blocks.forEach(({ localName }, i) => {
    const rule = localName === "hr";
    if (!rule && localName !== "h1" && localName !== "h2") return;
    part(i);
    from = rule ? i + 1 : i;
  });
  part(blocks.length);
  return slides;
}

/**
 * The style sheet for one of them; paper has all. Who does not see the lesson's
 * title is told it on each.
 * @param {{from: number, to: number}} slide
 */
export function only({ from, to }) {
  const others = `.cr-article > :not(:nth-child(n+${from + 1}):nth-child(-n+${to}))`;
  return `@media screen {
    ${others}:not(h1:first-of-type) { display: none !important; }
    ${others} { position: absolute !important; width: 1px !important; height: 1px !important; margin: 0 !important; overflow: hidden !important; clip-path: inset(50%) !important; }
    .cr-article > :nth-child(${from + 1}) { margin-top: 0 !important; }
  }`;
}

/** What a slide is called: its heading, without the link to itself. @param {Element} block */
function titleOf(block) {
  if (!/^h[12]$/.test(block.localName)) return "";
  const copy = /** @type {Element} */ (block.cloneNode(true));
  copy.querySelector(".cr-anchor")?.remove();
  return copy.textContent?.trim() ?? "";
}

/** What a hash leads to. @param {string} hash */
function placeIn(hash) {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null; // it is no address
  }
}

/**
 * @param {() => void} read  what is read may be another part of the lesson
 * @returns {import("./slides.js").Show | undefined}  nothing for what is no lesson of ours
 */
export function lessonShow(read) {
  const page = document.documentElement;
  const found = /** @type {HTMLElement | null} */ (document.querySelector("article.cr-article"));
  if (!found || page.dataset.crunchyPage !== "lesson" || !("adoptedStyleSheets" in document)) return;
  const article = found;
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const slides = () => slidesIn([...article.children].filter((block) => !block.matches(".cr-pager"))); // which is the last
  const { bar, tell } = makeBar(article.querySelector(".notes") !== null);
  const entries = makeEntries();
  /** The block with which the slide begins that is shown. @type {Element | undefined} */
  let at;
  /** Where the reader was. @type {{block: Element, y: number} | undefined} */
  let from;

  /** The address of a slide, or without one of the lesson. @param {number} [n] */
  function address(n) {
    const url = new URL(location.href);
    url.hash = "";
    if (n === undefined) url.searchParams.delete(NAME);
    else url.searchParams.set(NAME, String(n + 1));
    return url.href;
  }

  /** The slide with a node of the lesson, or -1. @param {Element | null | undefined} node @param {{from: number, to: number}[]} all */
  function slideOf(node, all) {
    const i = [...article.children].findIndex((block) => block.contains(node ?? null));
    return all.findIndex((s) => s.from <= i && i < s.to);
  }

  /** @param {number} n */
  function show(n) {
    const all = slides();
    const slide = all[(n = Math.max(0, Math.min(n, all.length - 1)))];
    if (!slide) return close();
    at = article.children[slide.from];
    sheet.replaceSync(only(slide));
    tell(n, all.length, titleOf(at), address);
    if (!bar.isConnected) article.before(bar);
    page.dataset.crunchySlides = "";
  }

  /** @param {number} n */
  function go(n) {
    history.pushState(null, "", address(n));
    show(n);
    scrollTo({ top: 0, behavior: "instant" });
    read();
  }

  function begin() {
    const all = slides();
    const reached = all.filter((s) => article.children[s.from].getBoundingClientRect().top < innerHeight * READ);
    const n = Math.max(0, reached.length - 1);
    from = { block: article.children[all[n].from], y: scrollY };
    go(n);
    bar.focus({ preventScroll: true });
  }

  /** All is as it was. */
  function close() {
    if (!at) return;
    const [here, focused] = [at, bar.contains(document.activeElement)];
    at = undefined;
    bar.remove();
    sheet.replaceSync("");
    delete page.dataset.crunchySlides;
    notes(false);
    if (document.fullscreenElement) wholeScreen();
    if (from?.block === here) scrollTo({ top: from.y, behavior: "instant" });
    else here.scrollIntoView({ behavior: "instant" });
    if (focused) (entries.find((b) => b.checkVisibility()) ?? /** @type {HTMLElement | null} */ (document.querySelector(".cr-menu > summary")))?.focus({ preventScroll: true });
    read();
  }

  function leave() {
    history.pushState(null, "", address());
    close();
  }

  /** Shows what the address says. */
  function follow() {
    const asked = new URLSearchParams(location.search).get(NAME);
    if (asked === null) return close();
    const place = placeIn(location.hash);
    const n = slideOf(place, slides());
    if (n < 0) return show((parseInt(asked, 10) || 1) - 1);
    show(n);
    history.replaceState(history.state, "", address(n) + location.hash);
    place?.scrollIntoView({ behavior: "instant" });
  }

  for (const b of entries) b.addEventListener("click", begin);
  bar.addEventListener("click", (e) => {
    const link = /** @type {HTMLElement} */ (e.target).closest("a[href]");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return; // to be opened elsewhere
    e.preventDefault();
    const rel = link.getAttribute("rel");
    if (!rel) leave();
    else go(slideOf(at, slides()) + (rel === "next" ? 1 : -1));
  });
  bar.querySelector('[data-do="notes"]')?.addEventListener("click", () => notes());
  addEventListener("popstate", follow);
  // The author may save another lesson, and the student add an editor.
  const changed = () => {
    const all = slides();
    for (const b of entries) b.hidden = all.length < 2;
    if (at) show(Math.max(0, slideOf(at, all)));
  };
  new MutationObserver(changed).observe(article, { childList: true });
  changed();
  follow();
  return { bar: () => (at ? bar : undefined), begun: true, end: (last) => go(last ? slides().length - 1 : 0), leave };
}
