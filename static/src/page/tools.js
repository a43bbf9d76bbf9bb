// @ts-check
// A page with a look of its own has no bar of ours at its top. What one can do
// with the whole page stands in a corner: a bar that one can fold into a button,
// and on a phone a button that opens it as a sheet. It goes out of the way while
// one scrolls down.
import { headings } from "./headings.js";
import { sprite } from "./sprite.js";
import { shield } from "./trust.js";
import { el, icon } from "../ui/dom.js";
import { lang } from "../language.js";
import { T } from "../text.js";

/** Where it is kept whether the bar is folded. */
const KEY = "crunchy tools";
/** How much room it needs below the page, so that it covers nothing for good. */
const ROOM = 76;
/** Scrolling that is meant. */
const MEANT = 8;

export function cornerTools() {
  const page = document.documentElement;
  const { crunchyPage, crunchyHome, crunchySearch, crunchyTrust, crunchyMargin, trust } = page.dataset;
  if (crunchyPage !== "html" || !crunchyHome) return;
  const small = matchMedia("(max-width: 680px)");
  const live = trust === "display" ? 0 : document.querySelectorAll("section.cr-cell[data-number]").length;
  const bar = el("div", { class: "cr-tools-bar", id: "cr-tools-bar" });
  if (live) bar.append(progress(live), action("run-all", "all", T.runAll), action("restart", "reset", T.restart));
  const contents = headings(T.contents);
  if (contents) bar.append(contents);
  if (crunchySearch) bar.append(action("search", "search", T.searchShort, T.searchLabel));
  if (crunchyTrust) bar.append(action("shield", shield(crunchyTrust), T.trust.short, T.trust.label(crunchyTrust)));
  if (crunchyMargin !== undefined) bar.append(action("margin", icon("margin"), T.margin.short, T.margin.label));
  bar.append(action("theme", "theme", T.themeShort, T.theme.system),
    el("a", { class: "cr-btn", href: crunchyHome, "aria-label": T.home }, sprite("home"), el("span", { class: "cr-tools-word" }, T.homeShort)));
  const toggle = el("button", { class: "cr-btn cr-tools-open", type: "button", "aria-label": T.pageTools, "aria-controls": "cr-tools-bar" }, icon("more"));
  const tools = el("nav", { class: "cr-ui cr-tools", lang, "aria-label": T.tools }, toggle, bar);

  /** @param {boolean} open */
  function show(open) {
    tools.classList.toggle("cr-open-tools", open);
    toggle.setAttribute("aria-expanded", String(open));
    toggle.replaceChildren(open ? sprite("close") : icon("more"));
    if (!open && contents) contents.open = false;
  }
  const open = () => tools.classList.contains("cr-open-tools");
  const atFirst = () => show(!small.matches && recall() !== "folded");
  toggle.addEventListener("click", () => {
    show(!open());
    if (!small.matches) keep(open() ? "" : "folded");
  });
  small.addEventListener("change", atFirst);
  atFirst();

  // one has chosen, or is elsewhere
  document.addEventListener("click", (e) => {
    const target = /** @type {Element} */ (e.target);
    const chosen = target.closest?.("a, [data-do]:not([data-do='theme'])");
    const path = e.composedPath(); // what was clicked may be gone
    if (contents && (chosen || !path.includes(contents))) contents.open = false;
    if (path.includes(tools) && !chosen) return;
    if (small.matches) show(false);
  });
  tools.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    if (contents?.open) {
      contents.open = false;
      contents.querySelector("summary")?.focus();
    } else if (open()) {
      toggle.focus();
      show(false);
    }
  });

  // out of the way of reading, and back for whom looks for it
  const away = (/** @type {boolean} */ on) => tools.classList.toggle("cr-away", on);
  let last = scrollY;
  addEventListener("scroll", () => {
    const by = scrollY - last;
    if (Math.abs(by) < MEANT) return;
    last = scrollY;
    const end = innerHeight + scrollY >= page.scrollHeight - ROOM / 2;
    const on = by > 0 && !end && !tools.querySelector(":focus-visible");
    if (on && small.matches) show(false);
    away(on);
  }, { passive: true });
  tools.addEventListener("focusin", () => away(false));

  document.body.append(tools);
  document.body.style.paddingBottom = `calc(${getComputedStyle(document.body).paddingBottom} + ${ROOM}px)`;
  if (getComputedStyle(page).scrollPaddingBottom === "auto") page.style.scrollPaddingBottom = `${ROOM}px`;
}

/** Filled by progress.js. @param {number} live */
function progress(live) {
  const steps = el("span", { class: "cr-steps cr-fill", role: "progressbar", "aria-label": T.progress, "aria-valuemin": "0", "aria-valuemax": String(live), "aria-valuenow": "0" }, el("i"));
  return el("div", { class: "cr-progress", hidden: true }, el("span", { class: "cr-count" }), steps);
}

/**
 * A button that others bring to life.
 * @param {string} act
 * @param {string | SVGElement} symbol
 * @param {string} word
 * @param {string} [label]  more than the word
 */
function action(act, symbol, word, label) {
  return el("button", { class: "cr-btn", "data-do": act, type: "button", disabled: true, "aria-label": label ?? false },
    typeof symbol === "string" ? sprite(symbol) : symbol, el("span", { class: label ? "cr-tools-word" : "" }, word));
}

function recall() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {string} how */
function keep(how) {
  try {
    if (how) localStorage.setItem(KEY, how);
    else localStorage.removeItem(KEY);
  } catch {
    // only for this page, then
  }
}
