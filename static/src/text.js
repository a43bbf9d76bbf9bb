// @ts-check
// Every text that the script itself shows. They stand in ioelement/texts, in each
// language; here is only how values are put into them.
import element from "../../ioelement/texts/en/element.json" with { type: "json" };
import script from "../../ioelement/texts/en/script.json" with { type: "json" };
import { count, fill, language, locale, number, over, spoken } from "./language.js";

const [otherElement, otherScript] = await Promise.all([spoken("element"), spoken("script")]);
const E = over(element, otherElement);
const S = over(script, otherScript);

/** @param {number} ms */
export function seconds(ms) {
  const exact = (/** @type {number} */ n, /** @type {number} */ digits) => n.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  if (ms < 9950) return `${exact(Math.max(ms, 10) / 1000, ms < 995 ? 2 : 1)} s`;
  const s = Math.round(ms / 1000);
  return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${s % 60} s`;
}

/** How long something still is: 1:05:09, 5:09. @param {number} ms */
function countdown(ms) {
  const s = Math.ceil(ms / 1000);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const [h, m] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
  return `${h ? `${h}:${two(m)}` : m}:${two(s % 60)}`;
}

/**
 * When something was, for a list: today and yesterday by name.
 * @param {Date} date
 * @param {Date} [now]
 */
export function when(date, now = new Date()) {
  const time = date.toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
  /** @param {Date} d */
  const day = (d) => Math.round(new Date(d.getFullYear(), d.getMonth(), d.getDate(), 12).getTime() / 86_400_000);
  const days = day(now) - day(date);
  if (days === 0) return fill(S.today, { time });
  if (days === 1) return fill(S.yesterday, { time });
  return fill(S.dayAt, { time, day: date.toLocaleDateString(locale, { day: "numeric", month: "long", ...(date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }) }) });
}

/** @param {number} kib */
function memory(kib) {
  if (kib < 1024) return `${Math.round(kib)} KB`;
  const mb = kib / 1024;
  const exact = (/** @type {number} */ n) => n.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return mb < 1000 ? `${mb < 10 ? exact(mb) : Math.round(mb)} MB` : `${exact(mb / 1024)} GB`;
}

export const T = {
  ...E,
  ...S,
  /** What elements are called; kinds are those of names in Python. */
  elements: E.kinds,
  running: (/** @type {string} */ time) => fill(S.running, { time }),
  memory: (/** @type {number} */ kib) => memory(kib),
  used: (/** @type {string} */ cpu, /** @type {string} */ most) => (cpu && most ? fill(S.usedBoth, { cpu, most }) : cpu ? fill(S.usedCpu, { cpu }) : most ? fill(S.usedMemory, { most }) : ""),
  finished: (/** @type {string} */ time) => fill(S.finished, { time }),
  failed: (/** @type {string} */ what, /** @type {number} */ line) => (line ? fill(S.failed, { what, line }) : what),
  whereIn: (/** @type {string} */ name) => fill(S.whereIn, { name }),
  whereLine: (/** @type {number} */ line) => fill(S.whereLine, { line }),
  whereFile: (/** @type {string} */ file, /** @type {number} */ line) => fill(S.whereFile, { file, line }),
  whereFunction: (/** @type {string} */ name) => (/^<(module|stdin)>$/.test(name) ? "" : fill(S.whereFunction, { name })),
  whereLibrary: (/** @type {number} */ calls, /** @type {string} */ file) => count(S.whereLibrary, calls, { file }),
  whereHere: (/** @type {number} */ line, /** @type {string} */ text) => fill(S.whereHere, { line, text }),
  troubleLine: (/** @type {number} */ line) => fill(S.troubleLine, { line }),
  troubleGo: (/** @type {number} */ line) => fill(S.troubleGo, { line }),
  nextStep: (/** @type {number} */ n, /** @type {number} */ of) => fill(S.nextStep, { n, of }),
  willRun: (/** @type {string} */ source) => fill(S.willRun, { source }),
  choicesFound: (/** @type {number} */ n) => fill(S.choicesFound, { n }),
  searchAt: (/** @type {number} */ n, /** @type {number} */ of) => fill(S.searchAt, { n, of }),
  moreOf: (/** @type {string} */ name) => fill(S.moreOf, { name }),
  outputFile: (/** @type {string} */ name) => fill(S.outputFile, { name }),
  showAll: (/** @type {number} */ n) => fill(S.showAll, { n: number(n) }),
  editorNamed: (/** @type {string} */ name) => fill(S.editorNamed, { name }),
  markedLine: (/** @type {number} */ line, /** @type {string} */ message) => fill(S.markedLine, { line, message }),
  find: {
    ...S.find,
    found: (/** @type {number} */ at, /** @type {number} */ all) => (at ? fill(S.find.at, { n: at, all }) : all ? fill(S.find.all, { all }) : S.find.none),
  },
  margin: {
    ...S.margin,
    line: (/** @type {number} */ n) => fill(S.margin.line, { n }),
    some: (/** @type {number} */ n) => count(S.margin.some, n),
  },
  hiddenLines: (/** @type {number} */ n) => fill(E.hiddenLines, { n }),
  codeOf: (/** @type {string} */ name) => fill(E.codeOf, { name }),
  outputOf: (/** @type {string} */ name) => fill(S.outputOf, { name }),
  terminalOf: (/** @type {string} */ name) => fill(E.terminalOf, { name }),
  skipped: (/** @type {number} */ n) => fill(S.skipped, { n: number(n) }),
  output: (/** @type {number} */ lines) => fill(S.output, { lines }),
  example: (/** @type {number} */ done, /** @type {number} */ all) => fill(S.example, { done, all }),
  done: (/** @type {number} */ done, /** @type {number} */ all) => fill(S.done, { done, all }),
  searchFound: (/** @type {number} */ n) => (n >= 20 ? S.searchMost : count(S.searchFound, n)),
  searchReading: (/** @type {number} */ read, /** @type {number} */ of) => (of ? fill(S.searchReadingOf, { read, of }) : S.searchReading),
  searchPart: (/** @type {number} */ read) => fill(S.searchPart, { read }),
  enlarge: (/** @type {string} */ alt) => (alt ? fill(S.enlarge, { alt }) : S.enlargeThis),
  stopAll: (/** @type {number} */ n, /** @type {number} */ of) => fill(S.stopAll, { n, of }),
  exercise: {
    ...S.exercise,
    ...E.exercise,
    check: E.check,
    solution: E.solution,
    checking: (/** @type {string} */ time) => fill(S.exercise.checking, { time }),
    score: (/** @type {number} */ passed, /** @type {number} */ all) => fill(S.exercise.score, { passed, all }),
    linesAbove: (/** @type {number} */ n) => count(S.exercise.linesAbove, n),
    linesBelow: (/** @type {number} */ n) => count(S.exercise.linesBelow, n),
    showTests: (/** @type {number} */ n) => fill(S.exercise.showTests, { n: number(n) }),
    attempt: (/** @type {number} */ n) => fill(S.exercise.attempt, { n: number(n) }),
    nextHint: (/** @type {number} */ n, /** @type {number} */ of) => (of === 1 ? E.exercise.onlyHint : fill(E.exercise.nextHint, { n, of })),
    hint: (/** @type {number} */ n, /** @type {number} */ of) => (of === 1 ? E.exercise.onlyHint : fill(S.exercise.hint, { n, of })),
    gapsLeft: (/** @type {number} */ n) => fill(E.exercise.gapsLeft, { n }),
    gapsFirst: (/** @type {number} */ n) => count(S.exercise.gapsFirst, n),
  },
  keptLog: {
    ...S.keptLog,
    isIn: (/** @type {string} */ path) => fill(S.keptLog.isIn, { path }),
  },
  author: S.author,
  write: {
    ...S.write,
    of: (/** @type {string} */ file) => fill(S.write.of, { file }),
    hasSplit: (/** @type {string} */ title, /** @type {string} */ file) => fill(S.write.hasSplit, { title, file }),
  },
  limit: {
    ...S.limit,
    left: (/** @type {number} */ ms) => fill(S.limit.left, { time: countdown(ms) }),
    opens: (/** @type {number} */ ms) => fill(S.limit.opens, { time: countdown(ms) }),
  },
  predict: {
    ...S.predict,
    saidOf: (/** @type {string} */ name) => fill(S.predict.saidOf, { name }),
  },
  parsons: {
    ...S.parsons,
    lines: (/** @type {string} */ name) => fill(S.parsons.lines, { name }),
    at: (/** @type {number} */ n, /** @type {number} */ all, /** @type {number} */ level) => (level ? count(S.parsons.atLevel, level, { line: n, all }) : fill(S.parsons.at, { n, all })),
  },
  alternate: {
    ...S.alternate,
    version: (/** @type {string} */ version) => fill(S.alternate.version, { version }),
    gone: (/** @type {string} */ version) => fill(S.alternate.gone, { version }),
    missing: (/** @type {string} */ version) => (version ? fill(S.alternate.missing, { version }) : S.alternate.none),
  },
  noPicture: (/** @type {string} */ problem, /** @type {string} */ file) => fill(/** @type {Record<string, string>} */ (S.noPicture)[problem] ?? S.noPicture.missing, { file }),
  turtle: {
    ...S.turtle,
    words: (/** @type {{lines: number, shapes: number, texts: string[], colours: string[], turtle: number[]}} */ a) => [
      S.turtle.drawing,
      a.lines || a.shapes ? `${count(S.turtle.lines, a.lines)}, ${count(S.turtle.shapes, a.shapes)}.` : S.turtle.nothing,
      a.texts.length ? fill(S.turtle.texts, { texts: a.texts.join(", ") }) : "",
      a.colours.length ? fill(S.turtle.colours, { colours: a.colours.join(", ") }) : "",
      a.turtle.length === 3 ? fill(S.turtle.at, { x: number(a.turtle[0]), y: number(a.turtle[1]), heading: number(a.turtle[2]) }) : "",
    ].filter(Boolean).join(" "),
  },
  chat: {
    ...S.chat,
    unread: (/** @type {number} */ n) => count(S.chat.unread, n),
  },
  watch: {
    ...S.watch,
    summary: (/** @type {number} */ n, /** @type {number} */ needs) => [count(S.watch.pages, n), needs ? count(S.watch.needs, needs) : ""].filter(Boolean).join(" "),
    solved: (/** @type {number} */ n, /** @type {number} */ of) => fill(S.watch.solved, { n, of }),
    ran: (/** @type {number} */ n, /** @type {number} */ of) => fill(S.watch.ran, { n, of }),
    state: (/** @type {keyof typeof S.watch.states} */ state, /** @type {Record<string, string | number>} */ values) => fill(S.watch.states[state], values),
    trouble: (/** @type {string} */ what) => fill(S.watch.trouble, { what }),
    code: (/** @type {string} */ name) => fill(S.watch.code, { name }),
    called: (/** @type {number} */ n, /** @type {string} */ name) => fill(S.watch.called, { n, name }),
  },
  slides: {
    ...S.slides,
    label: (/** @type {number} */ n, /** @type {number} */ all) => fill(S.slides.label, { n, all }),
    number: (/** @type {number} */ n, /** @type {number} */ all) => fill(S.slides.number, { n, all }),
  },
  built: { more: (/** @type {number} */ n) => count(S.built.more, n) },
  analyzer: {
    ...S.analyzer,
    report: E.report,
    of: (/** @type {string} */ name) => fill(S.analyzer.of, { name }),
    score: (/** @type {string} */ by, /** @type {number} */ score) => fill(S.analyzer.score, { by, score: score.toLocaleString(language, { maximumFractionDigits: 1 }) }),
    remarks: (/** @type {string} */ by, /** @type {number} */ n) => (n ? count(S.analyzer.remarks, n, { by }) : fill(S.analyzer.none, { by })),
    line: (/** @type {number} */ line) => fill(S.analyzer.line, { line }),
    go: (/** @type {number} */ line) => fill(S.analyzer.go, { line }),
    syntax: (/** @type {number} */ line) => fill(S.analyzer.syntax, { line }),
  },
  debug: {
    ...S.debug,
    of: (/** @type {string} */ name) => fill(S.debug.of, { name }),
    breakSet: (/** @type {number} */ line) => fill(S.debug.breakSet, { line }),
    breakGone: (/** @type {number} */ line) => fill(S.debug.breakGone, { line }),
  },
  step: {
    ...S.step,
    start: E.step,
    of: (/** @type {string} */ name) => fill(S.step.of, { name }),
    at: (/** @type {number} */ n, /** @type {number} */ all) => fill(S.step.at, { n: number(n), all: number(all) }),
    next: (/** @type {number} */ line) => fill(S.step.next, { line }),
    called: (/** @type {string} */ name) => fill(S.step.called, { name }),
    returned: (/** @type {string} */ name, /** @type {string} */ what) => fill(S.step.returned, { name, what }),
    yielded: (/** @type {string} */ name, /** @type {string} */ what) => fill(S.step.yielded, { name, what }),
    raised: (/** @type {string} */ what, /** @type {number} */ line) => fill(S.step.raised, { what, line }),
    bodyBegins: (/** @type {string} */ name) => fill(S.step.bodyBegins, { name }),
    bodyEnds: (/** @type {string} */ name) => fill(S.step.bodyEnds, { name }),
    refers: (/** @type {string} */ kind, /** @type {number} */ n) => fill(S.step.refers, { kind, n }),
    function: (/** @type {string} */ name) => fill(S.step.function, { name }),
    class: (/** @type {string} */ name) => fill(S.step.class, { name }),
    more: (/** @type {number} */ n) => count(S.step.more, n),
    hidden: (/** @type {number} */ n) => count(S.step.hidden, n),
    dropped: (/** @type {number} */ n) => count(S.step.dropped, n),
  },
  trust: {
    ...S.trust,
    title: (/** @type {string} */ place) => fill(S.trust.title, { place }),
    run: (/** @type {string} */ place) => fill(S.trust.run, { place }),
    label: (/** @type {string} */ level) => (level.startsWith("display") ? S.trust.labelDisplay : fill(S.trust.label, { level: /** @type {any} */ (S.trust)[level] })),
  },
  work: {
    ...S.work,
    failed: (/** @type {string} */ sentence) => (language === "en" && sentence) || S.work.failed,
    versionsOf: (/** @type {string} */ name) => fill(S.work.versionsOf, { name }),
    lines: (/** @type {number} */ n) => count(S.work.lines, n),
    preview: (/** @type {string} */ time) => fill(S.work.preview, { time }),
    keptIn: (/** @type {string} */ file) => fill(S.work.keptIn, { file }),
  },
};
