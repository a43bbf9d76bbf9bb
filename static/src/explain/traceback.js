// @ts-check
// Finds in what a program has written the traceback at its end.

/** @typedef {{plain: string, err: string}} Line  err: what of it stands at its end and went to standard error */

const HEADER = /^(?:  \+ Exception Group )?Traceback \(most recent call last\):$/;
const CHAIN = /^(?:During handling of the above exception, another exception occurred|The above exception was the direct cause of the following exception):$/;

/**
 * The first line of the traceback that the lines end with, -1 when there is
 * none that is surely Python's own for an error of that type.
 * @param {Line[]} lines
 * @param {string} type
 */
export function tracebackAt(lines, type) {
  let end = lines.length;
  while (end > 0 && !lines[end - 1].err && !lines[end - 1].plain) end--;
  let start = header(lines, end);
  const name = type.split(".").pop() ?? "";
  const own = (/** @type {Line} */ { err }) => {
    const text = err.replace(/^[\s|]*(?:[\w<>]+\.)*/, "");
    return text === name || text.startsWith(`${name}:`) || text.startsWith(`${name} (`);
  };
  if (start < 0) return /^(?:SyntaxError|IndentationError|TabError)$/.test(name) ? unheaded(lines, end, own) : -1;
  if (!lines.slice(start + 1, end).some(own)) return -1;
  while (start > 2 && !lines[start].plain && CHAIN.test(lines[start - 2].err)) {
    const before = header(lines, start - 2);
    if (before < 0) break;
    start = before;
  }
  return start;
}

/**
 * The last header before end, if nothing but standard error follows it.
 * @param {Line[]} lines
 * @param {number} end
 */
function header(lines, end) {
  for (let i = end - 1; i >= 0; i--) {
    if (HEADER.test(lines[i].err)) return i;
    if (lines[i].plain) return -1;
  }
  return -1;
}

/**
 * What cannot be read at all has no header.
 * @param {Line[]} lines
 * @param {number} end
 * @param {(line: Line) => boolean} own
 */
function unheaded(lines, end, own) {
  let said = false;
  for (let i = end - 1; i >= 0; i--) {
    said ||= own(lines[i]);
    if (said && /^  File ".*", line \d+$/.test(lines[i].err)) return i;
    if (lines[i].plain) return -1;
  }
  return -1;
}
