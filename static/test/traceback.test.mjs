import { test } from "node:test";
import assert from "node:assert/strict";
import { tracebackAt } from "../src/explain/traceback.js";
import { used } from "../src/ui/status.js";
import { Parser } from "../src/term/parser.js";
import { Screen } from "../src/term/screen.js";
import { own } from "../src/ui/where.js";

/** Lines of standard error; what stands before a | in front was standard output. */
const lines = (text) => text.split("\n").map((line) => {
  const [, plain = "", err = ""] = /^(?:(.*?)¦)?(.*)$/.exec(line);
  return { plain, err };
});

const DIVISION = `Traceback (most recent call last):
  File "p.py", line 1, in <module>
ZeroDivisionError: division by zero`;

test("the traceback at the end is found, and nothing else", () => {
  for (const [what, text, type, want] of [
    ["alone", DIVISION, "ZeroDivisionError", 0],
    ["with an empty line after it", `${DIVISION}\n`, "ZeroDivisionError", 0],
    ["after output", `out¦\nwarning\n${DIVISION}`, "ZeroDivisionError", 2],
    ["after a line without an end", `out¦${DIVISION}`, "ZeroDivisionError", 0],
    ["the last of two", `${DIVISION}\nagain\n${DIVISION}`, "ZeroDivisionError", 4],
    ["a chain", `${DIVISION}\n\nDuring handling of the above exception, another exception occurred:\n\n${DIVISION.replace("Zero", "My.Zero")}`, "ZeroDivisionError", 0],
    ["a cause", `x\n${DIVISION}\n\nThe above exception was the direct cause of the following exception:\n\n${DIVISION}`, "ZeroDivisionError", 1],
    ["a message of several lines", `${DIVISION}\n\nand more`, "ZeroDivisionError", 0],
    ["of a module", DIVISION.replace("ZeroDivisionError:", "json.decoder.JSONDecodeError:"), "json.decoder.JSONDecodeError", 0],
    ["without a message", DIVISION.replace(/Zero.*$/, "AssertionError"), "AssertionError", 0],
    ["with a library in one line", DIVISION.replace("\nZero", "\n  ... 3 calls in the library (json) ...\nZero"), "ZeroDivisionError", 0],
    ["a group", "  + Exception Group Traceback (most recent call last):\n  |   File \"p.py\", line 1, in <module>\n  | ExceptionGroup: two (2 sub-exceptions)\n  +-+---------------- 1 ----------------\n    | ValueError: a", "ExceptionGroup", 0],
    ["what cannot be read", `warning\n  File "p.py", line 2\n    for x\n        ^\nSyntaxError: invalid syntax`, "SyntaxError", 1],
    ["of another error", DIVISION, "ValueError", -1],
    ["output after it", `${DIVISION}\nout¦`, "ZeroDivisionError", -1],
    ["printed to standard output", DIVISION.replace(/^/gm, "¦").replace(/^¦(.*)$/gm, "$1¦"), "ZeroDivisionError", -1],
    ["none", "oh no", "ZeroDivisionError", -1],
    ["nothing", "", "SyntaxError", -1],
  ]) assert.equal(tracebackAt(lines(text), type), want, what);
});

test("a screen that is cut goes on where it was cut", () => {
  const screen = new Screen();
  new Parser().feed(screen, `${"line\n".repeat(40)}abcdef\nrest\nmore\n`);
  screen.cut(40, 3);
  new Parser().feed(screen, "X\nY");
  assert.deepEqual(screen.rows.slice(39, screen.height).map((r) => r.text), ["line", "abcX", "Y"]);
});

test("what a run has used, in words", () => {
  assert.equal(used({ state: "idle", cpu_ms: 34, peak_kib: 12_600 }), "The processor worked for 0.03 s, memory in use at most 12 MB");
  assert.equal(used({ state: "idle", peak_kib: 2_500_000 }), "Memory in use at most 2.4 GB");
  assert.equal(used({ state: "idle", cpu_ms: 2500 }), "The processor worked for 2.5 s");
  assert.equal(used({ state: "idle" }), "");
});

test("frames of one's own are told from the library's", () => {
  const frame = (file, text = "") => own({ file, text, line: 1, function: "f" });
  for (const file of ["loop.py", "<input 3>", "/home/ada/lessons/helper.py"]) assert.ok(frame(file), file);
  for (const file of ["/usr/lib/python3.11/threading.py", "/x/lib64/python3.13/asyncio/base.py", "/x/site-packages/numpy/core.py", "C:\\Python\\Lib\\site-packages\\a.py", "<frozen runpy>"]) {
    assert.ok(!frame(file), file);
  }
  assert.ok(frame("/usr/lib/python3.11/mine.py", "x = 1"), "what runs is one's own, wherever it is");
});
