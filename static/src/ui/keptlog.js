// @ts-check
// What the server keeps of all that goes into an element and comes out of it.
import { saveFile } from "./save.js";
import { T } from "../text.js";

/**
 * Saves the log of an element that has one, and says where it is.
 * @param {import("./cell.js").Cell} cell
 * @returns {import("./menu.js").Item}
 */
export const logItem = (cell) => ({
  symbol: "save", text: T.keptLog.save, there: () => cell.keepsLog,
  async action() {
    try {
      const { file, path, text } = await cell.context.session.act(cell.number, "log");
      saveFile(file, new Blob([text], { type: "text/plain" }));
      cell.context.notices.notice(T.keptLog.isIn(path), 12000);
    } catch (e) {
      cell.failed(e);
    }
  },
});
