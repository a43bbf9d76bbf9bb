// @ts-check
// Which kind of element a section of the page is.
import { AlternateCell } from "./alternate.js";
import { DebugCell } from "./debug.js";
import { EditorCell } from "./editor.js";
import { ExerciseCell } from "./exercise.js";
import { orInTerminal } from "./external.js";
import { ImageCell } from "./image.js";
import { InterpreterCell } from "./interpreter.js";
import { ParsonsCell } from "./parsons.js";
import { PredictCell } from "./predict.js";
import { QuizCell } from "./quiz.js";
import { inTerminal } from "./terminal.js";

/** The kinds that are more than an editor, by what the server calls them. */
const KINDS = {
  alternate_python_version: AlternateCell,
  pdb: DebugCell,
  image_file: ImageCell,
  parsons: ParsonsCell,
  predict: PredictCell,
  quiz: QuizCell,
};

/** Those of a section with a terminal, by those without. */
const TERMINALS = new Map(), BOTH = new Map();

/**
 * undefined: it is no element that one uses.
 * @param {HTMLElement} section
 * @returns {(new (section: HTMLElement, context: import("./cell.js").Context) => import("./cell.js").Cell) | undefined}
 */
export function kindOf(section) {
  const has = (/** @type {string} */ selector) => section.querySelector(selector) !== null;
  if (has(":scope > .cr-entry")) return InterpreterCell;
  const Editor = KINDS[/** @type {keyof typeof KINDS} */ (section.dataset.kind ?? "")]
    ?? (has('[data-do="check"]') ? ExerciseCell : has('[data-do="run"]') ? EditorCell : undefined);
  if (!Editor || !has(":scope > .cr-screen")) return Editor;
  const [made, make] = has('[data-do="external"]') ? [BOTH, orInTerminal] : [TERMINALS, inTerminal];
  if (!made.has(Editor)) made.set(Editor, make(/** @type {typeof EditorCell} */ (Editor)));
  return made.get(Editor);
}
