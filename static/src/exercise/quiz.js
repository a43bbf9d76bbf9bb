// @ts-check
// What the server says of an answer to a quiz.

/**
 * @typedef {{choices?: number[], text?: string}} Given
 * @typedef {{test: number, outcome: "passed" | "failed" | "skipped", message: string, given: boolean}} JudgedAnswer  test: its place
 * @typedef {{passed: number, failed: number, good: boolean, near: boolean, given: Given, answers: JudgedAnswer[]}} Judged
 */

/**
 * Reads a result; nothing of what cannot be read.
 * @param {string} data
 * @returns {Judged | undefined}
 */
export function judged(data) {
  /** @type {any} */
  let said;
  try {
    said = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (!Number.isInteger(said?.passed) || !Number.isInteger(said?.failed)) return undefined;
  const { choices, text } = said.answer ?? {};
  return {
    passed: said.passed, failed: said.failed, good: said.passed > 0 && said.failed === 0, near: said.near === true,
    given: typeof text === "string" ? { text } : { choices: Array.isArray(choices) ? [...new Set(choices)].sort((a, b) => a - b) : [] },
    answers: (Array.isArray(said.tests) ? said.tests : []).map((/** @type {any} */ t) => ({
      test: Number.isInteger(t?.test) ? t.test : -1, outcome: ["passed", "skipped"].includes(t?.outcome) ? t.outcome : "failed",
      message: typeof t?.message === "string" ? t.message : "", given: t?.given === true,
    })),
  };
}
