// How a lesson is parted into slides, and what keys do there.
import assert from "node:assert/strict";
import test from "node:test";
import { only, slidesIn } from "../src/page/show.js";
import { moveOf } from "../src/page/slides.js";

const parted = (names) => slidesIn(names.split(" ").filter(Boolean).map((localName) => ({ localName }))).map(({ from, to }) => `${from}-${to}`).join(" ");

test("headings of two levels and rules part a lesson", () => {
  for (const [names, slides] of [
    ["", ""],
    ["p p", "0-2"],
    ["h1 p h2 p h3 p h2 section", "0-2 2-6 6-8"],
    ["p h2 p", "0-1 1-3"],
    ["h1 h2 h2", "0-1 1-2 2-3"],
    ["h1 p hr p hr h2 p", "0-2 3-4 5-7"],
    ["hr hr h2 hr", "2-3"],
  ]) assert.equal(parted(names), slides, names);
});

test("the style sheet of a slide leaves its blocks, counted from 1", () => {
  assert.match(only({ from: 2, to: 6 }), /^@media screen[^{]*\{\s*\.cr-article > :not\(:nth-child\(n\+3\):nth-child\(-n\+6\)\):not\(h1:first-of-type\) \{ display: none/);
});

/** What is pressed in something of these selectors. */
const key = (name, inside = [], more = {}) => ({
  key: name, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, defaultPrevented: false, ...more,
  target: { closest: (selector) => (selector.split(", ").some((s) => inside.includes(s)) ? {} : null) },
});
const begun = { begun: true, above: false, below: false };

test("keys of a keyboard and a clicker move through the slides", () => {
  for (const [name, move] of Object.entries({ ArrowRight: "next", PageDown: "next", " ": "next", PageUp: "prev", ArrowLeft: "prev", Home: "first", End: "last", b: "blank", ".": "blank", s: "notes", f: "present", F5: "present", Escape: "leave", x: undefined, toString: undefined })) {
    assert.equal(moveOf(key(name), begun), move, name);
  }
  assert.equal(moveOf(key(" ", [], { shiftKey: true }), begun), "prev");
});

test("a key that somebody else needs stays theirs", () => {
  for (const place of ["input", "textarea", ".cr-cell", ".cr-menu", "dialog"]) assert.equal(moveOf(key("b", [place]), begun), undefined, place);
  for (const held of ["shiftKey", "altKey", "ctrlKey", "metaKey", "defaultPrevented"]) assert.equal(moveOf(key("End", [], { [held]: true }), begun), undefined, held);
  assert.equal(moveOf(key("F5"), { ...begun, begun: false }), undefined, "reloads slides that the author made");
  assert.equal(moveOf(key(" ", ["button"]), begun), undefined, "presses the button");
  assert.equal(moveOf(key(" "), { ...begun, below: true }), undefined, "scrolls on");
  assert.equal(moveOf(key(" ", [], { shiftKey: true }), { ...begun, above: true }), undefined, "scrolls back");
});

test("a clicker works also after a button of an element was pressed, but not in a text", () => {
  assert.equal(moveOf(key("PageDown", ["button", ".cr-cell"]), begun), "next");
  assert.equal(moveOf(key("ArrowRight", ["button", ".cr-cell"]), begun), undefined);
  assert.equal(moveOf(key("PageDown", ["textarea", ".cr-cell"]), begun), undefined);
});
