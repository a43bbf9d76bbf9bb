// @ts-check
// What SGR sequences say about the looks of text.

/**
 * Colours: 0–255 is a place in the palette (the first 16 follow the theme), a
 * string is #rrggbb, undefined the ordinary colour.
 * @typedef {number | string | undefined} Color
 * @typedef {{
 *   fg: Color, bg: Color, bold: boolean, dim: boolean, italic: boolean, underline: boolean,
 *   inverse: boolean, hidden: boolean, strike: boolean, overline: boolean, kind: string, link: string | undefined,
 * }} Style  kind: "" for standard output, "err" for standard error, "in" for what was typed; link: where it leads, http or https
 */

/**
 * @param {string} kind
 * @returns {Readonly<Style>}
 */
export function plain(kind = "") {
  return {
    fg: undefined, bg: undefined, bold: false, dim: false, italic: false, underline: false,
    inverse: false, hidden: false, strike: false, overline: false, kind, link: undefined,
  };
}

/** @type {Record<number, Partial<Style>>} */
const SIMPLE = {
  1: { bold: true }, 2: { dim: true }, 3: { italic: true }, 4: { underline: true }, 7: { inverse: true },
  8: { hidden: true }, 9: { strike: true }, 21: { underline: true }, 22: { bold: false, dim: false },
  23: { italic: false }, 24: { underline: false }, 27: { inverse: false }, 28: { hidden: false },
  29: { strike: false }, 39: { fg: undefined }, 49: { bg: undefined }, 53: { overline: true }, 55: { overline: false },
};

/**
 * The style after an SGR sequence. What it does not know is passed over.
 * @param {Readonly<Style>} style
 * @param {string} params  what stands between CSI and m
 * @returns {Readonly<Style>}
 */
export function sgr(style, params) {
  /** @type {Style} */
  let next = { ...style };
  const parts = params.split(";");
  for (let i = 0; i < parts.length; i++) {
    const [code, ...sub] = parts[i].split(":").map((x) => (x === "" ? 0 : Number(x)));
    if (code === 0) next = { ...plain(style.kind), link: style.link };
    else if (code === 4 && sub.length) next.underline = sub[0] !== 0;
    else if (SIMPLE[code]) Object.assign(next, SIMPLE[code]);
    else if (code >= 30 && code <= 37) next.fg = code - 30;
    else if (code >= 40 && code <= 47) next.bg = code - 40;
    else if (code >= 90 && code <= 97) next.fg = code - 82;
    else if (code >= 100 && code <= 107) next.bg = code - 92;
    else if (code === 38 || code === 48) {
      // 38;5;N and 38;2;R;G;B, or with colons, where a colour space may stand before R
      const args = sub.length ? sub : parts.slice(i + 1, i + 5).map(Number);
      const rgb = sub.length > 4 ? args.slice(2, 5) : args.slice(1, 4);
      const color = args[0] === 5 ? byte(args[1]) : args[0] === 2 ? hex(rgb) : undefined;
      if (color !== undefined) next[code === 38 ? "fg" : "bg"] = color;
      if (!sub.length) i += args[0] === 5 ? 2 : args[0] === 2 ? 4 : 0;
    }
  }
  return next;
}

/** @param {number} n */
const byte = (n) => Math.min(255, Math.max(0, n || 0));
/** @param {number[]} rgb */
const hex = (rgb) => "#" + [0, 1, 2].map((i) => byte(rgb[i]).toString(16).padStart(2, "0")).join("");

/**
 * A colour as CSS. The first 16 are custom properties, so that they suit the
 * theme; the others are xterm's.
 * @param {Color} color
 */
export function css(color) {
  if (typeof color !== "number") return color;
  if (color < 16) return `var(--cr-ansi-${color})`;
  if (color >= 232) return hex(Array(3).fill(8 + 10 * (color - 232)));
  const n = color - 16;
  return hex([Math.floor(n / 36), Math.floor(n / 6) % 6, n % 6].map((v) => (v ? 55 + 40 * v : 0)));
}

/** The longest address of a link. */
const LONGEST = 2048;

/**
 * The style after a hyperlink sequence (OSC 8). Only what leads to a page on
 * the web is a link.
 * @param {Readonly<Style>} style
 * @param {string} body  what stands between `8;` and the end: parameters, a semicolon, the address
 * @returns {Readonly<Style>}
 */
export function hyperlink(style, body) {
  const address = body.slice(body.indexOf(";") + 1);
  let link;
  if (/^https?:\/\//i.test(address) && address.length <= LONGEST) {
    try {
      link = new URL(address).href;
    } catch {
      // not an address
    }
  }
  return { ...style, link };
}
