// @ts-check
// What an editor's menu offers.
import { logItem } from "./keptlog.js";
import { menu } from "./menu.js";
import { savePicture } from "./outputmenu.js";
import { copyText, saveFile } from "./save.js";
import { T } from "../text.js";

/** @typedef {import("./menu.js").Item} Item */

/**
 * @param {import("./editor.js").EditorCell} cell
 * @param {boolean} hidden  lines of its code may be folded away
 */
export function editorMenu(cell, hidden) {
  const tell = (/** @type {string} */ text) => cell.context.notices.notice(text, 2500);
  const copied = async (/** @type {string} */ text) => tell((await copyText(text)) ? T.copied : T.copyFailed);
  const any = () => !cell.log.empty;
  /** @type {Item[]} */
  const program = [];
  if (cell.steps.button.isConnected) {
    const noRoom = () => !cell.steps.button.checkVisibility();
    program.push({ symbol: "step", text: T.step.start, there: noRoom, action: () => cell.step() });
  }
  const { analysis } = cell;
  if (cell.section.dataset.kind === "pdb") program.push({ symbol: "where", text: T.debug.breakHere, keys: "F9", action: () => cell.editor.breakAt?.() });
  if (analysis?.button) program.push({ symbol: "search", text: T.analyzer.report, there: () => !analysis.button?.checkVisibility(), action: () => analysis.report() });
  if (cell.formats) program.push({ symbol: "tidy", text: T.format, keys: "Shift Alt F", action: () => cell.format() });
  if (cell.programs) {
    program.push(
      { symbol: "copy", text: T.copy, action: () => copied(cell.editor.get()) },
      { symbol: "past", text: T.versions, action: () => cell.work.earlier() });
  }
  /** @type {Item[]} */
  const folds = hidden ? [
    { symbol: "fold", text: T.hidden.show, action: () => cell.editor.hide(false) },
    { symbol: "dash", text: T.hidden.hide, action: () => cell.editor.hide(true) },
  ] : [];
  /** @type {Item[]} */
  const output = [
    { symbol: "copy", text: T.copyOutput, when: any, action: async () => copied(await cell.log.saved().text()) },
    { symbol: "save", text: T.saveOutput, when: any, action: () => saveFile(T.outputFile(cell.name), cell.log.saved()) },
    savePicture(cell.log, cell.name),
    logItem(cell),
  ];
  const groups = [program, folds, output].filter((group) => group.length);
  return menu(T.moreOf(cell.name), groups.flatMap((group, i) => (i ? [null, ...group] : group)));
}
