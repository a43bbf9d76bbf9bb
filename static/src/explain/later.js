// @ts-check
// Fetches the explanations when the first error wants one.

/** @type {Promise<typeof import("./explain.js")> | undefined} */
let coming;

/**
 * @param {import("./explain.js").Trouble} trouble
 * @returns {Promise<import("./explain.js").Explanation | undefined>}  never fails
 */
export async function explainLater(trouble) {
  try {
    coming ??= import("./explain.js");
    return (await coming).explain(trouble);
  } catch {
    coming = undefined; // perhaps it can be had the next time
    return trouble.explanation ? { text: trouble.explanation } : undefined;
  }
}
