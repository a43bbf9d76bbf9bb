// @ts-check
// Lines of a program that are folded away, between comments that say so.

const MARK = /^[ \t]*#[ \t]*(!hidden_code_begin|hidden_code_end!)[ \t]*$/;

/**
 * The first and the last of the lines that are folded away, from 0, with the
 * comments around them; what has no end is not folded.
 * @param {string[]} lines
 */
export function hiddenLines(lines) {
  /** @type {[first: number, last: number][]} */
  const found = [];
  let begin = -1;
  lines.forEach((line, i) => {
    const mark = line.length < 200 && MARK.exec(line)?.[1];
    if (!mark) return;
    if (mark[0] !== "!") {
      if (begin >= 0) found.push([begin, i]);
      begin = -1;
    } else if (begin < 0) begin = i;
  });
  return found;
}

/** How many lines of the author's are folded away in one place. @param {[number, number]} lines */
export const countHidden = ([first, last]) => last - first - 1;
