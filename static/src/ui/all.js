// @ts-check
// What is done to all elements of the page.
import { icon } from "./dom.js";
import { T } from "../text.js";

/** @typedef {import("./cell.js").Cell} Cell */

/** One that takes longer does not hold the others up. */
const PATIENCE = 5000;

/**
 * @param {import("./cells.js").Cells} cells
 * @param {(text: string) => void} say  to a screen reader
 */
export function makeAll(cells, say) {
  /** @type {{button: HTMLButtonElement, before: Node[]}[]} */
  const buttons = [];
  /** What is under way has the number of its turn; all that is older has been given up. */
  let turn = 0;
  let working = false;
  /** What this turn has started. @type {Cell[]} */
  let begun = [];

  /** The button that starts it stops it, and says how far it is. @param {string} [words] */
  function show(words) {
    working = words !== undefined;
    for (const { button, before } of buttons) {
      if (words === undefined) button.replaceChildren(...before);
      else {
        const span = document.createElement("span");
        span.textContent = words;
        button.replaceChildren(icon("stop"), span);
      }
    }
  }

  /** Runs what every element shows, one after the other. */
  async function run() {
    const mine = ++turn;
    const all = cells.all().filter((cell) => cell.runs);
    begun = [];
    for (const cell of all) {
      if (!(cell.busy && cell.queues)) { // it would only do again what it does
        show(T.stopAll(begun.length + 1, all.length));
        begun.push(cell);
        cell.run();
        await Promise.race([cell.settled(), new Promise((r) => setTimeout(r, PATIENCE))]);
      } else begun.push(cell);
      if (mine !== turn) return;
    }
    show();
    say(T.allRan);
  }

  /** Starts nothing more. */
  function leave() {
    turn++;
    if (working) show();
  }

  return {
    /** Makes a button of the page the one that runs all. @param {HTMLButtonElement} button */
    button(button) {
      buttons.push({ button, before: [...button.childNodes] });
      button.addEventListener("click", () => {
        if (!working) return void run();
        leave();
        for (const cell of begun) if (cell.busy) cell.act("interrupt");
      });
    },

    /** Ends everything and starts afresh; what has been written stays. */
    restart() {
      leave();
      for (const cell of cells.alive()) {
        if (cell.closed) continue;
        if (!cell.log.empty || cell.state !== "idle") cell.act("reset");
      }
    },
  };
}
