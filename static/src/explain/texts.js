// @ts-check
// What the explanations say, as far as it depends on what went wrong. The words
// stand in ioelement/texts; backquotes in them enclose code.
import english from "../../../ioelement/texts/en/errors.json" with { type: "json" };
import { fill, spoken } from "../language.js";

/** @typedef {{text: string, hint?: string}} Explanation */

/** @typedef {Record<string, Record<string, string>>} Words */

const native = /** @type {Words} */ (await spoken("errors"));
/** What is said just now: an explanation is in one language, with all its parts. */
let words = /** @type {Words} */ (english);

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
function say(key, values = {}) {
  const [kind, part] = key.split(".");
  return fill(words[kind][part], values);
}

/** @param {number} line */
const at = (line) => (line ? say("common.at", { line }) : "");

/**
 * The English article of a word, which goes by the sound: of capitals one says
 * the letters, and a long u or a one begins with a consonant.
 * @param {string} word
 */
const article = (word) => {
  const vowel = /^(?:[FHLMNRSX](?:[A-Z_]|$)|[AEIOUaeiou])/.test(word);
  return vowel && !/^(?:U[A-Z_]|[Uu]ni(?:[^dmn]|$)|[Uu]s[aeiu]|[Uu]tf|[Ee]u|[Oo]ne)/.test(word) ? "an" : "a";
};

/** What a type is called in a sentence. @param {string} type */
export const kind = (type) => (Object.hasOwn(words.kinds, type) ? words.kinds[type] : say("common.kind", { type, a: article(type) }));

const fromInput = () => say("common.fromInput");
const noneFrom = () => say("common.noneFrom");

/**
 * Those that say their two sentences whatever went wrong: what is put into these, in
 * the order in which it is given.
 */
const plain = {
  // names
  shadow: ["file", "module"], nameCase: ["wrong", "right"], nameMisspelt: ["wrong", "right"], nameModule: ["name"], nameLocal: ["name", "fn"],
  nameGone: ["name"], nameSelf: [], nameUnknown: ["name"], freeName: ["name"],
  // what Python cannot read
  colon: ["word"], colonExtra: [], bracketExtra: ["bracket"], quoteOpen3: [], quoteInside: [], equals: ["word"], equalsHere: [],
  printBrackets: ["name"], comma: [], dictColon: [], adjacent: ["first", "second"], declared: ["word"], defined: ["word"], fEmpty: [], fOpen: [],
  fClose: [], fString: [], elseIf: [], tryAlone: [], curlyQuote: ["char"], longDash: ["char"], character: ["char"], invisible: [], assignLiteral: [],
  assignCall: [], assignKeyword: ["word"], assignOther: ["what"], returnOutside: ["word"], awaitOutside: [], breakOutside: ["word"], positional: [],
  keywordValue: [], digits: ["word"], zeros: [], otherNumber: [], operator: ["wrong", "right"], prompt: [], importFrom: [], exceptComma: [],
  raiseComma: [], defBrackets: [], dictValue: [], ternary: [], lambda: [], backslash: [], unicodeEscape: [], globalLate: ["name", "word"],
  nonlocal: [], twice: ["name"], defaults: [], importStar: [], endTooEarly: [], indentExtra: [], indentMismatch: [], tabs: [],
  // kinds of values
  missing: ["fn", "what"], noSelf: ["fn"], noInit: ["name"], wants: ["fn", "much", "given"], multiple: ["fn", "name"], callTimes: [],
  callShadowed: ["name", "line"], callModule: [], subscriptFunction: [], iterateInt: [], percentMany: [], percentFew: [], raiseType: [],
  selfless: ["name"],
  // values
  intFloat: ["text"], intText: ["fn", "text"], numberEmpty: ["fn"], numberComma: ["text"], notIn: ["what"], mathDomain: [], rangeStep: [],
  emptyMost: ["fn"], emptyRange: [], emptySplit: [], fileClosed: [], fileMode: [], date: [], json: [], value: [], index: ["what"], indexAssign: [],
  argv: [], popEmpty: ["what"], chooseEmpty: [], formatFew: [],
  // what belongs to what
  attributeLength: [], attributeKey: ["name"], attributeHasKey: [], attributeText: ["name"], attributeFunction: ["name"],
  attributeObject: ["type", "name"], attributeClass: ["type", "name"], context: [],
  // modules and files
  moduleMisspelt: ["name", "right"], moduleMissing: ["name", "install"], moduleLeftOut: ["name"], moduleInside: ["whole", "part"],
  importCircle: ["module"], decode: [], encode: ["encoding"], encodingUnknown: [], network: [],
  // how it went
  zero: [], inputEnd: [], overflow: [], infinity: [], memory: [], stopIteration: [], generatorStop: [], timeout: [], reraise: [], notImplemented: [],
};

/** Those that choose. @satisfies {Record<string, (...args: any[]) => Explanation>} */
const kinds = {
  // names
  nameLater: (/** @type {string} */ name, /** @type {number} */ line, /** @type {number} */ later) => ({
    text: say("nameLater.text", { name, at: at(line), later }), hint: say("nameLater.hint"),
  }),
  unbound: (/** @type {string} */ name, /** @type {string} */ fn) => ({
    text: say("unbound.text", { part: fn ? say("unbound.part", { fn }) : say("unbound.part2"), name }),
    hint: say("unbound.hint"),
  }),

  // what Python cannot read
  bracketOpen: (/** @type {string} */ bracket, /** @type {number} */ line) => ({
    text: say("bracketOpen.text", { bracket, at: at(line) }), hint: say("bracketOpen.hint", { closing: closing(bracket) }),
  }),
  bracketWrong: (/** @type {string} */ close, /** @type {string} */ open) => ({
    text: say("bracketWrong.text", { open, close }), hint: say("bracketWrong.hint", { closing: closing(open) }),
  }),
  quoteOpen: (/** @type {string} */ quote) => ({
    text: say("quoteOpen.text"), hint: say("quoteOpen.hint", { part: quote ? say("quoteOpen.part", { quote }) : "" }),
  }),
  keyword: (/** @type {string} */ word) => ({
    text: say("keyword.text", { word }), hint: say("keyword.hint", { word: word.toLowerCase() }),
  }),
  clauseAlone: (/** @type {string} */ word) => ({
    text: say("clauseAlone.text", { word, part: word === "else" || word === "elif" ? say("clauseAlone.part") : say("clauseAlone.part2") }), hint: say("clauseAlone.hint"),
  }),
  assignExpression: (/** @type {string} */ minus) => ({
    text: say("assignExpression.text"),
    hint: minus ? say("assignExpression.hint", { minus: minus.replace(/\s*-\s*/g, "_") }) : say("assignExpression.hint2"),
  }),
  syntax: (/** @type {number} */ line) => ({
    text: say("syntax.text", { part: line ? say("syntax.part", { line }) : say("syntax.part2") }), hint: say("syntax.hint"),
  }),
  blockMissing: (/** @type {string} */ word, /** @type {number} */ line) => ({
    text: say("blockMissing.text", { part: word ? say("blockMissing.part", { word }) : say("blockMissing.part2"), at: at(line) }),
    hint: say("blockMissing.hint"),
  }),

  // kinds of values
  concatText: (/** @type {string} */ type) => ({
    text: say("concatText.text", { type: kind(type) }),
    hint: type === "NoneType" ? noneFrom() : say("concatText.hint"),
  }),
  concatList: (/** @type {string} */ to, /** @type {string} */ type) => ({
    text: say("concatList.text", { to: kind(to), type: kind(type) }), hint: to === "list" ? say("concatList.hint") : undefined,
  }),
  operands: (/** @type {string} */ op, /** @type {string} */ left, /** @type {string} */ right) => ({
    text: left === right ? say("operands.text", { op, left: kind(left) }) : say("operands.text2", { op, left: kind(left), right: kind(right) }),
    hint: mixed(left, right) ? say("operands.hint") : undefined,
  }),
  operandNone: (/** @type {string} */ op) => ({
    text: say("operandNone.text", { op }), hint: noneFrom(),
  }),
  compare: (/** @type {string} */ op, /** @type {string} */ left, /** @type {string} */ right) => ({
    text: say("compare.text", { op, left: kind(left), right: kind(right) }), hint: mixed(left, right) ? fromInput() : undefined,
  }),
  unary: (/** @type {string} */ op, /** @type {string} */ type) => ({
    text: say("unary.text", { op, type: kind(type) }), hint: type === "str" ? fromInput() : type === "NoneType" ? noneFrom() : undefined,
  }),
  repeat: (/** @type {string} */ type) => ({
    text: say("repeat.text", { type: kind(type) }),
    hint: type === "float" ? say("repeat.hint") : say("repeat.hint2"),
  }),
  tooMany: (/** @type {string} */ fn, /** @type {string} */ takes, /** @type {string} */ given) => ({
    text: say("tooMany.text", { fn, takes: few(takes), given }), hint: say("tooMany.hint"),
  }),
  keywordUnknown: (/** @type {string} */ fn, /** @type {string} */ name, /** @type {string} */ right) => ({
    text: say("keywordUnknown.text", { fn, name }), hint: right ? say("keywordUnknown.hint", { right }) : say("keywordUnknown.hint2"),
  }),
  callOther: (/** @type {string} */ type) => ({
    text: say("callOther.text", { type: kind(type) }), hint: type === "list" || type === "dict" || type === "tuple" ? say("callOther.hint") : type === "NoneType" ? noneFrom() : say("callOther.hint2"),
  }),
  subscriptOther: (/** @type {string} */ type) => ({
    text: say("subscriptOther.text", { type: kind(type) }), hint: type === "NoneType" ? noneFrom() : type === "int" || type === "float" ? say("subscriptOther.hint") : undefined,
  }),
  iterateOther: (/** @type {string} */ type) => ({
    text: say("iterateOther.text", { type: kind(type) }), hint: type === "NoneType" ? noneFrom() : undefined,
  }),
  contains: (/** @type {string} */ type) => ({
    text: say("contains.text", { type: kind(type) }), hint: type === "NoneType" ? noneFrom() : say("contains.hint"),
  }),
  unhashable: (/** @type {string} */ type) => ({
    text: say("unhashable.text", { type: kind(type) }), hint: type === "list" ? say("unhashable.hint") : undefined,
  }),
  indexType: (/** @type {string} */ what, /** @type {string} */ type) => ({
    text: say("indexType.text", { part: what === "string" ? say("indexType.part") : say("indexType.part2", { what, a: article(what) }), part2: type ? say("indexType.part3", { type: kind(type) }) : "" }),
    hint: type === "float" ? say("indexType.hint") : type === "str" || !type ? say("indexType.hint2") : undefined,
  }),
  unchangeable: (/** @type {string} */ type) => ({
    text: say("unchangeable.text", { type: kind(type) }),
    hint: type === "str" ? say("unchangeable.hint") : type === "tuple" ? say("unchangeable.hint2") : undefined,
  }),
  noItems: (/** @type {string} */ type) => ({
    text: say("noItems.text", { type: kind(type) }), hint: type === "NoneType" ? noneFrom() : undefined,
  }),
  wholeNumber: (/** @type {string} */ type) => ({
    text: say("wholeNumber.text", { type: kind(type) }), hint: type === "float" ? say("wholeNumber.hint") : type === "str" ? fromInput() : type === "NoneType" ? noneFrom() : undefined,
  }),
  convert: (/** @type {string} */ fn, /** @type {string} */ type) => ({
    text: say("convert.text", { fn, type: kind(type) }), hint: type === "NoneType" ? noneFrom() : type === "list" ? say("convert.hint") : undefined,
  }),
  length: (/** @type {string} */ type) => ({
    text: say("length.text", { type: kind(type) }), hint: type === "NoneType" ? noneFrom() : type === "int" || type === "float" ? say("length.hint") : undefined,
  }),
  join: (/** @type {string} */ type) => ({
    text: say("join.text", { type: kind(type) }), hint: say("join.hint"),
  }),
  unpackOne: (/** @type {string} */ type) => ({
    text: say("unpackOne.text", { type: kind(type) }), hint: type === "NoneType" ? noneFrom() : undefined,
  }),
  percentType: (/** @type {string} */ code, /** @type {string} */ type) => ({
    text: say("percentType.text", { code, type: kind(type) }), hint: say("percentType.hint"),
  }),

  // values
  unpackMany: (/** @type {string} */ names) => ({
    text: names ? say("unpackMany.text", { names }) : say("unpackMany.text2"), hint: say("unpackMany.hint"),
  }),
  unpackFew: (/** @type {string} */ names, /** @type {string} */ got) => ({
    text: say("unpackFew.text", { names, got, part: got === "1" ? "value" : "values" }), hint: say("unpackFew.hint"),
  }),
  formatCode: (/** @type {string} */ code, /** @type {string} */ type) => ({
    text: say("formatCode.text", { code, type: kind(type) }), hint: type === "str" ? say("formatCode.hint") : undefined,
  }),
  fileDirection: (/** @type {string} */ reading) => ({
    text: reading ? say("fileDirection.text") : say("fileDirection.text2"), hint: reading ? say("fileDirection.hint") : say("fileDirection.hint2"),
  }),
  key: (/** @type {string} */ key, /** @type {string} */ right) => ({
    text: say("key.text", { key }), hint: right ? say("key.hint", { right }) : say("key.hint2"),
  }),

  // what belongs to what
  attributeNone: (/** @type {string} */ name) => ({
    text: say("attributeNone.text", { name }), hint: noneFrom(),
  }),
  attributeMisspelt: (/** @type {string} */ type, /** @type {string} */ name, /** @type {string} */ right) => ({
    text: say("attributeMisspelt.text", { name, type: kind(type) }), hint: say("attributeMisspelt.hint", { right }),
  }),
  attributeOther: (/** @type {string} */ type, /** @type {string} */ name, /** @type {string} */ owner) => ({
    text: say("attributeOther.text", { name, part: owner === "file" ? "files" : kind(owner), type: kind(type) }), hint: say("attributeOther.hint"),
  }),
  attributeAdd: (/** @type {string} */ type, /** @type {string} */ name, /** @type {string} */ right) => ({
    text: say("attributeAdd.text", { name, type: kind(type) }), hint: say("attributeAdd.hint", { right }),
  }),
  attributeModule: (/** @type {string} */ module, /** @type {string} */ name, /** @type {string} */ right) => ({
    text: say("attributeModule.text", { module, name }), hint: right ? say("attributeModule.hint", { right }) : say("attributeModule.hint2", { module }),
  }),
  attribute: (/** @type {string} */ type, /** @type {string} */ name) => ({
    text: say("attribute.text", { name, type: kind(type) }), hint: say("attribute.hint"),
  }),

  // modules and files
  importName: (/** @type {string} */ module, /** @type {string} */ name, /** @type {string} */ right) => ({
    text: say("importName.text", { module, name }), hint: right ? say("importName.hint", { right }) : say("importName.hint2", { module }),
  }),
  fileMissing: (/** @type {string} */ name) => ({
    text: name ? say("fileMissing.text", { name }) : say("fileMissing.text2"), hint: say("fileMissing.hint"),
  }),
  fileDenied: (/** @type {string} */ name) => ({
    text: say("fileDenied.text", { part: name || say("fileDenied.part") }), hint: say("fileDenied.hint"),
  }),
  fileExists: (/** @type {string} */ name) => ({
    text: say("fileExists.text", { part: name || "that" }), hint: say("fileExists.hint"),
  }),
  fileFolder: (/** @type {string} */ name) => ({
    text: say("fileFolder.text", { part: name || "This" }), hint: say("fileFolder.hint"),
  }),
  fileNoFolder: (/** @type {string} */ name) => ({
    text: say("fileNoFolder.text", { part: name || "This" }), hint: say("fileNoFolder.hint"),
  }),

  // how it went
  recursion: (/** @type {string} */ fn) => ({
    text: say("recursion.text", { part: fn ? say("recursion.part", { fn }) : say("recursion.part2") }), hint: say("recursion.hint"),
  }),
  assertion: (/** @type {string} */ message) => ({
    text: say("assertion.text", { part: message ? say("assertion.part", { message }) : "" }), hint: say("assertion.hint"),
  }),
  interrupted: (/** @type {number} */ line) => ({
    text: say("interrupted.text", { part: line ? at(line) : say("interrupted.part") }),
  }),
  changedSize: (/** @type {string} */ what) => ({
    text: say("changedSize.text", { what, a: article(what) }), hint: say("changedSize.hint"),
  }),
};

/** @typedef {(...values: (string | number)[]) => Explanation} Plain */

/** @type {Record<string, Plain>} */
const whole = Object.fromEntries(Object.entries(plain).map(([name, places]) => [name, (...given) => {
  const values = Object.fromEntries(places.map((/** @type {string} */ place, /** @type {number} */ n) => [place, given[n]]));
  return { text: say(`${name}.text`, values), hint: say(`${name}.hint`, values) };
}]));

/** The explanations, in the language of the interface where it has them, else in English. */
export const E = /** @type {typeof kinds & Record<keyof typeof plain, Plain>} */ (Object.fromEntries(Object.entries({ ...whole, ...kinds }).map(([name, explanation]) => [name, (/** @type {any[]} */ ...args) => {
  words = native && name in native ? native : english;
  return /** @type {(...args: any[]) => Explanation} */ (explanation)(...args);
}])));

/** @param {string} bracket */
function closing(bracket) {
  return { "(": ")", "[": "]", "{": "}" }[bracket] ?? bracket;
}

/**
 * Whether one is text and the other a number.
 * @param {string} a
 * @param {string} b
 */
function mixed(a, b) {
  const number = /^(int|float)$/;
  return (a === "str" && number.test(b)) || (b === "str" && number.test(a));
}

/** @param {string} n */
const few = (n) => say(n === "0" ? "common.noValues" : n === "1" ? "common.oneValue" : "common.values", { n });
