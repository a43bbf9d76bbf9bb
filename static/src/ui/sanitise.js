// @ts-check
// HTML that a program shows. It is parsed into a document of its own, where
// nothing runs and nothing loads, and what is known to be harmless is built
// anew from it. The result is nodes; no string is ever parsed into the page.

const ELEMENTS = new Set(
  ("a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 " +
    "hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var")
    .split(" "),
);
/** Left out with all that is in them; of other unknown elements the contents stay. */
const DROPPED = new Set(
  ("script style template noscript iframe frame frameset object embed applet head title textarea select option " +
    "button form input svg math audio video canvas link meta base portal dialog slot").split(" "),
);
const ATTRIBUTES = new Set("align alt border colspan dir headers height lang open rowspan scope span start title valign width".split(" "));
/** What a style attribute may say; nothing that leaves the box or loads anything. */
const STYLES = new Set(
  ("background-color border border-bottom border-collapse border-color border-left border-right border-top color " +
    "font-family font-size font-style font-weight height max-width min-width padding padding-bottom padding-left padding-right " +
    "padding-top text-align text-decoration vertical-align white-space width").split(" "),
);
const LINK = /^(?:https?:|mailto:|#)/i;
const PICTURE = /^data:image\/(?:png|gif|jpeg|webp|svg\+xml)[;,]/i;
const DEEPEST = 200;

/** @typedef {{createHTML: (html: string) => any}} Policy */

/** @type {Policy | undefined} */
let policy;

/** A document that does nothing. The page allows parsing only through a policy; this one is used for DOMParser only. */
export function parsed(/** @type {string} */ html) {
  const factory = /** @type {any} */ (globalThis).trustedTypes;
  policy ??= factory ? /** @type {Policy} */ (factory.createPolicy("crunchy-inert", { createHTML: (/** @type {string} */ s) => s })) : { createHTML: (s) => s };
  // Handlers would be left out below all the same; but the browser complains of
  // each of them already when it parses.
  const quiet = html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])on\w+\s*=/gi, "$1data-off="));
  return new DOMParser().parseFromString(policy.createHTML(quiet), "text/html");
}

/**
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function sanitise(html) {
  const out = document.createDocumentFragment();
  copy(parsed(html).body, out, 0);
  return out;
}

/**
 * @param {Node} from
 * @param {Node} to
 * @param {number} depth
 */
function copy(from, to, depth) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.appendChild(document.createTextNode(node.nodeValue ?? ""));
    else if (node.nodeType === Node.ELEMENT_NODE && depth < DEEPEST) element(/** @type {Element} */ (node), to, depth + 1);
  }
}

/**
 * @param {Element} node
 * @param {Node} to
 * @param {number} depth
 */
function element(node, to, depth) {
  const tag = node.localName;
  if (DROPPED.has(tag)) return;
  if (!ELEMENTS.has(tag) || node.namespaceURI !== "http://www.w3.org/1999/xhtml") return copy(node, to, depth);
  const made = document.createElement(tag);
  for (const { name, value } of node.attributes) {
    if (ATTRIBUTES.has(name)) made.setAttribute(name, value);
  }
  if (tag === "a" && LINK.test(node.getAttribute("href") ?? "")) {
    made.setAttribute("href", /** @type {string} */ (node.getAttribute("href")));
    made.setAttribute("rel", "noopener noreferrer");
    made.setAttribute("target", "_blank");
  }
  if (tag === "img") {
    const src = node.getAttribute("src") ?? "";
    if (!PICTURE.test(src)) return;
    made.setAttribute("src", src);
    if (!made.hasAttribute("alt")) made.setAttribute("alt", "");
  }
  const style = /** @type {HTMLElement} */ (node).style;
  for (const name of style) {
    const value = style.getPropertyValue(name);
    if (STYLES.has(name.replace(/-(?:style|width|color)$/, "")) || STYLES.has(name)) {
      if (!/url|image|expression|var\(|attr\(|^initial$/i.test(value)) made.style.setProperty(name, value);
    }
  }
  to.appendChild(made);
  copy(node, made, depth);
}
