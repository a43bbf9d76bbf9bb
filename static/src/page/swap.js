// @ts-check
// Puts a lesson as it is now in the place of the one that is shown.

/**
 * @typedef {import("../net/session.js").Refreshed} Refreshed
 * @typedef {import("../ui/cells.js").Cells} Cells
 */

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
const parts = new Map();

/** Notes how they are; before elements are made. @param {ParentNode} root */
export function noteParts(root) {
  for (const part of root.querySelectorAll(".cr-part[data-for]")) {
    const number = (part.getAttribute("data-for") ?? "").slice("cr-".length);
    parts.set(number, (parts.get(number) ?? "") + part.outerHTML);
  }
}

/**
 * What has to be the same of two pages for one to take the place of the other: their
 * kind, their styles, the buttons of the bar. Different for each page that cannot be put in place.
 * @param {Document} page
 */
export function template(page) {
  const { crunchyPage = "", trust = "" } = page.documentElement.dataset;
  const article = page.querySelector("article.cr-article");
  if (crunchyPage !== "lesson" || !article || article.querySelector(FIXED)) return {};
  const styles = [...page.head.querySelectorAll("style, link[rel~='stylesheet']:not([data-crunchy-added])")].map((e) => e.outerHTML);
  const doing = [...page.querySelectorAll(".cr-top [data-do], .cr-top .cr-menu, .cr-toc")].map((e) => e.getAttribute("data-do") ?? e.className);
  return [crunchyPage, trust, page.documentElement.lang, ...styles, ...doing].join("\n");
}

/**
 * Puts the fresh page in place.
 * @param {Document} fresh
 * @param {Refreshed[]} elements
 * @param {Cells} cells
 * @returns {Refreshed[]}  those that have to be made; the others are as they were
 */
export function swap(fresh, elements, cells) {
  const old = /** @type {HTMLElement} */ (document.querySelector("article.cr-article"));
  const article = /** @type {HTMLElement} */ (fresh.querySelector("article.cr-article"));
  number(article, new Map(elements.map((e) => [e.place, e.number])));
  const before = new Map(parts);
  parts.clear();
  noteParts(article);
  const added = [...old.querySelectorAll(".cr-added")].map((section) => ({ section, behind: behind(section) }));
  old.after(document.adoptNode(article)); // both are in the page: what moves from one to the other need not leave it

  /** @type {Refreshed[]} */
  const made = [];
  for (const element of elements) {
    const [was, is] = [sectionOf(old, element.number), sectionOf(article, element.number)];
    if (!is) continue; // the student's own
    if (element.fate !== "kept" || !was || before.get(element.number) !== parts.get(element.number)) {
      made.push(element);
      continue;
    }
    const [wasParts, isParts] = [partsOf(old, element.number), partsOf(article, element.number)];
    called(was, is);
    take(was, is);
    isParts.forEach((part, i) => wasParts[i] && take(wasParts[i], part));
  }
  for (const { section, behind: block } of added) {
    let at = block && counterpart(block, article) || [...article.querySelectorAll("section.cr-cell")].pop() || article.lastElementChild;
    while (at?.nextElementSibling?.classList.contains("cr-added")) at = at.nextElementSibling;
    const mark = document.createElement("span");
    if (at) at.after(mark);
    else article.append(mark);
    take(section, mark);
  }
  for (const gone of old.querySelectorAll("section.cr-cell")) cells.drop(/** @type {HTMLElement} */ (gone));
  old.remove();
  around(fresh);
  return made;
}

/** Puts a node in the place of another without taking it out of the page, where the browser can do that. @param {Element} node @param {Element} place */
function take(node, place) {
  const parent = /** @type {any} */ (place.parentNode);
  if (parent.moveBefore) parent.moveBefore(node, place);
  else parent.insertBefore(node, place);
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

/** An element that nobody has named is called by its place. @param {HTMLElement} was @param {HTMLElement} is */
function called(was, is) {
  const [name, now] = [was.querySelector(".cr-name"), is.querySelector(".cr-name")];
  if (!name || !now || name.textContent === now.textContent) return;
  name.replaceChildren(...now.childNodes);
  was.setAttribute("aria-label", is.getAttribute("aria-label") ?? "");
}

/** What an editor that the student has added stands behind. @param {Element} section */
function behind(section) {
  let at = section.previousElementSibling;
  while (at?.classList.contains("cr-added")) at = at.previousElementSibling;
  return at;
}

/** What a block of the old article is in the new one. @param {Element} block @param {Element} article */
function counterpart(block, article) {
  if (article.contains(block)) return block;
  return [...article.querySelectorAll(block.localName)].find((e) => e.textContent === block.textContent && !e.closest(".cr-cell"));
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
