// @ts-check
// Which lines of a Markdown text are in one block of code.

/**
 * Goes through the lines, and tells of each which block of code it is in, if any: a
 * number that is another for each; the front matter is 0.
 * @param {string[]} lines
 */
export function blocks(lines) {
  /** @type {(number | undefined)[]} */
  const all = [];
  let fence = "";
  let n = 0;
  if (/^(---|\+\+\+)\s*$/.test(lines[0] ?? "")) {
    const end = lines.findIndex((l, i) => i > 0 && l.trim() === lines[0].trim());
    if (end > 0) all.push(...Array(end + 1).fill(0));
  }
  for (const line of lines.slice(all.length)) {
    const mark = /^\s*(?:>\s*)*(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1] ?? "";
    if (fence) {
      all.push(n);
      if (mark.startsWith(fence) && line.trim().endsWith(mark)) fence = "";
    } else if (mark) {
      all.push(++n);
      fence = mark;
    } else all.push(undefined);
  }
  return all;
}

/**
 * The block of code, or the front matter, that a line is in.
 * @param {string[]} lines
 * @param {number} line  from 1
 * @returns {{from: number, to: number} | undefined}  its first and last line
 */
export function blockAt(lines, line) {
  const all = blocks(lines);
  const n = all[line - 1];
  return n === undefined ? undefined : { from: all.indexOf(n) + 1, to: all.lastIndexOf(n) + 1 };
}
