// @ts-check
// Getting text out of the page: to the clipboard, into a file.
import { el } from "./dom.js";

/** @param {string} text @returns {Promise<boolean>} whether it is there now */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // not a secure address, or not allowed: the old way
  }
  const had = document.activeElement;
  const area = el("textarea", { "aria-hidden": "true" });
  area.style.cssText = "position:fixed;opacity:0";
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (had instanceof HTMLElement) had.focus();
  return done;
}

/**
 * Hands a file to the browser, which asks or puts it where it puts such files.
 * @param {string} name
 * @param {Blob} content
 */
export function saveFile(name, content) {
  const url = URL.createObjectURL(content);
  el("a", { href: url, download: name.replace(/[\\/:*?"<>|\x00-\x1f]/g, " ").trim() }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}
