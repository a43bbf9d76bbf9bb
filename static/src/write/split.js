// @ts-check
// Takes a lesson apart at a heading.
import { blocks } from "./fences.js";

const HEADING = /^ {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$/;

/**
 * The lesson that begins with the heading a line is below, or is: that one is its title,
 * and those of its size or smaller come after it. Nothing where that is the title of
 * the lesson itself.
 * @param {string[]} lines
 * @param {number} line  from 1
 * @returns {{from: number, title: string, text: string} | undefined}  from: the number of the heading's line
 */
export function splitAt(lines, line) {
  const inside = blocks(lines);
  /** Of the line with an index. @param {number} i */
  const heading = (i) => (inside[i] === undefined ? HEADING.exec(lines[i]) : null);
  let at = Math.min(line, lines.length) - 1;
  while (at >= 0 && !heading(at)) at--;
  const found = at < 0 ? null : heading(at);
  if (!found?.[2] || !lines.slice(0, at).some((l, i) => l.trim() && inside[i] !== 0)) return undefined;
  const up = found[1].length - 1;
  const moved = lines.slice(at).map((l, i) => (up && heading(at + i) ? l.replace(/#+/, (marks) => marks.slice(Math.min(up, marks.length - 1))) : l));
  return { from: at + 1, title: found[2].replace(/[*_`]/g, ""), text: `${moved.join("\n").trimEnd()}\n` };
}
