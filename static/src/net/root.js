// @ts-check

/** The address of the server, with a slash at its end: the script comes from below it. */
export const root = new URL(import.meta.url.replace(/static\/.*$/, "")).href;
