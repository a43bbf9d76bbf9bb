// @ts-check
// Modules, files, and how a program went.
import { nearest } from "./source.js";
import { E } from "./texts.js";
import { MEMBERS, MODULES, PACKAGES } from "./words.js";

/** The file that a message names at its end. @param {string} message */
function file(message) {
  const name = /: ('[^]*'|"[^]*")$/.exec(message)?.[1];
  return name ? `\`${name.slice(1, -1).replace(/`/g, "'")}\`` : "";
}

/** @type {import("./explain.js").Table} */
export const world = {
  ModuleNotFoundError: [
    [/^No module named '(.+?)'; '(.+?)' is not a package/, (m) => E.moduleInside(m[2], m[1].slice(m[2].length + 1))],
    [/^No module named '(.+?)'/, (m) => {
      const name = m[1].split(".")[0];
      if (MODULES.includes(name) || /^_(?:tkinter|curses|sqlite3|ssl|ctypes|bz2|lzma)$/.test(name)) return E.moduleLeftOut(name.replace(/^_/, ""));
      const right = PACKAGES[name] ? undefined : nearest(name, MODULES);
      return right ? E.moduleMisspelt(name, right) : E.moduleMissing(name, PACKAGES[name] ?? name);
    }],
  ],
  ImportError: [
    [/^cannot import name '(.+?)' from '(.+?)' \(consider renaming/, (m, f) => f.shadowed(m[2])],
    [/partially initialized module '(.+?)'/, (m) => E.importCircle(m[1])],
    [/^cannot import name '(.+?)' from '(.+?)'/, (m) => E.importName(m[2], m[1], nearest(m[1], MEMBERS[m[2]] ?? []) ?? "")],
  ],
  FileNotFoundError: [[/^([^]*)$/, (m) => E.fileMissing(file(m[1]))]],
  PermissionError: [[/^([^]*)$/, (m) => E.fileDenied(file(m[1]))]],
  FileExistsError: [[/^([^]*)$/, (m) => E.fileExists(file(m[1]))]],
  IsADirectoryError: [[/^([^]*)$/, (m) => E.fileFolder(file(m[1]))]],
  NotADirectoryError: [[/^([^]*)$/, (m) => E.fileNoFolder(file(m[1]))]],
  UnicodeDecodeError: [[/^/, () => E.decode()]],
  UnicodeEncodeError: [[/^'(.+?)' codec/, (m) => E.encode(m[1])]],
  LookupError: [[/^unknown encoding/, () => E.encodingUnknown()]],
  ConnectionError: [[/^/, () => E.network()]],
  ConnectionRefusedError: [[/^/, () => E.network()]],
  "urllib.error.URLError": [[/^/, () => E.network()]],
  "requests.exceptions.ConnectionError": [[/^/, () => E.network()]],

  ZeroDivisionError: [[/^/, () => E.zero()]],
  RecursionError: [[/^/, (m, f) => E.recursion(f.source.functionAt(f.line)?.name ?? /\bdef\s+(\w+)/.exec(f.code)?.[1] ?? "")]],
  EOFError: [[/^/, () => E.inputEnd()]],
  OverflowError: [
    [/infinity/, () => E.infinity()],
    [/^/, () => E.overflow()],
  ],
  MemoryError: [[/^/, () => E.memory()]],
  AssertionError: [[/^([^]*)$/, (m) => E.assertion(m[1])]],
  KeyboardInterrupt: [[/^/, (m, f) => E.interrupted(f.line)]],
  StopIteration: [[/^/, () => E.stopIteration()]],
  TimeoutError: [[/^/, () => E.timeout()]],
  RuntimeError: [
    [/^(dictionary|Set|deque|OrderedDict)\b.* (?:changed|mutated)/i, (m) => E.changedSize(m[1].toLowerCase())],
    [/^generator raised StopIteration/, () => E.generatorStop()],
    [/^No active exception/, () => E.reraise()],
  ],
  NotImplementedError: [[/^/, () => E.notImplemented()]],
};
