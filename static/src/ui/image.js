// @ts-check
// An editor whose program writes a picture, which comes as any other does; what
// is wrong with it is said here.
import { EditorCell } from "./editor.js";
import { T } from "../text.js";

const PROBLEM = "application/vnd.crunchy.picture+json";

export class ImageCell extends EditorCell {
  /**
   * @param {import("./cell.js").Frame} frame
   * @param {boolean} replay
   */
  frame(frame, replay) {
    const problem = frame.type === "DISPLAY" && told(frame.data);
    if (!problem) return super.frame(frame, replay);
    this.log.remark(T.noPicture(String(problem.problem), String(problem.file)));
  }
}

/** @param {string} data @returns {{problem: unknown, file: unknown} | undefined} */
function told(data) {
  try {
    const problem = JSON.parse(data).data[PROBLEM];
    return problem && JSON.parse(problem);
  } catch {
    return undefined;
  }
}
