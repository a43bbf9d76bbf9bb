// @ts-check
// Every text that the script itself shows, in one place.

/** @param {number} ms */
export function seconds(ms) {
  if (ms < 9950) return `${(Math.max(ms, 10) / 1000).toFixed(ms < 995 ? 2 : 1)} s`;
  const s = Math.round(ms / 1000);
  return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${s % 60} s`;
}

export const T = {
  starting: "Starting Python",
  running: (/** @type {string} */ time) => `Running, ${time}`,
  queued: "Waiting for its turn: another interpreter of this page is running",
  waiting: "Waiting for your input",
  finished: (/** @type {string} */ time) => `Finished in ${time}`,
  failed: (/** @type {string} */ what, /** @type {number} */ line) => (line ? `${what} in line ${line}` : what),
  stopped: "Stopped",
  ended: "Ended",
  stop: "Stop",
  stopAgain: "Stop again to end it",
  restart: "Restart",
  runExample: "Run the example",
  answer: "Answer for the program",
  secret: "Answer for the program, not shown while you type",
  enter: "Enter",
  leaveHint: "Tab indents. To leave the editor press Escape, then Tab.",
  codeOf: (/** @type {string} */ name) => `Code of ${name}`,
  outputOf: (/** @type {string} */ name) => `Output of ${name}`,
  terminalOf: (/** @type {string} */ name) => `Terminal of ${name}`,
  terminalHint: "Shift+Escape leaves the terminal. Ctrl+Shift+C and V copy and paste.",
  terminalFailed: "The terminal could not be loaded. Please reload the page.",
  fullScreen: "Full screen",
  leaveFullScreen: "Leave full screen",
  keys: "Keys for the terminal",
  arrow: { left: "Left arrow", up: "Up arrow", down: "Down arrow", right: "Right arrow" },
  undo: "Undo",
  backToAuthor: "Back to the author's code",
  skipped: (/** @type {number} */ n) => `${n.toLocaleString("en")} earlier lines are no longer shown`,
  reconnecting: "Reconnecting. Nothing is lost, you can go on reading and typing.",
  reconnected: "Connected again",
  replaced: "Python starts afresh: Crunchy was started again, or this page was away for too long. Your text is still here.",
  notTaken: "This was not sent. It is back where you typed it.",
  refused401: "Crunchy does not know this browser any more. Please open the address that Crunchy printed when it started.",
  refused404: "This tutorial is not open in Crunchy any more. Please open it again from Crunchy's first page.",
  refused: "Crunchy could not open this page for running. Please reload it.",
  tooMuch: "That is more than can be sent at once. Please send less.",
  theme: { system: "Theme: as the system", light: "Theme: light", dark: "Theme: dark" },
  dismiss: "Close this notice",
  picture: "Picture made by the program",
  saved: "Your text is kept by itself; there is nothing to save.",
  output: (/** @type {number} */ lines) => `${lines} lines of output`,
  example: (/** @type {number} */ done, /** @type {number} */ all) => `${done} of ${all} examples work.`,
  trustFailed: "That did not work. Please reload the page and try again.",
};
