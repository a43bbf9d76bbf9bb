// What stands behind the text of a lesson beside its page.
import assert from "node:assert/strict";
import test from "node:test";
import { BLOCKS, blockText, roomFor } from "../src/write/blocks.js";
import { blockAt } from "../src/write/fences.js";
import { splitAt } from "../src/write/split.js";
import { placeIn, saysAt, wordsAt } from "../src/write/words.js";

test("a line is in a block of code, in the front matter, or in neither", () => {
  const lines = `---
title: "\`\`\`"
---
\`\`\`python editor
~~~
\`\`
\`\`\`\`
a \`\`\`code\`\`\` in a line
\`\`\`code\`\`\`

> ~~~~
> ~~~
> ~~~~
\`\`\`text
and so on`.split("\n");
  const at = lines.map((_, i) => blockAt(lines, i + 1)).map((b) => (b ? `${b.from}-${b.to}` : ""));
  assert.deepEqual(at, ["1-3", "1-3", "1-3", "4-7", "4-7", "4-7", "4-7", "", "", "", "11-13", "11-13", "11-13", "14-15", "14-15"]);
  assert.equal(blockAt([], 1), undefined);
  assert.equal(blockAt(["---", "no end"], 1), undefined);
});

const vocabulary = {
  keywords: [
    { names: ["editor"], options: ["linenumber", "name", "no_copy"], says: "A program." },
    { names: ["interpreter", "borg"], options: ["name"], says: "An example." },
  ],
  options: [{ names: ["linenumber"], says: "Numbers." }, { names: ["name"], as: "name=week", says: "A name." }, { names: ["no_copy"], says: "Not shown." }],
  languages: ["python", "text"],
};

test("words for Crunchy are known where they stand", () => {
  const said = (before, language = "markdown", opens = true) => {
    const place = placeIn(before, language, opens);
    return place && `${place.kind} ${place.from} ${wordsAt(vocabulary, place).map((w) => w.as ?? w.label)}`;
  };
  assert.equal(said("```"), "language 3 python,text");
  assert.equal(said("> ~~~py"), "language 5 python,text");
  assert.equal(said("```python "), "keyword 10 editor,interpreter,borg");
  assert.equal(said("``` python ed"), "keyword 11 editor,interpreter,borg");
  assert.equal(said("```python editor "), "option 17 linenumber,name=week,no_copy");
  assert.equal(said("```python Borg n"), "option 15 name=week");
  assert.equal(said("```python editor name=x No-Copy l"), "option 32 linenumber");
  assert.equal(said("```python editor name=x"), undefined); // a value
  assert.equal(said("```python no-such-word l"), "option 23 ");
  assert.equal(said("```python ed", "markdown", false), undefined); // it ends a block
  assert.equal(said("a line of text"), undefined);
  assert.equal(said("some `code` here"), undefined);
  assert.equal(said('<pre title="ed', "html"), "keyword 12 editor,interpreter,borg");
  assert.equal(said("<pre class=x title='editor n", "html"), "option 27 linenumber,name=week,no_copy");
  assert.equal(said('<pre title="editor', "markdown", false), "keyword 12 editor,interpreter,borg");
  assert.equal(said('<pre title="editor">', "html"), undefined);
  assert.equal(said("```python ed", "html"), undefined);
});

test("a word says what it means, wherever in it one is", () => {
  const line = "```python Editor no-copy name=week";
  for (const at of [10, 12, 16]) assert.deepEqual(saysAt(vocabulary, line, at, "markdown", true), { from: 10, to: 16, says: "A program." });
  assert.deepEqual(saysAt(vocabulary, line, 20, "markdown", true), { from: 17, to: 24, says: "Not shown." });
  assert.equal(saysAt(vocabulary, line, 26, "markdown", true)?.says, "A name.");
  for (const at of [1, 5, 32]) assert.equal(saysAt(vocabulary, line, at, "markdown", true), undefined);
  assert.equal(saysAt(vocabulary, line, 12, "markdown", false), undefined);
});

const samples = { hint: "Hint", hintText: "h", question: "q", right: "r", wrong: "w", why: "y", alt: "a", link: "l" };
const filled = (text) => text.replace(/\$\{\d+:([^}]*)\}/g, "$1");

test("a block has a name of its own, and what is for an exercise has its name", () => {
  const put = (block, lines, line = lines.length, language = "markdown") => filled(blockText(block, language, lines, line, samples));
  assert.match(put("exercise", []), /^```python editor name=exercise-1\ndef double\(x\):\n    return ______\n```\n\n```pycon doctest name=exercise-1\n>>> double\(21\)\n42\n/);
  const lines = put("exercise", []).split("\n");
  assert.match(put("exercise", lines), /name=exercise-2/);
  assert.match(put("hint", lines), /data-for="exercise-1"/);
  assert.match(put("solution", [...lines, "", "```python editor name=last", "```"]), /solution name=last/);
  assert.match(put("solution", [...lines, "", "```python editor name=last", "```"], 4), /solution name=exercise-1/);
  assert.match(put("hint", []), /data-for="exercise-1"/);
  assert.match(put("quiz", ["```text quiz name=question-1"]), /name=question-2/);
  for (const language of ["markdown", "html"]) {
    for (const block of BLOCKS) {
      const text = put(block, [], 0, language);
      assert.ok(!/[${}]/.test(text), text);
    }
  }
});

test("a block is put between empty lines, and never within another one", () => {
  const with_ = (lines, line) => {
    const room = roomFor(lines, line);
    return [...lines.slice(0, room.line), ...`${room.before}X${room.after}`.split("\n").slice(room.line ? 1 : 0), ...lines.slice(room.line)];
  };
  assert.deepEqual(roomFor(["text"], 1), { line: 1, before: "\n\n", after: "\n" });
  assert.deepEqual(roomFor([""], 1), { line: 1, before: "", after: "\n" });
  assert.deepEqual(roomFor(["text", "", "more"], 1), { line: 1, before: "\n\n", after: "" });
  assert.deepEqual(roomFor(["text", "", "more"], 2), { line: 2, before: "\n", after: "\n" });
  assert.deepEqual(roomFor(["```python", "1", "```", "more"], 2), { line: 3, before: "\n\n", after: "\n" });
  assert.deepEqual(roomFor(["---", "title: x", "---", ""], 2), { line: 3, before: "\n\n", after: "" });
  assert.deepEqual(with_(["```python", "1", "```", "more"], 1), ["```python", "1", "```", "", "X", "", "more"]);
});

test("a picture is shown by its name, with a place for what it shows", () => {
  assert.equal(blockText("picture", "markdown", [], 0, samples, "tree-2.png"), "![${1:a}](${2:tree-2.png})");
  assert.equal(filled(blockText("picture", "html", [], 0, samples, "tree-2.png")), '<img src="tree-2.png" alt="a">');
});

test("a lesson is split where a heading is", () => {
  const lines = ["# One", "", "Text.", "", "## Two `x` ##", "", "```python", "# no", "```", "### Three", "# Four", "more", ""];
  assert.deepEqual(splitAt(lines, 8), { from: 5, title: "Two x", text: "# Two `x` ##\n\n```python\n# no\n```\n## Three\n# Four\nmore\n" });
  assert.equal(splitAt(lines, 5)?.from, 5);
  assert.deepEqual(splitAt(lines, 13), { from: 11, title: "Four", text: "# Four\nmore\n" });
  for (const line of [1, 3, 4]) assert.equal(splitAt(lines, line), undefined);
  assert.equal(splitAt([], 1), undefined);
  assert.equal(splitAt(["---", "title: x", "---", "## Two"], 4), undefined); // nothing would be left
  assert.equal(splitAt(["Text.", "##"], 2), undefined); // it has no title
});
