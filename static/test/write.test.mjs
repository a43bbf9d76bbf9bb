// What stands behind the text of a lesson beside its page.
import assert from "node:assert/strict";
import test from "node:test";
import { headings, placeOf } from "../src/write/outline.js";

test("headings are those that are seen on the page", () => {
  const text = `---
title: "# no"
# nor this
---
# One

\`\`\`python editor
# a comment
~~~
# another
\`\`\`

Two
===

- a list
---

~~~~
# no
~~~
# no
~~~~
### Three ###
#no heading
#######
Four
----
`;
  assert.deepEqual(headings(text.split("\n")), [5, 13, 24, 27]);
  assert.deepEqual(headings([]), []);
  assert.deepEqual(headings(["---", "# One"]), [2]);
});

test("a place is a heading and how far one is below it", () => {
  const lines = ["a", "# One", "b", "c", "d", "# Two", "e"];
  assert.deepEqual(placeOf(lines, 1), { heading: 0, part: 0 });
  assert.deepEqual(placeOf(lines, 2), { heading: 1, part: 0 });
  assert.deepEqual(placeOf(lines, 4), { heading: 1, part: 0.5 });
  assert.deepEqual(placeOf(lines, 7), { heading: 2, part: 0.5 });
});
