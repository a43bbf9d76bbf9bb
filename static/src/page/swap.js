// @ts-check
// Puts a lesson as it is now in the place of the one that is shown.
import { REWRITTEN } from "../ui/example.js";

/**
 * @typedef {import("../net/session.js").Refreshed} Refreshed
 * @typedef {import("../ui/cells.js").Cells} Cells
 */

/** Where blocks stand in the lesson's file: what moves them does not change them. */
const LINE = "data-crunchy-line";
const LINES = new RegExp(` ${LINE}="\\d*"`, "g");
const markupOf = (/** @type {Element} */ e) => e.outerHTML.replace(LINES, "");
/** @param {Element} was @param {Element} is */
function moved(was, is) {
  const line = is.getAttribute(LINE);
  if (line) was.setAttribute(LINE, line);
}
/** What has been prepared once, when the page was opened. */
const FIXED = ".cr-slide, .cr-preferences, .cr-sealed, [data-crunchy-exam]";
/** Attributes that hold the ids of elements. */
const NAMING = ["id", "for", "href", "data-for", "data-number", "aria-controls", "aria-labelledby", "aria-describedby"];
/** What stands around an element for it: tests, hints, a solution. */
const partsOf = (/** @type {ParentNode} */ root, /** @type {string} */ number) =>
  /** @type {HTMLElement[]} */ ([...root.querySelectorAll(`.cr-part[data-for="cr-${number}"]`)]);
const sectionOf = (/** @type {ParentNode} */ root, /** @type {string} */ number) =>
  /** @type {HTMLElement | null} */ (root.querySelector(`section.cr-cell[data-number="${number}"]`));

/** How the parts of each element came from the server, before they were brought to life. @type {Map<string, string>} */
let parts = new Map();
/** And how each block of the article did. @type {Map<Element, string>} */
let blocks = new Map();

/** Notes how the page came; before elements are made. */
export function notePage() {
  const article = document.querySelector("article.cr-article");
  if (!article) return;
  parts = partsIn(article);
  blocks = new Map([...article.children].map((block) => [block, markupOf(block)]));
}

/** @param {Element} article */
function partsIn(article) {
  const found = new Map();
  for (const part of article.querySelectorAll(".cr-part[data-for]")) {
    const number = numberFor(part);
    found.set(number, (found.get(number) ?? "") + markupOf(part));
  }
  return found;
}

/** The number of the element that a part is for. @param {Element} part */
const numberFor = (part) => (part.getAttribute("data-for") ?? "").slice("cr-".length);

/**
 * What has to be the same of two pages for one to take the place of the other: their
 * kind, their styles, the buttons of the bar. Different for each page that cannot be put in place.
 * @param {Document} page
 */
export function template(page) {
  const { crunchyPage = "", trust = "" } = page.documentElement.dataset;
  const article = page.querySelector("article.cr-article");
  if (crunchyPage !== "lesson" || !article || article.querySelector(FIXED)) return {};
  if ([...article.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.nodeValue?.trim())) return {}; // text that is in no block
  const styles = [...page.head.querySelectorAll("style, link[rel~='stylesheet']:not([data-crunchy-added])")].map((e) => e.outerHTML);
  const doing = [...page.querySelectorAll(".cr-top [data-do], .cr-top details.cr-menu, .cr-toc")].map((e) => e.getAttribute("data-do") ?? e.className);
  return [crunchyPage, trust, page.documentElement.lang, ...styles, ...doing].join("\n");
}

/**
 * Puts the fresh page in place: of the article only the blocks that are others now.
 * @param {Document} fresh
 * @param {Refreshed[]} elements
 * @param {Cells} cells
 * @returns {Refreshed[]}  those that have to be made; the others are as they were
 */
export function swap(fresh, elements, cells) {
  const article = /** @type {HTMLElement} */ (document.querySelector("article.cr-article"));
  const next = /** @type {HTMLElement} */ (fresh.querySelector("article.cr-article"));
  number(next, new Map(elements.map((e) => [e.place, e.number])));
  const now = partsIn(next);
  /** The sections that stay, by number. @type {Map<string, Element>} */
  const kept = new Map();
  /** @type {Refreshed[]} */
  const made = [];
  for (const element of elements) {
    const [was, is] = [sectionOf(article, element.number), sectionOf(next, element.number)];
    if (!is) continue; // the student's own
    if (was && element.fate === "kept" && parts.get(element.number) === now.get(element.number)) kept.set(element.number, was);
    else made.push(element);
  }
  const partsOfKept = new Map([...now.keys()].filter((n) => kept.has(n)).map((n) => [n, { was: partsOf(article, n), is: partsOf(next, n) }]));
  const pairs = pair(next, kept);
  const leaving = place(article, pairs);
  for (const { block, was } of pairs) {
    if (was) {
      moved(was, block);
      continue;
    }
    for (const section of sectionsIn(block)) stay(kept.get(section.getAttribute("data-number") ?? ""), section);
  }
  for (const { was, is } of partsOfKept.values()) is.forEach((part, i) => article.contains(part) && was[i] && take(was[i], part));
  for (const block of leaving) {
    if (block.parentElement !== article) continue; // it has its place in another one
    for (const section of sectionsIn(block)) cells.drop(/** @type {HTMLElement} */ (section));
    block.remove();
  }
  parts = now;
  blocks = new Map(pairs.map(({ block, was, markup }) => [was ?? kept.get(block.getAttribute("data-number") ?? "") ?? block, markup]));
  around(fresh);
  return made;
}

/** The elements in a block, which may be one. @param {Element} block */
const sectionsIn = (block) => [block, ...block.querySelectorAll("section.cr-cell")].filter((e) => e.matches("section.cr-cell"));

/** @typedef {{block: Element, was: Element | undefined, markup: string}} Pair  was: the block of the page that it is */

/**
 * Finds which blocks are on the page already: those with the same markup, and elements that stay.
 * @param {Element} next
 * @param {Map<string, Element>} kept
 * @returns {Pair[]}
 */
function pair(next, kept) {
  /** @type {Map<string, Element[]>} */
  const spare = new Map();
  for (const [block, markup] of blocks) {
    if (block.parentElement?.matches(".cr-article")) spare.set(markup, [...(spare.get(markup) ?? []), block]);
  }
  return [...next.children].map((block) => {
    const markup = markupOf(block);
    if (block.matches("section.cr-cell")) {
      const was = kept.get(block.getAttribute("data-number") ?? "");
      const alone = was?.parentElement?.matches(".cr-article") ? was : undefined; // else it comes out of another block
      if (alone) called(alone, block);
      return { block, was: alone, markup };
    }
    const others = [block, ...block.querySelectorAll("section.cr-cell, .cr-part[data-for]")].some((e) =>
      e.matches("section.cr-cell") ? !kept.has(e.getAttribute("data-number") ?? "") : e.matches(".cr-part[data-for]") && !kept.has(numberFor(e)));
    return { block, was: others ? undefined : spare.get(markup)?.shift(), markup };
  });
}

/**
 * Puts the blocks in their order, and returns those that are to go. What the student has
 * added stays behind what it stands behind.
 * @param {Element} article
 * @param {Pair[]} pairs
 */
function place(article, pairs) {
  const staying = new Set(pairs.map(({ was }) => was));
  const added = (/** @type {Element | null} */ e) => !!e?.matches(".cr-added, .cr-finding");
  const leaving = new Set([...article.children].filter((e) => !staying.has(e) && !added(e)));
  let at = article.firstElementChild;
  for (const { block, was } of pairs) {
    while (at && leaving.has(at)) at = at.nextElementSibling;
    if (was && was === at) at = at.nextElementSibling;
    else put(was ?? document.adoptNode(block), article, at);
    while (added(at)) at = at?.nextElementSibling ?? null;
  }
  return leaving;
}

/** An element that stays takes its place in a block that is new. @param {Element | undefined} was @param {Element} is */
function stay(was, is) {
  if (!was || was === is) return;
  called(was, is);
  take(was, is);
}

/** Puts a node somewhere without taking it out of the page, where the browser can do that. @param {Element} node @param {any} parent @param {Element | null} before */
function put(node, parent, before) {
  if (parent.moveBefore && node.isConnected) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}

/** Puts a node in the place of another. @param {Element} node @param {Element} place */
function take(node, place) {
  if (node === place) return;
  put(node, place.parentNode, place);
  place.remove();
}

/** Gives elements the numbers that they have on this page. @param {Element} root @param {Map<string, string>} numbers */
function number(root, numbers) {
  if ([...numbers].every(([from, to]) => from === to)) return;
  for (const e of root.querySelectorAll(NAMING.map((name) => `[${name}]`).join())) {
    for (const name of NAMING) {
      const value = e.getAttribute(name);
      if (value === null) continue;
      const now = name === "data-number" ? numbers.get(value) ?? value : value.replace(/\bcr-(\d{4})(?!\d)/g, (all, n) => (numbers.has(n) ? `cr-${numbers.get(n)}` : all));
      if (now !== value) e.setAttribute(name, now);
    }
  }
}

/** An element stands where it stands now, and is called by its place when nobody has named it. @param {Element} was @param {Element} is */
function called(was, is) {
  moved(was, is);
  rewritten(was, is);
  const [name, now] = [was.querySelector(".cr-name"), is.querySelector(".cr-name")];
  if (!name || !now || name.textContent === now.textContent) return;
  name.replaceChildren(...now.childNodes);
  was.setAttribute("aria-label", is.getAttribute("aria-label") ?? "");
}

/** What a session is said to print may be other than before, where its code is as it was. @param {Element} was @param {Element} is */
function rewritten(was, is) {
  if (!was.querySelector(":scope > .cr-entry")) return;
  const [code, now] = [was, is].map((e) => e.querySelector(":scope > pre.cr-code > code"));
  if (!code || !now || code.textContent === now.textContent) return;
  code.replaceChildren(...now.childNodes);
  was.dispatchEvent(new Event(REWRITTEN));
}

/** What stands around the article. @param {Document} fresh */
function around(fresh) {
  document.title = fresh.title;
  const maths = fresh.head.querySelector('link[href$="/math.css"]');
  if (maths && !document.head.querySelector('link[href$="/math.css"]')) document.head.append(document.adoptNode(maths));
  for (const place of [".cr-brand", ".cr-top .cr-steps", ".cr-toc > ol", ".cr-toc > ul"]) {
    const now = [...fresh.querySelectorAll(place)];
    document.querySelectorAll(place).forEach((e, i) => {
      if (!now[i]) return;
      for (const name of ["class", "aria-valuemax"]) if (now[i].hasAttribute(name)) e.setAttribute(name, now[i].getAttribute(name) ?? "");
      e.replaceChildren(...now[i].childNodes);
    });
  }
}

/** What other files say of a lesson that is as it was: its course, and the lessons before and after it. @param {Document} fresh */
export function neighbours(fresh) {
  document.title = fresh.title;
  for (const place of [".cr-brand", ".cr-pager", ".cr-toc .cr-next"]) {
    const [was, is] = [document.querySelectorAll(place), fresh.querySelectorAll(place)];
    was.forEach((e, i) => {
      if (!is[i]) return;
      if (blocks.has(e)) blocks.set(e, markupOf(is[i]));
      e.replaceChildren(...is[i].childNodes);
    });
  }
}

/** When pictures and style sheets were saved, by their addresses. @type {Map<string, number>} */
const saved = new Map();
/** Whether any may have been. */
let any = 0;

/** Fetches anew the pictures and style sheets that were saved. @param {Set<string>} names  as the lesson calls them; "" is any */
export function assets(names) {
  for (const name of names) {
    if (name) saved.set(new URL(name.split("/").map(encodeURIComponent).join("/"), location.href).pathname, Date.now());
    else any = Date.now();
  }
  if (!saved.size && !any) return;
  /** @param {string} address @returns {string | undefined} */
  const anew = (address) => {
    const url = new URL(address, location.href);
    const when = Math.max(saved.get(url.pathname) ?? 0, any);
    if (!when || url.origin !== location.origin || url.searchParams.get("saved") === String(when)) return undefined;
    url.searchParams.set("saved", String(when));
    return url.href;
  };
  for (const image of /** @type {NodeListOf<HTMLImageElement>} */ (document.querySelectorAll(".cr-article img[src]:not([src^='data:'])"))) {
    const now = anew(image.src);
    if (now) image.src = now;
  }
  for (const link of /** @type {NodeListOf<HTMLLinkElement>} */ (document.head.querySelectorAll("link[rel~='stylesheet']:not([data-crunchy-added])"))) {
    const now = anew(link.href);
    if (now) link.href = now;
  }
}
