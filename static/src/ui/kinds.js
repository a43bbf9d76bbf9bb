// @ts-check
// The kinds that are more than an editor, by what the server calls them.
import { AlternateCell } from "./alternate.js";
import { DebugCell } from "./debug.js";
import { ImageCell } from "./image.js";
import { ParsonsCell } from "./parsons.js";
import { PredictCell } from "./predict.js";
import { QuizCell } from "./quiz.js";

const KINDS = {
  alternate_python_version: AlternateCell,
  pdb: DebugCell,
  image_file: ImageCell,
  parsons: ParsonsCell,
  predict: PredictCell,
  quiz: QuizCell,
};

/** @param {HTMLElement} section */
export const ownKind = (section) => KINDS[/** @type {keyof typeof KINDS} */ (section.dataset.kind ?? "")];
