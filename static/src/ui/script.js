// @ts-check
// JSCODE: a script that a program sends. Only a page whose author and owner are
// the same says that it is trusted; all others pass it over.

/** @type {{createScript: (code: string) => any} | undefined} */
let policy;

/** @param {string} code */
export function runScript(code) {
  if (document.documentElement.dataset.trust !== "trusted") return;
  const factory = /** @type {any} */ (globalThis).trustedTypes;
  policy ??= factory ? factory.createPolicy("crunchy-jscode", { createScript: (/** @type {string} */ s) => s }) : { createScript: (s) => s };
  const script = document.createElement("script");
  script.nonce = document.querySelector("script[nonce]") instanceof HTMLScriptElement
    ? /** @type {HTMLScriptElement} */ (document.querySelector("script[nonce]")).nonce
    : "";
  script.text = /** @type {NonNullable<typeof policy>} */ (policy).createScript(code);
  document.head.append(script);
  script.remove();
}
