// @ts-check
// What is done to all elements of the page.

/** @typedef {import("./cell.js").Cell} Cell */

/** One that takes longer does not hold the others up. */
const PATIENCE = 5000;

/** Runs what every element shows, one after the other. @param {Cell[]} cells */
export async function runAll(cells) {
  for (const cell of cells) {
    cell.run();
    await Promise.race([cell.settled(), new Promise((r) => setTimeout(r, PATIENCE))]);
  }
}

/** Ends everything and starts afresh; what has been written stays. @param {Cell[]} cells */
export function restartAll(cells) {
  for (const cell of cells) {
    if (!cell.log.empty || cell.state !== "idle") cell.act("reset");
  }
}
