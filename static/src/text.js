// @ts-check
// Every text that the script itself shows, in one place.

/** @param {number} ms */
export function seconds(ms) {
  if (ms < 9950) return `${(Math.max(ms, 10) / 1000).toFixed(ms < 995 ? 2 : 1)} s`;
  const s = Math.round(ms / 1000);
  return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${s % 60} s`;
}

/**
 * When something was, for a list: today and yesterday by name.
 * @param {Date} date
 * @param {Date} [now]
 */
export function when(date, now = new Date()) {
  const time = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  /** @param {Date} d */
  const day = (d) => Math.round(new Date(d.getFullYear(), d.getMonth(), d.getDate(), 12).getTime() / 86_400_000);
  const days = day(now) - day(date);
  if (days === 0) return `Today, ${time}`;
  if (days === 1) return `Yesterday, ${time}`;
  return `${date.toLocaleDateString("en-GB", { day: "numeric", month: "long", ...(date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }) })}, ${time}`;
}

/** @param {number} kib */
function memory(kib) {
  if (kib < 1024) return `${Math.round(kib)} KB`;
  const mb = kib / 1024;
  return mb < 1000 ? `${mb < 10 ? mb.toFixed(1) : Math.round(mb)} MB` : `${(mb / 1024).toFixed(1)} GB`;
}

export const T = {
  starting: "Starting Python",
  running: (/** @type {string} */ time) => `Running, ${time}`,
  queued: "Waiting for its turn: another interpreter of this page is running",
  waiting: "Waiting for your input",
  memory: (/** @type {number} */ kib) => memory(kib),
  used: (/** @type {string} */ cpu, /** @type {string} */ most) =>
    [cpu && `The processor worked for ${cpu}`, most && `${cpu ? "memory" : "Memory"} in use at most ${most}`].filter(Boolean).join(", "),
  finished: (/** @type {string} */ time) => `Finished in ${time}`,
  failed: (/** @type {string} */ what, /** @type {number} */ line) => (line ? `${what} in line ${line}` : what),
  stopped: "Stopped",
  ended: "Ended",
  stop: "Stop",
  stopAgain: "Stop again to end it",
  where: "Where is it?",
  whereIn: (/** @type {string} */ name) => `Where ${name} is`,
  whereLine: (/** @type {number} */ line) => `line ${line}`,
  whereFile: (/** @type {string} */ file, /** @type {number} */ line) => `${file}, line ${line}`,
  whereFunction: (/** @type {string} */ name) => (/^<(module|stdin)>$/.test(name) ? "" : `in ${name}`),
  whereLibrary: (/** @type {number} */ calls, /** @type {string} */ file) => `${calls === 1 ? "one call" : `${calls} calls`} in the library (${file})`,
  whereHere: (/** @type {number} */ line, /** @type {string} */ text) => `It is at line ${line}: ${text}`,
  whereMark: "Python is here",
  whereNowhere: "Python did not say where it is.",
  whereNotYours: "It is in no line of yours just now.",
  mainThread: "Main program",
  trouble: "What went wrong",
  troubleLine: (/** @type {number} */ line) => `line ${line}`,
  troubleGo: (/** @type {number} */ line) => `Go to line ${line}`,
  traceback: "Traceback",
  format: "Format",
  formatted: "Formatted",
  formatFailed: "The code could not be formatted. Please try again.",
  copy: "Copy code",
  versions: "Earlier versions…",
  readOnly: "Read only",
  readOnlyWhy: "Nothing on this page runs until you allow it. To the button that allows it",
  offline: "You are offline. Nothing is lost, you can go on reading and typing.",
  restart: "Restart",
  runExample: "Run the example",
  runAgain: "All done, run again",
  firstStep: "Run only the first statement of the example",
  stepByStep: "Run it one by one",
  nextStep: (/** @type {number} */ n, /** @type {number} */ of) => `Next, ${n} of ${of}`,
  willRun: (/** @type {string} */ source) => `Next is ${source}`,
  choices: "Completions",
  choicesFound: (/** @type {number} */ n) => `${n} completions, choose with the arrow keys`,
  help: "What Python says of it",
  showDoc: "Show the documentation",
  explain: "Explain the name at the cursor",
  nothingKnown: "Python knows nothing of what is at the cursor",
  noDoc: "There is no documentation of it.",
  searchHistory: "Search what you typed",
  search: "You typed earlier",
  searchAt: (/** @type {number} */ n, /** @type {number} */ of) => `${n} of ${of}`,
  searchNone: "Nothing found",
  searchOlder: "An older one",
  searchClose: "Close the search",
  keys: "Keys",
  keyTab: "Tab: indent or complete",
  keyUp: "Earlier line",
  keyDown: "Later line",
  moreOf: (/** @type {string} */ name) => `More for ${name}`,
  copyProgram: "Copy as a program",
  copyOutput: "Copy the output",
  copied: "Copied",
  copyFailed: "The browser does not let this page copy. Select the text and copy it with the keyboard.",
  saveOutput: "Save the output",
  outputFile: (/** @type {string} */ name) => `${name} output.txt`,
  missingLines: "(The earliest lines are missing here.)",
  clear: "Clear the output",
  restartPython: "Restart Python",
  showAll: (/** @type {number} */ n) => `Show all ${n.toLocaleString("en")} lines`,
  showAllParts: "Show all of it",
  fold: "Fold",
  table: "Table made by the program",
  answer: "Answer for the program",
  secret: "Answer for the program, not shown while you type",
  enter: "Enter",
  leaveHint: "Tab indents. To leave the editor press Escape, then Tab.",
  run: "Run",
  reset: "Reset",
  editorNamed: (/** @type {string} */ name) => `Editor: ${name}`,
  openInEditor: "Open in editor",
  documentation: "Documentation",
  markedLine: (/** @type {number} */ line, /** @type {string} */ message) => `Line ${line}: ${message}`,
  kinds: {
    keyword: "keyword", function: "function", method: "method", class: "class", type: "class", module: "module",
    property: "property", variable: "variable", constant: "constant", value: "value", instance: "value",
  },
  find: {
    what: "Find in the code", instead: "Replace by", previous: "Previous", next: "Next", exact: "Match case",
    replace: "Replace", replaceAll: "Replace all", close: "Close the search",
    found: (/** @type {number} */ at, /** @type {number} */ all) => (at ? `${at} of ${all}` : all ? `${all} found` : "Nothing found"),
  },
  /** By CodeMirror's own words. */
  editorPhrases: {
    Completions: "Completions", "Control character": "Control character", "Selection deleted": "Selection deleted",
    "current match": "Found", "on line": "in line", "replaced match on line $": "Replaced in line $", "replaced $ matches": "Replaced $ of them",
  },
  codeOf: (/** @type {string} */ name) => `Code of ${name}`,
  outputOf: (/** @type {string} */ name) => `Output of ${name}`,
  terminalOf: (/** @type {string} */ name) => `Terminal of ${name}`,
  terminalHint: "Shift+Escape leaves the terminal. Ctrl+Shift+C and V copy and paste.",
  terminalFailed: "The terminal could not be loaded. Please reload the page.",
  fullScreen: "Full screen",
  leaveFullScreen: "Leave full screen",
  terminalKeys: "Keys for the terminal",
  arrow: { left: "Left arrow", up: "Up arrow", down: "Down arrow", right: "Right arrow" },
  undo: "Undo",
  backToAuthor: "Back to the author's code",
  skipped: (/** @type {number} */ n) => `${n.toLocaleString("en")} earlier lines are no longer shown`,
  reconnecting: "Reconnecting. Nothing is lost, you can go on reading and typing.",
  reconnected: "Connected again",
  replaced: "Python starts afresh: Crunchy was started again, or this page was away for too long. Your text is still here.",
  earlier: "This is from before: Python has been started afresh since.",
  notTaken: "This was not sent. It is back where you typed it.",
  refused401: "Crunchy does not know this browser any more. Please open the address that Crunchy printed when it started.",
  refused404: "This tutorial is not open in Crunchy any more. Please open it again from Crunchy's first page.",
  refused: "Crunchy could not open this page for running. Please reload it.",
  tooMuch: "That is more than can be sent at once. Please send less.",
  theme: { system: "Theme: as the system", light: "Theme: light", dark: "Theme: dark" },
  dismiss: "Close this notice",
  picture: "Picture made by the program",
  saved: "Your text is kept by itself; there is nothing to save.",
  output: (/** @type {number} */ lines) => `${lines} lines of output`,
  example: (/** @type {number} */ done, /** @type {number} */ all) => `${done} of ${all} examples work.`,
  done: (/** @type {number} */ done, /** @type {number} */ all) => `${done} of ${all} done`,
  sectionDone: "done",
  searchLabel: "Search the lessons",
  searchHits: "What was found",
  searchHint: "Type a word or its beginning. ↑ ↓ choose, Enter opens, Escape closes.",
  searchFound: (/** @type {number} */ n) => (n === 1 ? "One place." : n >= 20 ? "The 20 best places." : `${n} places.`),
  searchNothing: "Nothing found. All the words have to be in the same section.",
  searchReading: (/** @type {number} */ read, /** @type {number} */ of) => `Still reading the lessons${of ? `: ${read} of ${of}` : ""}.`,
  searchPart: (/** @type {number} */ read) => `Only ${read} lessons of this large folder are searched.`,
  searchFailed: "The search did not work. Please try again.",
  home: "Crunchy, home",
  tools: "Crunchy",
  openFailed: "Crunchy could not be asked. Please reload this page and try again.",
  enlarge: (/** @type {string} */ alt) => (alt ? `Enlarge: ${alt}` : "Enlarge the picture"),
  zoomClose: "Close the picture",
  trustFailed: "That did not work. Please reload the page and try again.",
  work: {
    saving: "Saving",
    saved: "Saved",
    offline: "Not saved yet: no connection. Your text is kept in this tab.",
    failed: (/** @type {string} */ sentence) => sentence || "Your text could not be saved. It is kept in this tab.",
    elsewhere: "This program was changed elsewhere; here it is.",
    conflict: "This program was also changed elsewhere.",
    mine: "Keep mine",
    theirs: "Take the other",
    starter: "The author has changed this example since you began.",
    newStarter: "Take the new one",
    show: "Show the difference",
    hide: "Hide the difference",
    onlyMine: "only in mine",
    onlyTheirs: "only in the other",
    difference: "The difference between the two texts",
    versions: "Earlier versions",
    versionsOf: (/** @type {string} */ name) => `Earlier versions of ${name}`,
    lines: (/** @type {number} */ n) => (n === 1 ? "1 line" : `${n.toLocaleString("en")} lines`),
    preview: (/** @type {string} */ time) => `The program as it was: ${time}`,
    goBack: "Go back to this one",
    close: "Close",
    loading: "One moment",
    none: "There is no earlier version yet. What you write is kept about once a minute, and whatever you have run.",
    notRead: "The earlier versions cannot be read just now. Please try again in a moment.",
    keptIn: (/** @type {string} */ file) => `Your program is an ordinary file: ${file}`,
  },
};
