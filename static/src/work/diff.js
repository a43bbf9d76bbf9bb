// @ts-check
// What two texts differ in, line by line.

/** @typedef {{how: "" | "-" | "+", text: string}} Line  "-": only in the first, "+": only in the second */

/** More than this is not compared line by line. */
const MOST = 4_000_000;

/**
 * The longest common sequence of lines, and what stands between.
 * @param {string} first
 * @param {string} second
 * @returns {Line[]}
 */
export function difference(first, second) {
  const a = first.split("\n");
  const b = second.split("\n");
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const before = a.slice(0, head).map((text) => line("", text));
  const after = a.slice(a.length - tail).map((text) => line("", text));
  return [...before, ...between(a.slice(head, a.length - tail), b.slice(head, b.length - tail)), ...after];
}

/** @param {Line["how"]} how @param {string} text @returns {Line} */
const line = (how, text) => ({ how, text });

/** @param {string[]} a @param {string[]} b @returns {Line[]} */
function between(a, b) {
  if (a.length * b.length > MOST) return [...a.map((t) => line("-", t)), ...b.map((t) => line("+", t))];
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width); // of what follows
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] = a[i] === b[j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  /** @type {Line[]} */
  const out = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      out.push(line("", a[i++]));
      j++;
    } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) out.push(line("-", a[i++]));
    else out.push(line("+", b[j++]));
  }
  while (i < a.length) out.push(line("-", a[i++]));
  while (j < b.length) out.push(line("+", b[j++]));
  return out;
}
