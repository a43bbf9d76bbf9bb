// @ts-check
// The colours of a terminal, as the page's custom properties have them.

const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/**
 * Reads the colours that hold for an element at the moment.
 * @param {HTMLElement} at
 * @returns {import("@xterm/xterm").ITheme}
 */
export function palette(at) {
  const probe = document.createElement("span");
  at.append(probe);
  /** Custom properties may hold light-dark(): what comes of it, only a real property tells. @param {string} name */
  const colour = (name) => {
    probe.style.color = `var(--cr-${name})`;
    return getComputedStyle(probe).color;
  };
  /** @type {Record<string, string | undefined>} */
  const theme = {
    background: colour("term"), foreground: colour("term-ink"), cursor: colour("accent"), cursorAccent: colour("term"),
    selectionBackground: colour("line-strong"), selectionInactiveBackground: colour("line"),
    scrollbarSliderBackground: colour("line"), scrollbarSliderHoverBackground: colour("line-strong"), scrollbarSliderActiveBackground: colour("line-strong"),
  };
  NAMES.forEach((name, i) => {
    theme[name] = colour(`ansi-${i}`);
    theme[`bright${name[0].toUpperCase()}${name.slice(1)}`] = colour(`ansi-${i + 8}`);
  });
  // What curses paints the whole screen with, white on black, is our ink on our
  // ground in both themes; xterm sees to it that other pairs stay readable.
  theme.black = theme.background;
  theme.white = theme.foreground;
  probe.remove();
  return theme;
}

/**
 * Calls back when the colours may have changed.
 * @param {HTMLElement} section
 * @param {() => void} changed
 */
export function followTheme(section, changed) {
  const watcher = new MutationObserver(changed);
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class", "style"] });
  watcher.observe(section, { attributes: true, attributeFilter: ["class"] });
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) matchMedia(query).addEventListener("change", () => setTimeout(changed));
}
