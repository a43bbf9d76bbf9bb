// @ts-check
// What can be done with the output of an element: save it, copy it.
import { copyText, saveFile } from "./save.js";
import { menu } from "./menu.js";
import { pictureFile } from "./picture.js";
import { T } from "../text.js";

/**
 * The last picture as a file; in the menu where there is one.
 * @param {import("./log.js").Log} log
 * @param {string} name  of the element
 * @returns {import("./menu.js").Item}
 */
export function savePicture(log, name) {
  return {
    symbol: "save", text: T.savePicture, there: () => !!log.picture,
    action: () => {
      const { blob, ending } = pictureFile(/** @type {HTMLImageElement} */ (log.picture));
      saveFile(`${name.replace(/\.py$/, "")}.${ending}`, blob);
    },
  };
}

/**
 * A quiet button for the corner of an element.
 * @param {import("./log.js").Log} log
 * @param {{name: string, tell: (text: string) => void, before?: (import("./menu.js").Item | null)[], after?: (import("./menu.js").Item | null)[]}} options
 *   name: of the element, for the file; tell: shows a notice; before, after: what else is in the menu
 */
export function outputMenu(log, { name, tell, before = [], after = [] }) {
  const any = () => !log.empty;
  return menu(T.moreOf(name), [
    ...before,
    { symbol: "copy", text: T.copyOutput, when: any, action: async () => tell((await copyText(await log.saved().text())) ? T.copied : T.copyFailed) },
    { symbol: "save", text: T.saveOutput, when: any, action: () => saveFile(T.outputFile(name), log.saved()) },
    savePicture(log, name),
    ...after,
  ]);
}
