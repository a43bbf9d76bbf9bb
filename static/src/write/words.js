// @ts-check
// Where in a line of a lesson words for Crunchy stand, and which of them one may mean.

/**
 * @typedef {{names: string[], as?: string, options?: string[], says: string}} Word  as: how an option with a value is written
 * @typedef {{keywords: Word[], options: Word[], languages: string[]}} Vocabulary  as the server tells it
 * @typedef {{kind: "language" | "keyword" | "option", from: number, word: string, keyword: string, given: string[]}} Place
 *   from: where the word begins in the line; keyword: of an option; given: options that are there already
 */

/** The first line of a block in Markdown, as far as it is written. */
const FENCE = /^(\s*(?:>\s*)*(?:`{3,}|~{3,}))([^`]*)$/;
/** The title of an element in HTML, as far as it is written. */
const TITLE = /^(.*<pre\b[^>]*\btitle=["'])([^"'<>]*)$/i;

const normal = (/** @type {string} */ word) => word.toLowerCase().replaceAll("-", "_");

/**
 * What the word before a place in a line is, or nothing.
 * @param {string} before  the line as far as there
 * @param {string} language  of the file
 * @param {boolean} opens  whether a fence in this line begins a block, and does not end one
 * @returns {Place | undefined}
 */
export function placeIn(before, language, opens) {
  const found = language === "html" ? TITLE.exec(before) : opens ? FENCE.exec(before) ?? TITLE.exec(before) : TITLE.exec(before);
  if (!found) return undefined;
  const titled = /title=["']$/i.test(found[1]);
  const words = found[2].split(/[ \t]+/);
  if (words.length > 1 && words[0] === "") words.shift(); // blanks behind the fence
  const word = words[words.length - 1];
  const from = before.length - word.length;
  if (/[='"()[\]{}]/.test(word)) return undefined; // a value
  const keywordAt = titled ? 0 : 1;
  const at = words.length - 1;
  if (at < keywordAt) return { kind: "language", from, word, keyword: "", given: [] };
  if (at === keywordAt) return { kind: "keyword", from, word, keyword: "", given: [] };
  return { kind: "option", from, word, keyword: normal(words[keywordAt]), given: words.slice(keywordAt + 1, -1).map((w) => normal(w.split("=")[0])) };
}

/**
 * The words that are meant where one is.
 * @param {Vocabulary} vocabulary
 * @param {Place} place
 * @returns {{label: string, as?: string, says: string}[]}
 */
export function wordsAt(vocabulary, place) {
  const { keywords, options, languages } = vocabulary;
  if (place.kind === "language") return languages.map((label) => ({ label, says: "" }));
  if (place.kind === "keyword") return keywords.flatMap(({ names, says }) => names.map((label) => ({ label, says })));
  const keyword = keywords.find(({ names }) => names.includes(place.keyword));
  return options.filter(({ names: [name] }) => keyword?.options?.includes(name) && !place.given.includes(name))
    .map(({ names: [label], as, says }) => ({ label, as, says }));
}

/**
 * What a word in a line says, if it is one for Crunchy.
 * @param {Vocabulary} vocabulary
 * @param {string} line
 * @param {number} at  within the word
 * @param {string} language
 * @param {boolean} opens
 * @returns {{from: number, to: number, says: string} | undefined}
 */
export function saysAt(vocabulary, line, at, language, opens) {
  const [start] = /[\w-]*$/.exec(line.slice(0, at)) ?? [""];
  const [rest] = /^[\w-]*/.exec(line.slice(at)) ?? [""];
  const from = at - start.length;
  const to = at + rest.length;
  const place = from < to ? placeIn(line.slice(0, to), language, opens) : undefined;
  if (!place || place.kind === "language" || place.from !== from) return undefined;
  const name = normal(place.word);
  const says = (place.kind === "keyword" ? vocabulary.keywords : vocabulary.options).find(({ names }) => names.includes(name))?.says;
  return says ? { from, to, says } : undefined;
}
