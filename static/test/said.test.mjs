import assert from "node:assert/strict";
import { test } from "node:test";
import { said, sentence } from "../src/said.js";
import german from "../../ioelement/texts/de/verdict.json" with { type: "json" };

test("a sentence is said in the language of a catalogue", () => {
  const de = (key, values) => sentence(german, { key, values });
  assert.equal(de("example.some", { passed: 2, total: 3 }), "Zwei von drei Beispielen funktionieren.");
  assert.equal(de("example.one", { passed: 1, total: 12 }), "Eines von zwölf Beispielen funktioniert.");
  assert.equal(de("test.one", { passed: 1, total: 40 }), "Einer von 40 Tests funktioniert.");
  assert.equal(de("talk.else", { turn: { key: "turn.typed", values: { typed: "{turn}" } } }), "Nach „{turn}“ sagt es etwas anderes.");
  assert.equal(de("run.tooLongHere", { time: { key: "time.minute", values: { n: 1 } } }), "Dieser Lauf hat länger als 1 Minute gedauert und wurde angehalten.");
  assert.equal(de("why.endedSaying", { a: "an", type: "OSError", message: "no" }), "Es endete mit OSError: no");
});

test("what a catalogue does not have is said as the server said it", () => {
  for (const words of [undefined, null, {}, { key: "" }, { key: "why" }, { key: "why.nothing.at" }, { key: "no.such", values: 3 }]) assert.equal(sentence(german, words), undefined);
  assert.equal(said({ key: "why.none" }, "English."), "English.");
});
