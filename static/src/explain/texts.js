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

/** @satisfies {Record<string, (...args: any[]) => Explanation>} */
const kinds = {
  // names
  shadow: (/** @type {string} */ file, /** @type {string} */ module) => ({
    text: say("shadow.text", { file, module }), hint: say("shadow.hint"),
  }),
  nameCase: (/** @type {string} */ wrong, /** @type {string} */ right) => ({
    text: say("nameCase.text", { right, wrong }), hint: say("nameCase.hint", { right }),
  }),
  nameMisspelt: (/** @type {string} */ wrong, /** @type {string} */ right) => ({
    text: say("nameMisspelt.text", { wrong }), hint: say("nameMisspelt.hint", { right }),
  }),
  nameModule: (/** @type {string} */ name) => ({
    text: say("nameModule.text", { name }), hint: say("nameModule.hint", { name }),
  }),
  nameLater: (/** @type {string} */ name, /** @type {number} */ line, /** @type {number} */ later) => ({
    text: say("nameLater.text", { name, at: at(line), later }), hint: say("nameLater.hint"),
  }),
  nameLocal: (/** @type {string} */ name, /** @type {string} */ fn) => ({
    text: say("nameLocal.text", { name, fn }), hint: say("nameLocal.hint", { fn }),
  }),
  nameGone: (/** @type {string} */ name) => ({
    text: say("nameGone.text", { name }), hint: say("nameGone.hint"),
  }),
  nameSelf: () => ({
    text: say("nameSelf.text"), hint: say("nameSelf.hint"),
  }),
  nameUnknown: (/** @type {string} */ name) => ({
    text: say("nameUnknown.text", { name }), hint: say("nameUnknown.hint", { name }),
  }),
  unbound: (/** @type {string} */ name, /** @type {string} */ fn) => ({
    text: say("unbound.text", { part: fn ? say("unbound.part", { fn }) : say("unbound.part2"), name }),
    hint: say("unbound.hint"),
  }),
  freeName: (/** @type {string} */ name) => ({
    text: say("freeName.text", { name }), hint: say("freeName.hint", { name }),
  }),

  // what Python cannot read
  colon: (/** @type {string} */ word) => ({
    text: say("colon.text", { word }), hint: say("colon.hint"),
  }),
  colonExtra: () => ({
    text: say("colonExtra.text"), hint: say("colonExtra.hint"),
  }),
  bracketOpen: (/** @type {string} */ bracket, /** @type {number} */ line) => ({
    text: say("bracketOpen.text", { bracket, at: at(line) }), hint: say("bracketOpen.hint", { closing: closing(bracket) }),
  }),
  bracketExtra: (/** @type {string} */ bracket) => ({
    text: say("bracketExtra.text", { bracket }), hint: say("bracketExtra.hint"),
  }),
  bracketWrong: (/** @type {string} */ close, /** @type {string} */ open) => ({
    text: say("bracketWrong.text", { open, close }), hint: say("bracketWrong.hint", { closing: closing(open) }),
  }),
  quoteOpen: (/** @type {string} */ quote) => ({
    text: say("quoteOpen.text"), hint: say("quoteOpen.hint", { part: quote ? say("quoteOpen.part", { quote }) : "" }),
  }),
  quoteOpen3: () => ({
    text: say("quoteOpen3.text"), hint: say("quoteOpen3.hint"),
  }),
  quoteInside: () => ({
    text: say("quoteInside.text"), hint: say("quoteInside.hint"),
  }),
  equals: (/** @type {string} */ word) => ({
    text: say("equals.text", { word }), hint: say("equals.hint"),
  }),
  equalsHere: () => ({
    text: say("equalsHere.text"), hint: say("equalsHere.hint"),
  }),
  keyword: (/** @type {string} */ word) => ({
    text: say("keyword.text", { word }), hint: say("keyword.hint", { word: word.toLowerCase() }),
  }),
  printBrackets: (/** @type {string} */ name) => ({
    text: say("printBrackets.text", { name }), hint: say("printBrackets.hint", { name }),
  }),
  comma: () => ({
    text: say("comma.text"), hint: say("comma.hint"),
  }),
  dictColon: () => ({
    text: say("dictColon.text"), hint: say("dictColon.hint"),
  }),
  adjacent: (/** @type {string} */ first, /** @type {string} */ second) => ({
    text: say("adjacent.text", { first, second }), hint: say("adjacent.hint"),
  }),
  declared: (/** @type {string} */ word) => ({
    text: say("declared.text", { word }), hint: say("declared.hint", { word }),
  }),
  defined: (/** @type {string} */ word) => ({
    text: say("defined.text", { word }), hint: say("defined.hint"),
  }),
  fEmpty: () => ({
    text: say("fEmpty.text"), hint: say("fEmpty.hint"),
  }),
  fOpen: () => ({
    text: say("fOpen.text"), hint: say("fOpen.hint"),
  }),
  fClose: () => ({
    text: say("fClose.text"), hint: say("fClose.hint"),
  }),
  fString: () => ({
    text: say("fString.text"), hint: say("fString.hint"),
  }),
  elseIf: () => ({
    text: say("elseIf.text"), hint: say("elseIf.hint"),
  }),
  clauseAlone: (/** @type {string} */ word) => ({
    text: say("clauseAlone.text", { word, part: word === "else" || word === "elif" ? say("clauseAlone.part") : say("clauseAlone.part2") }), hint: say("clauseAlone.hint"),
  }),
  tryAlone: () => ({
    text: say("tryAlone.text"), hint: say("tryAlone.hint"),
  }),
  curlyQuote: (/** @type {string} */ char) => ({
    text: say("curlyQuote.text", { char }), hint: say("curlyQuote.hint"),
  }),
  longDash: (/** @type {string} */ char) => ({
    text: say("longDash.text", { char }), hint: say("longDash.hint"),
  }),
  character: (/** @type {string} */ char) => ({
    text: say("character.text", { char }), hint: say("character.hint"),
  }),
  invisible: () => ({
    text: say("invisible.text"), hint: say("invisible.hint"),
  }),
  assignLiteral: () => ({
    text: say("assignLiteral.text"), hint: say("assignLiteral.hint"),
  }),
  assignCall: () => ({
    text: say("assignCall.text"), hint: say("assignCall.hint"),
  }),
  assignExpression: (/** @type {string} */ minus) => ({
    text: say("assignExpression.text"),
    hint: minus ? say("assignExpression.hint", { minus: minus.replace(/\s*-\s*/g, "_") }) : say("assignExpression.hint2"),
  }),
  assignKeyword: (/** @type {string} */ word) => ({
    text: say("assignKeyword.text", { word }), hint: say("assignKeyword.hint"),
  }),
  assignOther: (/** @type {string} */ what) => ({
    text: say("assignOther.text", { what }), hint: say("assignOther.hint"),
  }),
  returnOutside: (/** @type {string} */ word) => ({
    text: say("returnOutside.text", { word }), hint: say("returnOutside.hint"),
  }),
  awaitOutside: () => ({
    text: say("awaitOutside.text"), hint: say("awaitOutside.hint"),
  }),
  breakOutside: (/** @type {string} */ word) => ({
    text: say("breakOutside.text", { word }), hint: say("breakOutside.hint"),
  }),
  positional: () => ({
    text: say("positional.text"), hint: say("positional.hint"),
  }),
  keywordValue: () => ({
    text: say("keywordValue.text"), hint: say("keywordValue.hint"),
  }),
  digits: (/** @type {string} */ word) => ({
    text: say("digits.text", { word }), hint: say("digits.hint"),
  }),
  zeros: () => ({
    text: say("zeros.text"), hint: say("zeros.hint"),
  }),
  otherNumber: () => ({
    text: say("otherNumber.text"), hint: say("otherNumber.hint"),
  }),
  operator: (/** @type {string} */ wrong, /** @type {string} */ right) => ({
    text: say("operator.text", { wrong }), hint: say("operator.hint", { right }),
  }),
  prompt: () => ({
    text: say("prompt.text"), hint: say("prompt.hint"),
  }),
  importFrom: () => ({
    text: say("importFrom.text"), hint: say("importFrom.hint"),
  }),
  exceptComma: () => ({
    text: say("exceptComma.text"), hint: say("exceptComma.hint"),
  }),
  raiseComma: () => ({
    text: say("raiseComma.text"), hint: say("raiseComma.hint"),
  }),
  defBrackets: () => ({
    text: say("defBrackets.text"), hint: say("defBrackets.hint"),
  }),
  dictValue: () => ({
    text: say("dictValue.text"), hint: say("dictValue.hint"),
  }),
  ternary: () => ({
    text: say("ternary.text"), hint: say("ternary.hint"),
  }),
  lambda: () => ({
    text: say("lambda.text"), hint: say("lambda.hint"),
  }),
  backslash: () => ({
    text: say("backslash.text"), hint: say("backslash.hint"),
  }),
  unicodeEscape: () => ({
    text: say("unicodeEscape.text"), hint: say("unicodeEscape.hint"),
  }),
  globalLate: (/** @type {string} */ name, /** @type {string} */ word) => ({
    text: say("globalLate.text", { word, name }), hint: say("globalLate.hint", { word, name }),
  }),
  nonlocal: () => ({
    text: say("nonlocal.text"), hint: say("nonlocal.hint"),
  }),
  twice: (/** @type {string} */ name) => ({
    text: say("twice.text", { name }), hint: say("twice.hint"),
  }),
  defaults: () => ({
    text: say("defaults.text"), hint: say("defaults.hint"),
  }),
  importStar: () => ({
    text: say("importStar.text"), hint: say("importStar.hint"),
  }),
  endTooEarly: () => ({
    text: say("endTooEarly.text"), hint: say("endTooEarly.hint"),
  }),
  syntax: (/** @type {number} */ line) => ({
    text: say("syntax.text", { part: line ? say("syntax.part", { line }) : say("syntax.part2") }), hint: say("syntax.hint"),
  }),
  blockMissing: (/** @type {string} */ word, /** @type {number} */ line) => ({
    text: say("blockMissing.text", { part: word ? say("blockMissing.part", { word }) : say("blockMissing.part2"), at: at(line) }),
    hint: say("blockMissing.hint"),
  }),
  indentExtra: () => ({
    text: say("indentExtra.text"), hint: say("indentExtra.hint"),
  }),
  indentMismatch: () => ({
    text: say("indentMismatch.text"), hint: say("indentMismatch.hint"),
  }),
  tabs: () => ({
    text: say("tabs.text"), hint: say("tabs.hint"),
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
  missing: (/** @type {string} */ fn, /** @type {string} */ what) => ({
    text: say("missing.text", { fn, what }), hint: say("missing.hint"),
  }),
  tooMany: (/** @type {string} */ fn, /** @type {string} */ takes, /** @type {string} */ given) => ({
    text: say("tooMany.text", { fn, takes: few(takes), given }), hint: say("tooMany.hint"),
  }),
  noSelf: (/** @type {string} */ fn) => ({
    text: say("noSelf.text", { fn }), hint: say("noSelf.hint"),
  }),
  noInit: (/** @type {string} */ name) => ({
    text: say("noInit.text", { name }), hint: say("noInit.hint", { name }),
  }),
  wants: (/** @type {string} */ fn, /** @type {string} */ much, /** @type {string} */ given) => ({
    text: say("wants.text", { fn, much, given }), hint: say("wants.hint"),
  }),
  keywordUnknown: (/** @type {string} */ fn, /** @type {string} */ name, /** @type {string} */ right) => ({
    text: say("keywordUnknown.text", { fn, name }), hint: right ? say("keywordUnknown.hint", { right }) : say("keywordUnknown.hint2"),
  }),
  multiple: (/** @type {string} */ fn, /** @type {string} */ name) => ({
    text: say("multiple.text", { fn, name }), hint: say("multiple.hint"),
  }),
  callTimes: () => ({
    text: say("callTimes.text"), hint: say("callTimes.hint"),
  }),
  callShadowed: (/** @type {string} */ name, /** @type {number} */ line) => ({
    text: say("callShadowed.text", { line, name }), hint: say("callShadowed.hint"),
  }),
  callModule: () => ({
    text: say("callModule.text"), hint: say("callModule.hint"),
  }),
  callOther: (/** @type {string} */ type) => ({
    text: say("callOther.text", { type: kind(type) }), hint: type === "list" || type === "dict" || type === "tuple" ? say("callOther.hint") : type === "NoneType" ? noneFrom() : say("callOther.hint2"),
  }),
  subscriptFunction: () => ({
    text: say("subscriptFunction.text"), hint: say("subscriptFunction.hint"),
  }),
  subscriptOther: (/** @type {string} */ type) => ({
    text: say("subscriptOther.text", { type: kind(type) }), hint: type === "NoneType" ? noneFrom() : type === "int" || type === "float" ? say("subscriptOther.hint") : undefined,
  }),
  iterateInt: () => ({
    text: say("iterateInt.text"), hint: say("iterateInt.hint"),
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
  percentMany: () => ({
    text: say("percentMany.text"), hint: say("percentMany.hint"),
  }),
  percentFew: () => ({
    text: say("percentFew.text"), hint: say("percentFew.hint"),
  }),
  percentType: (/** @type {string} */ code, /** @type {string} */ type) => ({
    text: say("percentType.text", { code, type: kind(type) }), hint: say("percentType.hint"),
  }),
  raiseType: () => ({
    text: say("raiseType.text"), hint: say("raiseType.hint"),
  }),
  selfless: (/** @type {string} */ name) => ({
    text: say("selfless.text", { name }), hint: say("selfless.hint"),
  }),

  // values
  intFloat: (/** @type {string} */ text) => ({
    text: say("intFloat.text", { text }), hint: say("intFloat.hint"),
  }),
  intText: (/** @type {string} */ fn, /** @type {string} */ text) => ({
    text: say("intText.text", { fn, text }), hint: say("intText.hint"),
  }),
  numberEmpty: (/** @type {string} */ fn) => ({
    text: say("numberEmpty.text", { fn }), hint: say("numberEmpty.hint"),
  }),
  numberComma: (/** @type {string} */ text) => ({
    text: say("numberComma.text", { text }), hint: say("numberComma.hint"),
  }),
  unpackMany: (/** @type {string} */ names) => ({
    text: names ? say("unpackMany.text", { names }) : say("unpackMany.text2"), hint: say("unpackMany.hint"),
  }),
  unpackFew: (/** @type {string} */ names, /** @type {string} */ got) => ({
    text: say("unpackFew.text", { names, got, part: got === "1" ? "value" : "values" }), hint: say("unpackFew.hint"),
  }),
  notIn: (/** @type {string} */ what) => ({
    text: say("notIn.text", { what }), hint: say("notIn.hint"),
  }),
  mathDomain: () => ({
    text: say("mathDomain.text"), hint: say("mathDomain.hint"),
  }),
  rangeStep: () => ({
    text: say("rangeStep.text"), hint: say("rangeStep.hint"),
  }),
  emptyMost: (/** @type {string} */ fn) => ({
    text: say("emptyMost.text", { fn }), hint: say("emptyMost.hint"),
  }),
  emptyRange: () => ({
    text: say("emptyRange.text"), hint: say("emptyRange.hint"),
  }),
  emptySplit: () => ({
    text: say("emptySplit.text"), hint: say("emptySplit.hint"),
  }),
  formatCode: (/** @type {string} */ code, /** @type {string} */ type) => ({
    text: say("formatCode.text", { code, type: kind(type) }), hint: type === "str" ? say("formatCode.hint") : undefined,
  }),
  fileClosed: () => ({
    text: say("fileClosed.text"), hint: say("fileClosed.hint"),
  }),
  fileMode: () => ({
    text: say("fileMode.text"), hint: say("fileMode.hint"),
  }),
  fileDirection: (/** @type {string} */ reading) => ({
    text: reading ? say("fileDirection.text") : say("fileDirection.text2"), hint: reading ? say("fileDirection.hint") : say("fileDirection.hint2"),
  }),
  date: () => ({
    text: say("date.text"), hint: say("date.hint"),
  }),
  json: () => ({
    text: say("json.text"), hint: say("json.hint"),
  }),
  value: () => ({
    text: say("value.text"), hint: say("value.hint"),
  }),
  index: (/** @type {string} */ what) => ({
    text: say("index.text", { what }), hint: say("index.hint"),
  }),
  indexAssign: () => ({
    text: say("indexAssign.text"), hint: say("indexAssign.hint"),
  }),
  argv: () => ({
    text: say("argv.text"), hint: say("argv.hint"),
  }),
  popEmpty: (/** @type {string} */ what) => ({
    text: say("popEmpty.text", { what }), hint: say("popEmpty.hint"),
  }),
  chooseEmpty: () => ({
    text: say("chooseEmpty.text"), hint: say("chooseEmpty.hint"),
  }),
  formatFew: () => ({
    text: say("formatFew.text"), hint: say("formatFew.hint"),
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
  attributeLength: () => ({
    text: say("attributeLength.text"), hint: say("attributeLength.hint"),
  }),
  attributeKey: (/** @type {string} */ name) => ({
    text: say("attributeKey.text"), hint: say("attributeKey.hint", { name }),
  }),
  attributeHasKey: () => ({
    text: say("attributeHasKey.text"), hint: say("attributeHasKey.hint"),
  }),
  attributeAdd: (/** @type {string} */ type, /** @type {string} */ name, /** @type {string} */ right) => ({
    text: say("attributeAdd.text", { name, type: kind(type) }), hint: say("attributeAdd.hint", { right }),
  }),
  attributeText: (/** @type {string} */ name) => ({
    text: say("attributeText.text", { name }), hint: say("attributeText.hint"),
  }),
  attributeModule: (/** @type {string} */ module, /** @type {string} */ name, /** @type {string} */ right) => ({
    text: say("attributeModule.text", { module, name }), hint: right ? say("attributeModule.hint", { right }) : say("attributeModule.hint2", { module }),
  }),
  attributeFunction: (/** @type {string} */ name) => ({
    text: say("attributeFunction.text", { name }), hint: say("attributeFunction.hint"),
  }),
  attributeObject: (/** @type {string} */ type, /** @type {string} */ name) => ({
    text: say("attributeObject.text", { type, name }), hint: say("attributeObject.hint", { name }),
  }),
  attributeClass: (/** @type {string} */ type, /** @type {string} */ name) => ({
    text: say("attributeClass.text", { type, name }), hint: say("attributeClass.hint", { type }),
  }),
  attribute: (/** @type {string} */ type, /** @type {string} */ name) => ({
    text: say("attribute.text", { name, type: kind(type) }), hint: say("attribute.hint"),
  }),
  context: () => ({
    text: say("context.text"), hint: say("context.hint"),
  }),

  // modules and files
  moduleMisspelt: (/** @type {string} */ name, /** @type {string} */ right) => ({
    text: say("moduleMisspelt.text", { name }), hint: say("moduleMisspelt.hint", { right }),
  }),
  moduleMissing: (/** @type {string} */ name, /** @type {string} */ install) => ({
    text: say("moduleMissing.text", { name }),
    hint: say("moduleMissing.hint", { install }),
  }),
  moduleLeftOut: (/** @type {string} */ name) => ({
    text: say("moduleLeftOut.text", { name }), hint: say("moduleLeftOut.hint"),
  }),
  moduleInside: (/** @type {string} */ whole, /** @type {string} */ part) => ({
    text: say("moduleInside.text", { whole, part }), hint: say("moduleInside.hint", { whole }),
  }),
  importName: (/** @type {string} */ module, /** @type {string} */ name, /** @type {string} */ right) => ({
    text: say("importName.text", { module, name }), hint: right ? say("importName.hint", { right }) : say("importName.hint2", { module }),
  }),
  importCircle: (/** @type {string} */ module) => ({
    text: say("importCircle.text", { module }), hint: say("importCircle.hint"),
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
  decode: () => ({
    text: say("decode.text"), hint: say("decode.hint"),
  }),
  encode: (/** @type {string} */ encoding) => ({
    text: say("encode.text", { encoding }), hint: say("encode.hint"),
  }),
  encodingUnknown: () => ({
    text: say("encodingUnknown.text"), hint: say("encodingUnknown.hint"),
  }),
  network: () => ({
    text: say("network.text"), hint: say("network.hint"),
  }),

  // how it went
  zero: () => ({
    text: say("zero.text"), hint: say("zero.hint"),
  }),
  recursion: (/** @type {string} */ fn) => ({
    text: say("recursion.text", { part: fn ? say("recursion.part", { fn }) : say("recursion.part2") }), hint: say("recursion.hint"),
  }),
  inputEnd: () => ({
    text: say("inputEnd.text"), hint: say("inputEnd.hint"),
  }),
  overflow: () => ({
    text: say("overflow.text"), hint: say("overflow.hint"),
  }),
  infinity: () => ({
    text: say("infinity.text"), hint: say("infinity.hint"),
  }),
  memory: () => ({
    text: say("memory.text"), hint: say("memory.hint"),
  }),
  assertion: (/** @type {string} */ message) => ({
    text: say("assertion.text", { part: message ? say("assertion.part", { message }) : "" }), hint: say("assertion.hint"),
  }),
  interrupted: (/** @type {number} */ line) => ({
    text: say("interrupted.text", { part: line ? at(line) : say("interrupted.part") }),
  }),
  stopIteration: () => ({
    text: say("stopIteration.text"), hint: say("stopIteration.hint"),
  }),
  generatorStop: () => ({
    text: say("generatorStop.text"), hint: say("generatorStop.hint"),
  }),
  timeout: () => ({
    text: say("timeout.text"), hint: say("timeout.hint"),
  }),
  changedSize: (/** @type {string} */ what) => ({
    text: say("changedSize.text", { what, a: article(what) }), hint: say("changedSize.hint"),
  }),
  reraise: () => ({
    text: say("reraise.text"), hint: say("reraise.hint"),
  }),
  notImplemented: () => ({
    text: "The program has come to a place where something is still to be written.", hint: "Write it in the place of `raise NotImplementedError`.",
  }),
};

/** The explanations, in the language of the interface where it has them, else in English. */
export const E = /** @type {typeof kinds} */ (Object.fromEntries(Object.entries(kinds).map(([name, explanation]) => [name, (/** @type {any[]} */ ...args) => {
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
