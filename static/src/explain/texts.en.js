// @ts-check
// Every text of the explanations, in one place. Backquotes enclose code.

/** @typedef {{text: string, hint?: string}} Explanation */

/** @param {number} line */
const at = (line) => (line ? ` in line ${line}` : "");

/** @type {Record<string, string>} */
const KINDS = {
  str: "text (`str`)", int: "a whole number (`int`)", float: "a number with a point (`float`)", bool: "`True` or `False`", list: "a list", tuple: "a tuple",
  dict: "a dictionary", set: "a set", NoneType: "`None`, that is, nothing", range: "a range", bytes: "bytes", type: "a class", module: "a module",
  function: "a function", builtin_function_or_method: "a function", method: "a method", generator: "a generator", complex: "a complex number",
};

/**
 * A word with its article, which goes by the sound: of capitals one says the
 * letters, and a long u or a one begins with a consonant.
 * @param {string} word
 * @param {string} [shown]
 */
const a = (word, shown = word) => {
  const vowel = /^(?:[FHLMNRSX](?:[A-Z_]|$)|[AEIOUaeiou])/;
  return `${vowel.test(word) && !/^(?:U[A-Z_]|[Uu]ni(?:[^dmn]|$)|[Uu]s[aeiu]|[Uu]tf|[Ee]u|[Oo]ne)/.test(word) ? "an" : "a"} ${shown}`;
};

/** What a type is called in a sentence. @param {string} type */
export const kind = (type) => KINDS[type] ?? a(type, `\`${type}\``);

const fromInput = "`input()` always gives text. `int(…)` or `float(…)` makes a number of it.";
const noneFrom = "A function without `return` gives `None`, and so do `print()` and methods that change a list, like `sort()` and `append()`.";

/** @satisfies {Record<string, (...args: any[]) => Explanation>} */
export const E = {
  // names
  shadow: (/** @type {string} */ file, /** @type {string} */ module) => ({
    text: `Your file \`${file}\` has the same name as Python's own module \`${module}\` and hides it.`, hint: "Rename your file.",
  }),
  nameCase: (/** @type {string} */ wrong, /** @type {string} */ right) => ({
    text: `Python tells capital letters from small ones: it knows \`${right}\`, but not \`${wrong}\`.`, hint: `Write \`${right}\`.`,
  }),
  nameMisspelt: (/** @type {string} */ wrong, /** @type {string} */ right) => ({
    text: `Python does not know the name \`${wrong}\`.`, hint: `Perhaps you meant \`${right}\`?`,
  }),
  nameModule: (/** @type {string} */ name) => ({
    text: `\`${name}\` is one of Python's modules, and this program has not fetched it yet.`, hint: `Write \`import ${name}\` in a line at the top.`,
  }),
  nameLater: (/** @type {string} */ name, /** @type {number} */ line, /** @type {number} */ later) => ({
    text: `\`${name}\` is used${at(line)}, but it gets its value only later, in line ${later}.`, hint: "Python goes from top to bottom: move the line that gives the value up.",
  }),
  nameLocal: (/** @type {string} */ name, /** @type {string} */ fn) => ({
    text: `The name \`${name}\` exists only inside the function \`${fn}\`; outside of it Python does not know it.`, hint: `Let \`${fn}\` give its value back with \`return\`.`,
  }),
  nameGone: (/** @type {string} */ name) => ({
    text: `There is no \`${name}\` any more, or not yet, when Python comes to this line.`, hint: "The line that gives the value did not run, or `del` took the name away.",
  }),
  nameSelf: () => ({
    text: "Python does not know `self` here: it is an ordinary name, the first parameter of a method.", hint: "Write `self` first in the brackets of `def`.",
  }),
  nameUnknown: (/** @type {string} */ name) => ({
    text: `Python does not know the name \`${name}\`: nothing has been given that name before this line.`, hint: `Check its spelling. If it is meant as text, it needs quotes: \`"${name}"\`.`,
  }),
  unbound: (/** @type {string} */ name, /** @type {string} */ fn) => ({
    text: `${fn ? `The function \`${fn}\`` : "The function"} gives \`${name}\` a value somewhere, so \`${name}\` is a name of its own in there, and it has no value yet at this line.`,
    hint: `Give it a value first, or hand it in as a parameter.`,
  }),
  freeName: (/** @type {string} */ name) => ({
    text: `The inner function wants \`${name}\` of the function around it, which has not given it a value yet.`, hint: `Give \`${name}\` its value before the inner function is called.`,
  }),

  // what Python cannot read
  colon: (/** @type {string} */ word) => ({
    text: `A line that begins with \`${word}\` must end with a colon.`, hint: "Put `:` at the end of the line.",
  }),
  colonExtra: () => ({
    text: "This line ends with a colon, but opens no block.", hint: "Only lines such as `if …:`, `for …:`, `while …:` and `def …:` end with a colon.",
  }),
  bracketOpen: (/** @type {string} */ bracket, /** @type {number} */ line) => ({
    text: `The bracket \`${bracket}\`${at(line)} is never closed, so Python takes what follows for a part of it.`, hint: `Put the matching \`${closing(bracket)}\` where it belongs.`,
  }),
  bracketExtra: (/** @type {string} */ bracket) => ({
    text: `There is a \`${bracket}\` too many: no bracket is open for it to close.`, hint: "Count the opening and the closing brackets of the line.",
  }),
  bracketWrong: (/** @type {string} */ close, /** @type {string} */ open) => ({
    text: `A bracket that was opened with \`${open}\` is closed with \`${close}\`.`, hint: `Close it with \`${closing(open)}\`.`,
  }),
  quoteOpen: (/** @type {string} */ quote) => ({
    text: "A text begins here with a quote, and the line ends before it is closed.", hint: `Put the same quote${quote ? ` \`${quote}\`` : ""} at the end of the text.`,
  }),
  quoteOpen3: () => ({
    text: "A text that begins with three quotes is never closed.", hint: "Put the same three quotes at its end.",
  }),
  quoteInside: () => ({
    text: "The apostrophe inside the text ends the text too early.", hint: "Put the text in double quotes: `\"it's\"`.",
  }),
  equals: (/** @type {string} */ word) => ({
    text: `After \`${word}\` comes a question, but a single \`=\` gives a name its value.`, hint: "Compare with `==`.",
  }),
  equalsHere: () => ({
    text: "A single `=` gives a name its value; this is not a place for that.", hint: "Compare with `==`.",
  }),
  keyword: (/** @type {string} */ word) => ({
    text: `\`${word}\` is a word of the language itself and cannot be a name.`, hint: `Choose another name, for example \`${word.toLowerCase()}_\`.`,
  }),
  printBrackets: (/** @type {string} */ name) => ({
    text: `\`${name}\` needs round brackets around what it is given.`, hint: `Write \`${name}(…)\`.`,
  }),
  comma: () => ({
    text: "Two things stand next to each other with nothing between them.", hint: "Perhaps a comma is missing, or a `+`?",
  }),
  dictColon: () => ({
    text: "In a dictionary a colon stands between each key and its value, and a comma after each pair.", hint: "Write it like `{\"a\": 1, \"b\": 2}`.",
  }),
  adjacent: (/** @type {string} */ first, /** @type {string} */ second) => ({
    text: `Python does not understand what \`${first}\` and \`${second}\` next to each other mean.`, hint: "Perhaps something is missing between them, or one of them is misspelt?",
  }),
  declared: (/** @type {string} */ word) => ({
    text: `Python has no word \`${word}\` before a name: a name is made by giving it a value.`, hint: `Leave out \`${word}\`.`,
  }),
  defined: (/** @type {string} */ word) => ({
    text: `A function does not begin with \`${word}\` in Python.`, hint: "Write `def`.",
  }),
  fEmpty: () => ({
    text: "The curly brackets `{}` in this f-string are empty.", hint: "Write what should stand there between them, or `{{}}` for the brackets themselves.",
  }),
  fOpen: () => ({
    text: "A curly bracket `{` in this f-string is never closed.", hint: "Close it with `}`, or write `{{` for the bracket itself.",
  }),
  fClose: () => ({
    text: "There is a `}` too many in this f-string.", hint: "Write `}}` for the bracket itself.",
  }),
  fString: () => ({
    text: "Python does not understand what stands in the curly brackets `{…}` of this f-string.", hint: "Between them goes what you could also write outside, with other quotes than those around the text.",
  }),
  elseIf: () => ({
    text: "Python has one word for “else if”.", hint: "Write `elif`.",
  }),
  clauseAlone: (/** @type {string} */ word) => ({
    text: `This \`${word}\` belongs to no ${word === "else" || word === "elif" ? "`if`" : "`try`"} above it.`, hint: "Both must be indented equally, and only the indented block may stand between them.",
  }),
  tryAlone: () => ({
    text: "After a `try` block there must be an `except` or a `finally`.", hint: "Write `except …:` below the block, as far left as `try`.",
  }),
  curlyQuote: (/** @type {string} */ char) => ({
    text: `The character \`${char}\` is a typographic quote, as word processors make them; Python knows only straight ones.`, hint: "Type the quotes anew: `\"` or `'`.",
  }),
  longDash: (/** @type {string} */ char) => ({
    text: `The character \`${char}\` looks like a minus, but is a longer dash.`, hint: "Type it anew: `-`.",
  }),
  character: (/** @type {string} */ char) => ({
    text: `Python has no use for the character \`${char}\` here.`, hint: "In a text between quotes it may stand; elsewhere take it out.",
  }),
  invisible: () => ({
    text: "There is a character in this line that cannot be seen and that Python does not know, perhaps from a copied text.", hint: "Delete the blanks of the line and type them anew.",
  }),
  assignLiteral: () => ({
    text: "On the left of `=` stands a value and not a name.", hint: "The name comes first: `name = value`. To compare, write `==`.",
  }),
  assignCall: () => ({
    text: "A call with round brackets cannot be given a value.", hint: "The name comes first: `name = …`. To compare, write `==`.",
  }),
  assignExpression: (/** @type {string} */ minus) => ({
    text: "On the left of `=` stands a calculation and not a name.",
    hint: minus ? `A name cannot have a \`-\` in it: write \`${minus.replace(/\s*-\s*/g, "_")}\`.` : "The name comes first: `name = …`. To compare, write `==`.",
  }),
  assignKeyword: (/** @type {string} */ word) => ({
    text: `\`${word}\` belongs to Python and cannot be given another value.`, hint: "Choose another name.",
  }),
  assignOther: (/** @type {string} */ what) => ({
    text: `On the left of \`=\` stands something that cannot be given a value (${what}).`, hint: "The name comes first: `name = …`. To compare, write `==`.",
  }),
  returnOutside: (/** @type {string} */ word) => ({
    text: `\`${word}\` may stand only inside a function.`, hint: "If it belongs to the function above, indent it as far as the rest of that function.",
  }),
  awaitOutside: () => ({
    text: "`await` may stand only inside an `async def` function.", hint: "Begin the function with `async def`, and start it with `asyncio.run(…)`.",
  }),
  breakOutside: (/** @type {string} */ word) => ({
    text: `\`${word}\` may stand only inside a \`for\` or \`while\` loop.`, hint: "If it belongs to the loop above, indent it as far as the rest of that loop.",
  }),
  positional: () => ({
    text: "In a call, values without a name come first, and those with `name=` after them.", hint: "Move the value without a name to the front.",
  }),
  keywordValue: () => ({
    text: "In a call, only a plain name may stand before `=`.", hint: "To compare, write `==`.",
  }),
  digits: (/** @type {string} */ word) => ({
    text: `\`${word}\` begins with a digit, so Python reads a number and does not understand its letters.`, hint: "A name begins with a letter. Between a number and a name there must be an operator, such as `*`.",
  }),
  zeros: () => ({
    text: "A whole number cannot begin with `0`.", hint: "Leave out the zeros in front, or put it in quotes if it is no number for calculating.",
  }),
  otherNumber: () => ({
    text: "Python cannot read this number.", hint: "Between digits only a single `_` may stand, and for a decimal point write `.`.",
  }),
  operator: (/** @type {string} */ wrong, /** @type {string} */ right) => ({
    text: `Python has no \`${wrong}\`.`, hint: `Write \`${right}\`.`,
  }),
  prompt: () => ({
    text: "The signs `>>>` and `...` are what Python itself shows; they are no part of the program.", hint: "Delete them at the beginning of the lines.",
  }),
  importFrom: () => ({
    text: "The order is the other way round.", hint: "Write `from module import name`.",
  }),
  exceptComma: () => ({
    text: "Several kinds of errors after `except` go into round brackets, and a name for the error comes after `as`.", hint: "Write `except (A, B):` or `except A as error:`.",
  }),
  raiseComma: () => ({
    text: "What an error says goes into round brackets.", hint: "Write `raise ValueError(\"…\")`.",
  }),
  defBrackets: () => ({
    text: "After the name of a function come round brackets, even when nothing stands in them.", hint: "Write `def name():`.",
  }),
  dictValue: () => ({
    text: "After a key and its colon a value is missing.", hint: "Write it like `{\"a\": 1}`.",
  }),
  ternary: () => ({
    text: "An `if` inside a line needs an `else`, for there must always be a value.", hint: "Write `a if question else b`.",
  }),
  lambda: () => ({
    text: "After the colon of `lambda` stands just a value, without `return`.", hint: "Leave out `return`.",
  }),
  backslash: () => ({
    text: "After a backslash `\\` outside a text the line must end.", hint: "Take it out; to divide, write `/`.",
  }),
  unicodeEscape: () => ({
    text: "A backslash in a text begins a special sign, and `\\U` or `\\x` wants digits after it.", hint: "For a path in Windows put `r` before the quotes: `r\"C:\\Users\"`.",
  }),
  globalLate: (/** @type {string} */ name, /** @type {string} */ word) => ({
    text: `\`${word} ${name}\` comes too late: the function has used \`${name}\` before.`, hint: `Make \`${word} ${name}\` the first line of the function.`,
  }),
  nonlocal: () => ({
    text: "`nonlocal` is for names of a function around this one, and there is none of that name.", hint: "Leave it out, or write `global`.",
  }),
  twice: (/** @type {string} */ name) => ({
    text: `Two parameters of the function are called \`${name}\`.`, hint: "Give each a name of its own.",
  }),
  defaults: () => ({
    text: "Parameters with a value of their own (`name=value`) come after those without.", hint: "Change the order of the parameters.",
  }),
  importStar: () => ({
    text: "`import *` may not stand inside a function.", hint: "Move it to the top, or import the names you need.",
  }),
  endTooEarly: () => ({
    text: "The program ends where Python still expects something.", hint: "Perhaps a closing bracket is missing, or the indented block of the last line?",
  }),
  syntax: (/** @type {number} */ line) => ({
    text: `Python does not understand how ${line ? `line ${line}` : "this line"} is put together.`, hint: "Look for a missing bracket, quote, comma or colon, in the line before, too.",
  }),
  blockMissing: (/** @type {string} */ word, /** @type {number} */ line) => ({
    text: `After ${word ? `\`${word}\`` : "a line that ends with a colon"}${at(line)} Python expects a block: lines that are indented.`,
    hint: "Indent what belongs to it by four blanks. `pass` is a block that does nothing.",
  }),
  indentExtra: () => ({
    text: "This line is indented farther than the one above, which opens no block.", hint: "Take away the blanks at the beginning of the line.",
  }),
  indentMismatch: () => ({
    text: "This line is indented less than the block above it, but as far as no line before that block.", hint: "Make it exactly as far as the line it belongs below.",
  }),
  tabs: () => ({
    text: "Tabs and blanks are mixed at the beginning of the lines, so Python cannot tell how far they are indented.", hint: "Use only blanks, four for each step.",
  }),

  // kinds of values
  concatText: (/** @type {string} */ type) => ({
    text: `With \`+\` only text can be added to text, and here comes ${kind(type)}.`,
    hint: type === "NoneType" ? noneFrom : "Make text of it with `str(…)`, or write it into an f-string: `f\"… {value}\"`.",
  }),
  concatList: (/** @type {string} */ to, /** @type {string} */ type) => ({
    text: `With \`+\` only ${kind(to)} can be added to ${kind(to)}, and here comes ${kind(type)}.`, hint: to === "list" ? "To add one item, use `append(…)`." : undefined,
  }),
  operands: (/** @type {string} */ op, /** @type {string} */ left, /** @type {string} */ right) => ({
    text: left === right ? `\`${op}\` does not work between two of this kind: ${kind(left)}.` : `\`${op}\` does not work between ${kind(left)} and ${kind(right)}.`,
    hint: mixed(left, right) ? `Make both numbers with \`int(…)\`, or both text with \`str(…)\`.` : undefined,
  }),
  operandNone: (/** @type {string} */ op) => ({
    text: `One side of \`${op}\` is \`None\`, that is, nothing.`, hint: noneFrom,
  }),
  compare: (/** @type {string} */ op, /** @type {string} */ left, /** @type {string} */ right) => ({
    text: `Python cannot say whether \`${op}\` is true of ${kind(left)} and ${kind(right)}.`, hint: mixed(left, right) ? fromInput : undefined,
  }),
  unary: (/** @type {string} */ op, /** @type {string} */ type) => ({
    text: `\`${op}\` does not work with ${kind(type)}.`, hint: type === "str" ? fromInput : type === "NoneType" ? noneFrom : undefined,
  }),
  repeat: (/** @type {string} */ type) => ({
    text: `Text and lists can be repeated with \`*\` only a whole number of times, and here comes ${kind(type)}.`,
    hint: type === "float" ? "Make it whole with `int(…)`." : "To calculate with text, make a number of it: `int(…)` or `float(…)`.",
  }),
  missing: (/** @type {string} */ fn, /** @type {string} */ what) => ({
    text: `\`${fn}\` also needs a value for ${what}, and this call does not give one.`, hint: "Write it between the round brackets.",
  }),
  tooMany: (/** @type {string} */ fn, /** @type {string} */ takes, /** @type {string} */ given) => ({
    text: `\`${fn}\` takes ${few(takes)}, but this call gives ${given}.`, hint: "Compare the call with the line of its `def`.",
  }),
  noSelf: (/** @type {string} */ fn) => ({
    text: `A method is always given its object as the first value, and \`${fn}\` has no parameter for it.`, hint: "Write `self` first in the brackets of `def`.",
  }),
  noInit: (/** @type {string} */ name) => ({
    text: `\`${name}\` takes no values in its brackets.`, hint: `If \`${name}\` is your class, it needs a method \`__init__\` that takes them; mind the two underscores on each side.`,
  }),
  wants: (/** @type {string} */ fn, /** @type {string} */ much, /** @type {string} */ given) => ({
    text: `\`${fn}\` takes ${much}, but this call gives ${given}.`, hint: "Look at the commas and brackets of the call.",
  }),
  keywordUnknown: (/** @type {string} */ fn, /** @type {string} */ name, /** @type {string} */ right) => ({
    text: `\`${fn}\` has no parameter called \`${name}\`.`, hint: right ? `Perhaps you meant \`${right}\`?` : "Check the spelling of the name before `=`.",
  }),
  multiple: (/** @type {string} */ fn, /** @type {string} */ name) => ({
    text: `This call gives \`${fn}\` two values for \`${name}\`: one by its place and one by its name.`, hint: "Leave one of them out.",
  }),
  callTimes: () => ({
    text: "Brackets right after a number mean a call to Python, not a multiplication.", hint: "Write `*` between them.",
  }),
  callShadowed: (/** @type {string} */ name, /** @type {number} */ line) => ({
    text: `In line ${line} the name \`${name}\` was given to something else, so the function \`${name}\` cannot be called any more.`, hint: "Choose another name in that line.",
  }),
  callModule: () => ({
    text: "A module itself cannot be called, only what is in it.", hint: "Write `module.name(…)`.",
  }),
  callOther: (/** @type {string} */ type) => ({
    text: `Round brackets call a function, but what stands before them is ${kind(type)}.`, hint: type === "list" || type === "dict" || type === "tuple" ? "To get an item, use square brackets: `[…]`." : type === "NoneType" ? noneFrom : "Perhaps a comma or an operator is missing before the bracket?",
  }),
  subscriptFunction: () => ({
    text: "Square brackets take an item out of something, but here stands a function.", hint: "Call it with round brackets: `(…)`.",
  }),
  subscriptOther: (/** @type {string} */ type) => ({
    text: `Square brackets take an item out of a list, a text or a dictionary, but here stands ${kind(type)}.`, hint: type === "NoneType" ? noneFrom : type === "int" || type === "float" ? "To take out a digit, make text of the number first: `str(…)`." : undefined,
  }),
  iterateInt: () => ({
    text: "Python can go through a list or a text item by item, but not through a number.", hint: "To count, use `range(…)`.",
  }),
  iterateOther: (/** @type {string} */ type) => ({
    text: `Python cannot go through this item by item: it is ${kind(type)}.`, hint: type === "NoneType" ? noneFrom : undefined,
  }),
  contains: (/** @type {string} */ type) => ({
    text: `\`in\` looks for something in a list or a text, but on its right stands ${kind(type)}.`, hint: type === "NoneType" ? noneFrom : "Perhaps you want to compare with `==`?",
  }),
  unhashable: (/** @type {string} */ type) => ({
    text: `Only what never changes can be a key of a dictionary or be in a set, and this is ${kind(type)}.`, hint: type === "list" ? "Use a tuple in its place: `(…)`." : undefined,
  }),
  indexType: (/** @type {string} */ what, /** @type {string} */ type) => ({
    text: `The items of ${what === "string" ? "a text" : a(what)} are numbered, so a whole number must stand in the square brackets${type ? `, not ${kind(type)}` : ""}.`,
    hint: type === "float" ? "Make it whole with `int(…)`, or divide with `//`." : type === "str" || !type ? "A word in the brackets is for dictionaries. For text that holds a number, use `int(…)`." : undefined,
  }),
  unchangeable: (/** @type {string} */ type) => ({
    text: `What is in ${kind(type)} cannot be changed.`,
    hint: type === "str" ? "Make a new text, for example with `replace(…)`." : type === "tuple" ? "Use a list in its place: `[…]`." : undefined,
  }),
  noItems: (/** @type {string} */ type) => ({
    text: `There are no items to change here: this is ${kind(type)}.`, hint: type === "NoneType" ? noneFrom : undefined,
  }),
  wholeNumber: (/** @type {string} */ type) => ({
    text: `A whole number is needed here, and this is ${kind(type)}.`, hint: type === "float" ? "Make it whole with `int(…)`, or divide with `//`." : type === "str" ? fromInput : type === "NoneType" ? noneFrom : undefined,
  }),
  convert: (/** @type {string} */ fn, /** @type {string} */ type) => ({
    text: `\`${fn}\` can make a number of text or of another number, but this is ${kind(type)}.`, hint: type === "NoneType" ? noneFrom : type === "list" ? "Do it with each item." : undefined,
  }),
  length: (/** @type {string} */ type) => ({
    text: `\`len()\` tells how many items there are, but this is ${kind(type)}.`, hint: type === "NoneType" ? noneFrom : type === "int" || type === "float" ? "For the digits of a number: `len(str(…))`." : undefined,
  }),
  join: (/** @type {string} */ type) => ({
    text: `\`join\` puts texts together, but one of the items is ${kind(type)}.`, hint: "Make text of each: `\", \".join(str(x) for x in items)`.",
  }),
  unpackOne: (/** @type {string} */ type) => ({
    text: `Several names stand on the left, but there is only one value for them: ${kind(type)}.`, hint: type === "NoneType" ? noneFrom : undefined,
  }),
  percentMany: () => ({
    text: "There are more values after `%` than places for them in the text.", hint: "For the remainder of a division make a number of the text first: `int(…)`.",
  }),
  percentFew: () => ({
    text: "There are fewer values after `%` than places for them in the text.", hint: "Put the values in round brackets after `%`, or use an f-string.",
  }),
  percentType: (/** @type {string} */ code, /** @type {string} */ type) => ({
    text: `\`${code}\` in the text wants a number, but this is ${kind(type)}.`, hint: "Use `%s` for text, or an f-string.",
  }),
  raiseType: () => ({
    text: "Only errors can be raised and caught, and this is none.", hint: "Write for example `raise ValueError(\"…\")`, and `except ValueError:`.",
  }),
  selfless: (/** @type {string} */ name) => ({
    text: `\`${name}\` belongs to a value, and none stands before the dot.`, hint: "Put the value before the dot: `\"text\".upper()`.",
  }),

  // values
  intFloat: (/** @type {string} */ text) => ({
    text: `\`int()\` reads whole numbers only, and ${text} has a point.`, hint: "Use `float(…)`, and `int(float(…))` to make it whole.",
  }),
  intText: (/** @type {string} */ fn, /** @type {string} */ text) => ({
    text: `\`${fn}\` makes a number of text, but ${text} is no number.`, hint: "Print the text to see what it really is.",
  }),
  numberEmpty: (/** @type {string} */ fn) => ({
    text: `\`${fn}\` was given an empty text, and nothing is no number.`, hint: "Ask first whether there is something in it.",
  }),
  numberComma: (/** @type {string} */ text) => ({
    text: `${text} is no number for Python: it writes a point where you wrote a comma.`, hint: "Write a point, or use `text.replace(\",\", \".\")` first.",
  }),
  unpackMany: (/** @type {string} */ names) => ({
    text: names ? `There are more values on the right than the ${names} names on the left.` : "There are more values on the right than names on the left.", hint: "Give each value a name, or `*rest` for all that are left over.",
  }),
  unpackFew: (/** @type {string} */ names, /** @type {string} */ got) => ({
    text: `There are ${names} names on the left, but only ${got} ${got === "1" ? "value" : "values"} on the right.`, hint: "Print what is on the right to see what is in it.",
  }),
  notIn: (/** @type {string} */ what) => ({
    text: `What you look for is not in the ${what}.`, hint: "Ask first with `in`: `if x in items:`.",
  }),
  mathDomain: () => ({
    text: "This has no answer among the ordinary numbers, like the root of a negative number or the logarithm of 0.", hint: "Print the number before the line to see what it is.",
  }),
  rangeStep: () => ({
    text: "With steps of 0 `range()` would never come to an end.", hint: "The third number must not be 0.",
  }),
  emptyMost: (/** @type {string} */ fn) => ({
    text: `\`${fn}\` was given nothing to choose from: the list is empty.`, hint: "Ask first whether there is something in it: `if items:`.",
  }),
  emptyRange: () => ({
    text: "There is no number between these two to choose from.", hint: "The smaller one comes first.",
  }),
  emptySplit: () => ({
    text: "`split` needs something to cut at, and the text it was given is empty.", hint: "`list(text)` gives all its letters.",
  }),
  formatCode: (/** @type {string} */ code, /** @type {string} */ type) => ({
    text: `The format \`${code}\` does not go with ${kind(type)}.`, hint: type === "str" ? "Make a number of it first, or leave out the format after the colon." : undefined,
  }),
  fileClosed: () => ({
    text: "The file was closed before this line.", hint: "Work with it inside the `with` block.",
  }),
  fileMode: () => ({
    text: "The second value of `open()` says what is to be done with the file, and this is none it knows.", hint: "`\"r\"` reads, `\"w\"` writes anew, `\"a\"` adds at the end.",
  }),
  fileDirection: (/** @type {string} */ reading) => ({
    text: reading ? "The file was opened for writing, not for reading." : "The file was opened for reading, not for writing.", hint: reading ? "Open it with `\"r\"`." : "Open it with `\"w\"` or `\"a\"`.",
  }),
  date: () => ({
    text: "The calendar has no such day.", hint: "The order is year, month, day.",
  }),
  json: () => ({
    text: "This text is not JSON from its beginning to its end.", hint: "Print it to see what it is. JSON has double quotes, and no comma after the last item.",
  }),
  value: () => ({
    text: "The kind of the value is right, but the value itself cannot be used here.", hint: "Print it before this line to see what it is.",
  }),
  index: (/** @type {string} */ what) => ({
    text: `The ${what} has no item with that number.`, hint: "The first one has the number 0, the last one `len(…) - 1`.",
  }),
  indexAssign: () => ({
    text: "The list has no item with that number which could be changed.", hint: "To add a new one, use `append(…)`.",
  }),
  argv: () => ({
    text: "The program was started without the words that `sys.argv` should hold.", hint: "Here a program has none; ask for them with `input()`.",
  }),
  popEmpty: (/** @type {string} */ what) => ({
    text: `The ${what} is empty: there is nothing to take out.`, hint: "Ask first whether there is something in it: `if items:`.",
  }),
  chooseEmpty: () => ({
    text: "There is nothing to choose from: the list is empty.", hint: "Ask first whether there is something in it: `if items:`.",
  }),
  formatFew: () => ({
    text: "The text has more places `{}` than there are values for them.", hint: "Give one value for each place, or use an f-string.",
  }),
  key: (/** @type {string} */ key, /** @type {string} */ right) => ({
    text: `Nothing is kept under the key ${key}.`, hint: right ? `Perhaps you meant ${right}?` : "Ask first with `in`, or use `get(…)`, which gives `None` then.",
  }),

  // what belongs to what
  attributeNone: (/** @type {string} */ name) => ({
    text: `What stands before \`.${name}\` is \`None\`, that is, nothing.`, hint: noneFrom,
  }),
  attributeMisspelt: (/** @type {string} */ type, /** @type {string} */ name, /** @type {string} */ right) => ({
    text: `There is no \`${name}\` for ${kind(type)}.`, hint: `Perhaps you meant \`${right}\`?`,
  }),
  attributeOther: (/** @type {string} */ type, /** @type {string} */ name, /** @type {string} */ owner) => ({
    text: `\`${name}\` is for ${owner === "file" ? "files" : kind(owner)}, but this is ${kind(type)}.`, hint: "Print it before this line to see what it is.",
  }),
  attributeLength: () => ({
    text: "How many items there are is told by the function `len`.", hint: "Write `len(…)`.",
  }),
  attributeKey: (/** @type {string} */ name) => ({
    text: "What is in a dictionary is reached with square brackets, not with a dot.", hint: `Write \`["${name}"]\`.`,
  }),
  attributeHasKey: () => ({
    text: "Whether a dictionary has a key is asked with `in`.", hint: "Write `if key in dictionary:`.",
  }),
  attributeAdd: (/** @type {string} */ type, /** @type {string} */ name, /** @type {string} */ right) => ({
    text: `There is no \`${name}\` for ${kind(type)}.`, hint: `In Python it is \`${right}\`.`,
  }),
  attributeText: (/** @type {string} */ name) => ({
    text: `A text cannot be changed, so there is no \`${name}\` for it.`, hint: "Put texts together with `+`.",
  }),
  attributeModule: (/** @type {string} */ module, /** @type {string} */ name, /** @type {string} */ right) => ({
    text: `The module \`${module}\` has no \`${name}\`.`, hint: right ? `Perhaps you meant \`${right}\`?` : `Check the spelling, and that no file of yours is called \`${module}.py\`.`,
  }),
  attributeFunction: (/** @type {string} */ name) => ({
    text: `What stands before \`.${name}\` is a function itself, not what it gives.`, hint: "Call it with round brackets first: `()`.",
  }),
  attributeObject: (/** @type {string} */ type, /** @type {string} */ name) => ({
    text: `An object of the class \`${type}\` has no \`${name}\`.`, hint: `Check the spelling, and that \`__init__\` gives it with \`self.${name} = …\`.`,
  }),
  attributeClass: (/** @type {string} */ type, /** @type {string} */ name) => ({
    text: `The class \`${type}\` has no \`${name}\`.`, hint: `Perhaps an object is needed: \`${type}()\`?`,
  }),
  attribute: (/** @type {string} */ type, /** @type {string} */ name) => ({
    text: `There is no \`${name}\` for ${kind(type)}.`, hint: "Print it before this line to see what it is.",
  }),
  context: () => ({
    text: "`with` works with files and the like, which can be opened and closed, but not with this.", hint: "Write for example `with open(…) as file:`.",
  }),

  // modules and files
  moduleMisspelt: (/** @type {string} */ name, /** @type {string} */ right) => ({
    text: `Python finds no module called \`${name}\`.`, hint: `Perhaps you meant \`${right}\`?`,
  }),
  moduleMissing: (/** @type {string} */ name, /** @type {string} */ install) => ({
    text: `Python finds no module called \`${name}\`: it is not installed.`,
    hint: `If the name is right, install it in a terminal: \`python3 -m pip install ${install}\`. A file of yours must lie beside the program.`,
  }),
  moduleLeftOut: (/** @type {string} */ name) => ({
    text: `\`${name}\` belongs to Python, but this Python came without it.`, hint: "The system's own packages may have it.",
  }),
  moduleInside: (/** @type {string} */ whole, /** @type {string} */ part) => ({
    text: `The module \`${whole}\` has no module \`${part}\` in it.`, hint: `Check the spelling, and that no file of yours is called \`${whole}.py\`.`,
  }),
  importName: (/** @type {string} */ module, /** @type {string} */ name, /** @type {string} */ right) => ({
    text: `The module \`${module}\` has no \`${name}\`.`, hint: right ? `Perhaps you meant \`${right}\`?` : `Check the spelling, and that no file of yours is called \`${module}.py\`.`,
  }),
  importCircle: (/** @type {string} */ module) => ({
    text: `\`${module}\` is not ready yet: two files import each other, or a file of yours is called \`${module}.py\` and hides the real one.`, hint: "Rename your file.",
  }),
  fileMissing: (/** @type {string} */ name) => ({
    text: name ? `There is no file ${name} where the program looks for it.` : "There is no such file where the program looks for it.", hint: "Check its spelling, and that it lies in the folder where the program runs.",
  }),
  fileDenied: (/** @type {string} */ name) => ({
    text: `The system does not let the program use ${name || "this file"}.`, hint: "Choose another place, for example the folder where the program runs.",
  }),
  fileExists: (/** @type {string} */ name) => ({
    text: `There is already something called ${name || "that"}.`, hint: "Choose another name, or ask first whether it is there.",
  }),
  fileFolder: (/** @type {string} */ name) => ({
    text: `${name || "This"} is a folder and not a file.`, hint: "Write the name of a file in it.",
  }),
  fileNoFolder: (/** @type {string} */ name) => ({
    text: `${name || "This"} leads through something that is a file and not a folder.`, hint: "Check the path.",
  }),
  decode: () => ({
    text: "The file or the bytes are not text in the expected encoding.", hint: "Open it with the right one, such as `open(name, encoding=\"latin-1\")`, or with `\"rb\"` if it is no text.",
  }),
  encode: (/** @type {string} */ encoding) => ({
    text: `A character of the text does not exist in the encoding ${encoding}.`, hint: "Use `encoding=\"utf-8\"`, which has them all.",
  }),
  encodingUnknown: () => ({
    text: "Python knows no encoding of that name.", hint: "Nearly always it is `\"utf-8\"`.",
  }),
  network: () => ({
    text: "The other computer cannot be reached.", hint: "Check the address and your connection.",
  }),

  // how it went
  zero: () => ({
    text: "Nothing can be divided by zero.", hint: "Ask before dividing whether the number is 0, or find out why it is.",
  }),
  recursion: (/** @type {string} */ fn) => ({
    text: `${fn ? `The function \`${fn}\` calls itself` : "A function calls itself"} again and again without an end.`, hint: "It needs a case in which it returns without calling itself, and each call must come nearer to it.",
  }),
  inputEnd: () => ({
    text: "The program asked for input, but there was none any more.", hint: "Run it again and give an answer for each `input()`.",
  }),
  overflow: () => ({
    text: "The result is too large for a number with a point.", hint: "Whole numbers can be as large as you like.",
  }),
  infinity: () => ({
    text: "Infinity, or what is no number at all, cannot be made whole.", hint: "Find out where it comes from: print the numbers before this line.",
  }),
  memory: () => ({
    text: "There is not enough memory for what this line makes.", hint: "Does a list or a text grow without an end?",
  }),
  assertion: (/** @type {string} */ message) => ({
    text: `What stands after \`assert\` should be true here, and it is not${message ? `: ${message}` : ""}.`, hint: "Print its parts before this line to see what they are.",
  }),
  interrupted: (/** @type {number} */ line) => ({
    text: `The program was stopped while it was${line ? at(line) : " running"}.`,
  }),
  stopIteration: () => ({
    text: "`next()` asked for another item, but there is none any more.", hint: "A `for` loop ends by itself; `next(items, None)` gives `None` at the end.",
  }),
  generatorStop: () => ({
    text: "A generator ended with `StopIteration` in the middle.", hint: "End it with `return`, and give `next()` a second value.",
  }),
  timeout: () => ({
    text: "It took too long, and the program did not wait any longer.", hint: "Try again, or allow more time.",
  }),
  changedSize: (/** @type {string} */ what) => ({
    text: `The loop goes through ${a(what)} while it gets larger or smaller.`, hint: "Go through a copy: `for x in list(…):`.",
  }),
  reraise: () => ({
    text: "`raise` alone passes on an error that is being handled, and there is none.", hint: "Say which: `raise ValueError(\"…\")`.",
  }),
  notImplemented: () => ({
    text: "The program has come to a place where something is still to be written.", hint: "Write it in the place of `raise NotImplementedError`.",
  }),
};

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
const few = (n) => (n === "0" ? "no values" : n === "1" ? "one value" : `${n} values`);
