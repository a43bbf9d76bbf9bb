// @ts-check
// Pictures that the server has put on the page.

/** A picture of the page's sprite. @param {string} name */
export function sprite(name) {
  const SVG = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "cr-icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#cr-i-${name}`);
  svg.append(use);
  return svg;
}
