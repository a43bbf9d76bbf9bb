// @ts-check
// What stands around the lesson: theme and menu.
import { icon } from "./dom.js";
import { root } from "../net/root.js";
import { T } from "../text.js";

const THEMES = /** @type {const} */ (["system", "light", "dark"]);
/** The cookie in which the server finds it: the page comes in its colours. */
const KEY = "crunchy-theme";
/** Seconds that the browser keeps it for. */
const YEAR = 365 * 24 * 3600;

/** Shows on the buttons which theme it is; there are none yet. */
let showTheme = () => {};

/** Remembers a theme in this browser. @param {string} theme */
export function keepTheme(theme) {
  const page = document.documentElement;
  if (theme === "system") delete page.dataset.theme;
  else page.dataset.theme = theme;
  document.cookie = `${KEY}=${theme}; Path=${new URL(root).pathname}; SameSite=Strict; Max-Age=${theme === "system" ? 0 : YEAR}`;
  showTheme();
}

export function themeButtons() {
  const page = document.documentElement;
  const buttons = document.querySelectorAll('[data-do="theme"]');
  const symbols = [...buttons].map((b) => [...b.childNodes]); // of the system's theme
  const now = () => THEMES.indexOf(/** @type {any} */ (page.dataset.theme ?? "system"));
  showTheme = () => {
    const theme = THEMES[now()];
    const words = `${T.theme[theme]}. ${T.themeNext[THEMES[(now() + 1) % THEMES.length]]}`;
    buttons.forEach((b, i) => {
      b.setAttribute("aria-label", words);
      b.setAttribute("title", words);
      b.replaceChildren(...(theme === "system" ? symbols[i] : [icon(theme === "light" ? "sun" : "moon")]));
    });
  };
  for (const b of buttons) {
    if (b instanceof HTMLButtonElement) b.disabled = false;
    b.addEventListener("click", () => keepTheme(THEMES[(now() + 1) % THEMES.length]));
  }
  showTheme();
}

/** The menu of small screens closes when one has chosen, or clicks elsewhere. */
export function menus() {
  for (const menu of document.querySelectorAll("details.cr-menu")) {
    const details = /** @type {HTMLDetailsElement} */ (menu);
    document.addEventListener("click", (e) => {
      const target = /** @type {Element} */ (e.target);
      if (!details.contains(target) || target.closest("a, button")) details.open = false;
    });
    details.addEventListener("keydown", (e) => {
      if (e.key !== "Escape" || !details.open) return;
      details.open = false;
      details.querySelector("summary")?.focus();
    });
  }
}
