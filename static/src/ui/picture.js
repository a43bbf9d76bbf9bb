// @ts-check
// Pictures as programs send them, and as files.

export const PICTURES = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", "image/x-icon"];

/** @param {string} type @param {string} content */
export const address = (type, content) => (type === "image/svg+xml"
  ? `data:${type};charset=utf-8,${encodeURIComponent(content)}`
  : `data:${type};base64,${content.replace(/\s/g, "")}`);

/** The picture as a file, and how its name ends. @param {HTMLImageElement} image */
export function pictureFile(image) {
  const [, type = "", base64, content = ""] = /^data:([\w./+-]+)(?:;charset=utf-8)?(;base64)?,(.*)$/s.exec(image.src) ?? [];
  const bytes = base64 ? Uint8Array.from(atob(content), (c) => c.charCodeAt(0)) : decodeURIComponent(content);
  return { blob: new Blob([bytes], { type }), ending: type.replace(/^image\/(x-)?|\+xml$/g, "") };
}
