// @ts-check
// What stands around the lesson: theme, menu, and the question of trust.
import { icon } from "./dom.js";
import { T } from "../text.js";

const THEMES = /** @type {const} */ (["system", "light", "dark"]);
/** Where theme.js looks before the first paint. */
const KEY = "crunchy theme";

/** Remembers a theme in this browser. @param {string} theme */
export function keepTheme(theme) {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // only for this page, then
  }
}

export function themeButtons() {
  const root = document.documentElement;
  const buttons = document.querySelectorAll('[data-do="theme"]');
  const symbols = [...buttons].map((b) => [...b.childNodes]); // of the system's theme
  const now = () => THEMES.indexOf(/** @type {any} */ (root.dataset.theme ?? "system"));
  const show = () => {
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
    b.addEventListener("click", () => {
      keepTheme(THEMES[(now() + 1) % THEMES.length]);
      show();
    });
  }
  show();
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

/** The button that lets a page of a stranger run. */
export function trust(/** @type {string} */ root, /** @type {string} */ tutorial, /** @type {(text: string) => void} */ notice) {
  for (const b of document.querySelectorAll('[data-do="trust"]')) {
    const button = /** @type {HTMLButtonElement} */ (b);
    button.disabled = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const answer = await fetch(`${root}trust?${new URLSearchParams({ tutorial })}`, {
          method: "POST", headers: { Accept: "application/json", "Content-Type": "text/plain; charset=utf-8" },
        });
        if (!answer.ok) throw new Error(String(answer.status));
        location.reload();
      } catch {
        button.disabled = false;
        notice(T.trustFailed);
      }
    });
  }
}
