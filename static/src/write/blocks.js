// @ts-check
// What can be put into a lesson, as a text with places to be filled in: ${1:so}. Places
// of the same number are filled in together; CodeMirror goes through them.
import { blockAt } from "./fences.js";

/** @typedef {"interpreter" | "editor" | "exercise" | "hint" | "solution" | "quiz" | "picture" | "link"} Block */

/** @type {Block[]} */
export const BLOCKS = ["interpreter", "editor", "exercise", "hint", "solution", "quiz", "picture", "link"];

/** Those that stand within a line. */
export const INLINE = new Set(["picture", "link"]);

/**
 * @typedef {{hint: string, hintText: string, question: string, right: string, wrong: string, why: string, alt: string, link: string}} Samples  in the reader's language
 */

/** @type {Record<"markdown" | "html", (name: string, s: Samples, file: string) => Record<Block, string>>} */
const TEMPLATES = {
  markdown: (name, s, file) => ({
    interpreter: "```python interpreter\n>>> ${1:6 * 7}\n${2:42}\n```",
    editor: `\`\`\`python editor name=\${1:${name}}\n\${2:print("Hello")}\n\`\`\``,
    exercise: `\`\`\`python editor name=\${1:${name}}\ndef \${2:double}(x):\n    return ______\n\`\`\`\n\n\`\`\`pycon doctest name=\${1:${name}}\n>>> \${2:double}(\${3:21})\n\${4:42}\n>>> \${2:double}(\${5:0})\n\${6:0}\n\`\`\``,
    hint: `<details class="hint" data-for="\${1:${name}}">\n<summary>${s.hint}</summary>\n\n\${2:${s.hintText}}\n\n</details>`,
    solution: `\`\`\`python solution name=\${1:${name}}\n\${2:def double(x):}\n    \${3:return 2 * x}\n\`\`\``,
    quiz: `\`\`\`text quiz name=\${1:${name}}\n\${2:${s.question}}\n\n- [x] \${3:${s.right}}\n- [ ] \${4:${s.wrong}} | \${5:${s.why}}\n\`\`\``,
    picture: `![\${1:${s.alt}}](\${2:${file}})`,
    link: `[\${1:${s.link}}](\${2:https://})`,
  }),
  html: (name, s, file) => ({
    interpreter: '<pre title="interpreter">\n&gt;&gt;&gt; ${1:6 * 7}\n${2:42}\n</pre>',
    editor: `<pre title="editor name=\${1:${name}}">\n\${2:print("Hello")}\n</pre>`,
    exercise: `<pre title="editor name=\${1:${name}}">\ndef \${2:double}(x):\n    return ______\n</pre>\n\n<pre title="doctest name=\${1:${name}}">\n&gt;&gt;&gt; \${2:double}(\${3:21})\n\${4:42}\n&gt;&gt;&gt; \${2:double}(\${5:0})\n\${6:0}\n</pre>`,
    hint: `<details class="hint" data-for="\${1:${name}}">\n<summary>${s.hint}</summary>\n<p>\${2:${s.hintText}}</p>\n</details>`,
    solution: `<pre title="solution name=\${1:${name}}">\n\${2:def double(x):}\n    \${3:return 2 * x}\n</pre>`,
    quiz: `<pre title="quiz name=\${1:${name}}">\n\${2:${s.question}}\n\n- [x] \${3:${s.right}}\n- [ ] \${4:${s.wrong}} | \${5:${s.why}}\n</pre>`,
    picture: `<img src="\${2:${file}}" alt="\${1:${s.alt}}">`,
    link: `<a href="\${2:https://}">\${1:${s.link}}</a>`,
  }),
};

/** What belongs to the exercise above it. */
const PARTS = new Set(["hint", "solution"]);
/** What is called like its kind. */
const NAME = /\bname=["']?([\w-]+)/g;

/**
 * The text of a block, with its places, for a place in a lesson.
 * @param {Block} block
 * @param {"markdown" | "html"} language
 * @param {string[]} lines  of the lesson
 * @param {number} line  where it is to stand, from 1
 * @param {Samples} samples
 * @param {string} [file]  of a picture
 */
export function blockText(block, language, lines, line, samples, file = "picture.png") {
  const used = [...lines.join("\n").matchAll(NAME)].map((m) => m[1]);
  const above = [...lines.slice(0, line).join("\n").matchAll(/\bdoctest\b[^\n]*?\bname=["']?([\w-]+)|\beditor\b[^\n]*?\bname=["']?([\w-]+)/g)].map((m) => m[1] ?? m[2]).at(-1);
  const kind = block === "quiz" ? "question" : block === "editor" ? "program" : "exercise";
  let n = 1;
  while (used.includes(`${kind}-${n}`)) n++;
  const name = PARTS.has(block) && above ? above : `${kind}-${n}`;
  return TEMPLATES[language](name, samples, file)[block];
}

/**
 * Where a block may be put that is asked for in a line: not within another one.
 * @param {string[]} lines
 * @param {number} line  from 1
 * @returns {{line: number, before: string, after: string}}  behind which line, and the empty lines around it
 */
export function roomFor(lines, line) {
  const at = blockAt(lines, line)?.to ?? line;
  const before = (lines[at - 1] ?? "").trim() ? (at ? "\n\n" : "") : lines[at - 2]?.trim() ? "\n" : "";
  const next = lines[at] ?? "";
  return { line: at, before, after: at >= lines.length ? "\n" : next.trim() ? "\n" : "" };
}
