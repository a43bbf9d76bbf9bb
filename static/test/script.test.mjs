// Scripts that programs send.
import assert from "node:assert/strict";
import test from "node:test";
import { runScript } from "../src/ui/script.js";

/** Runs one in a page of a trust level, and returns what was put into it. */
function ran(trust) {
  const added = [];
  globalThis.HTMLScriptElement = class {};
  globalThis.document = {
    documentElement: { dataset: trust === undefined ? {} : { trust } },
    createElement: () => ({ remove() {} }),
    querySelector: () => null,
    head: { append: (/** @type {{text: string}} */ script) => added.push(script.text) },
  };
  runScript("go()");
  delete globalThis.document;
  delete globalThis.HTMLScriptElement;
  return added;
}

test("only a trusted page runs a script that a program sends", () => {
  for (const trust of [undefined, "", "display", "normal", "Trusted"]) assert.deepEqual(ran(trust), [], String(trust));
  assert.deepEqual(ran("trusted"), ["go()"]);
});
