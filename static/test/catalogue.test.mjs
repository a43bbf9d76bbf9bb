// Every language has every text of the interface, with the same places in it
// for what is put in.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

const folder = new URL("../../ioelement/texts/", import.meta.url);
const languages = readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name);
const read = (language, part) => JSON.parse(readFileSync(new URL(`${language}/${part}.json`, folder), "utf8"));
const flat = (tree, prefix = "") => Object.entries(tree).flatMap(([key, v]) => (typeof v === "string" ? [[prefix + key, v]] : flat(v, `${prefix}${key}.`)));
const places = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

test("there is more than one language, and the script knows them all", () => {
  assert.ok(languages.includes("en") && languages.includes("de"));
  const source = readFileSync(new URL("../src/language.js", import.meta.url), "utf8");
  for (const language of languages) {
    if (language !== "en") for (const part of ["element", "script", "errors"]) assert.ok(source.includes(`texts/${language}/${part}.json`), `${language} ${part}`);
  }
});

for (const language of languages.filter((l) => l !== "en")) {
  for (const part of ["element", "page", "script"]) {
    test(`${language}/${part}.json has every text, and no other`, () => {
      const english = new Map(flat(read("en", part))), other = new Map(flat(read(language, part)));
      assert.deepEqual([...other.keys()].sort(), [...english.keys()].sort());
      // the one form of a number need not say the number
      for (const [key, text] of english) if (!key.endsWith(".one")) assert.deepEqual(places(other.get(key)), places(text), key);
      for (const [key, text] of other) assert.ok(text.trim() !== "" || english.get(key).trim() === "", `${key} is empty`);
    });
  }
  test(`what ${language}/errors.json has, it has whole`, () => {
    const english = read("en", "errors"), other = read(language, "errors");
    for (const kind of ["kinds", "common"]) assert.ok(other[kind], kind);
    assert.ok(Object.keys(other).length >= 12);
    for (const [kind, parts] of Object.entries(other)) {
      assert.deepEqual(Object.keys(parts).sort(), Object.keys(english[kind] ?? {}).sort(), kind);
      for (const [part, text] of Object.entries(parts)) {
        const known = places(english[kind][part]);
        for (const place of places(text)) assert.ok(known.includes(place), `${kind}.${part}: ${place}`);
      }
    }
  });
}

test("every explanation finds its words", () => {
  const source = readFileSync(new URL("../src/explain/texts.js", import.meta.url), "utf8");
  const english = read("en", "errors");
  const used = new Set([...source.matchAll(/"(\w+\.\w+)"/g)].map((m) => m[1]));
  const [, table] = /** @type {RegExpExecArray} */ (/const plain = \{(.*?)\n\};/s.exec(source));
  for (const [, name, places] of table.matchAll(/(\w+): \[([^\]]*)\]/g)) {
    for (const part of ["text", "hint"]) {
      used.add(`${name}.${part}`);
      for (const [, place] of english[name][part].matchAll(/\{(\w+)\}/g)) assert.ok(places.includes(`"${place}"`), `${name}: {${place}}`);
    }
  }
  const there = flat(english).map(([key]) => key).filter((key) => !key.startsWith("kinds."));
  assert.deepEqual([...used].filter((key) => !there.includes(key)), []);
  assert.deepEqual(there.filter((key) => !used.has(key)), []);
});

test("an explanation is in one language from its beginning to its end", async () => {
  globalThis.document = { documentElement: { dataset: { crunchyLanguage: "de" }, lang: "en" } };
  const { explain } = await import("../src/explain/explain.js");
  const { T, seconds, when } = await import("../src/text.js");
  delete globalThis.document;
  assert.equal(explain({ type: "ZeroDivisionError", message: "division by zero", line: 1, source: "1/0" }).text, "Durch null kann man nicht teilen.");
  const concat = explain({ type: "TypeError", message: 'can only concatenate str (not "NoneType") to str', line: 1, source: "'a' + None" });
  assert.match(concat.text, /und hier kommt `None`, also nichts\.$/);
  assert.match(concat.hint, /^Eine Funktion ohne/);
  const english = explain({ type: "TypeError", message: "unhashable type: 'list'", line: 1, source: "{[]}" });
  assert.match(english.text, /this is a list\.$/);
  assert.equal(T.run, "Starten");
  assert.equal(T.work.lines(1), "1 Zeile");
  assert.equal(T.showAll(12345), "Alle 12.345 Zeilen zeigen");
  assert.equal(seconds(1500), "1,5 s");
  assert.equal(when(new Date(2026, 0, 2, 14, 5), new Date(2026, 5, 1)), "2. Januar, 14:05");
});
