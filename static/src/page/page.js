// @ts-check
// Starts what belongs to the page as a whole and needs no server: contents,
// search, pictures, formulas, the home page.
import { copyButtons } from "./copy.js";
import { followReading } from "./contents.js";
import { openers } from "./home.js";
import { preferences } from "./preferences.js";
import { searchDialog } from "./search.js";
import { slideShow } from "./slides.js";
import { teacher } from "./teacher.js";
import { zoomPictures } from "./zoom.js";

/**
 * @param {string} root  address of the server, with a slash at its end
 * @param {(text: string) => void} notice
 * @param {(section: Element) => string | undefined} codeOf  what stands in an editor now
 * @returns {{late: () => void, renew: () => void}}  late: something has come to the page; renew: its article is another
 */
export function startPage(root, notice, codeOf) {
  const read = followReading();
  searchDialog(root);
  openers(root, notice);
  const late = () => copyButtons(codeOf, notice);
  late();
  zoomPictures();
  slideShow(read);
  preferences(root);
  teacher(root);
  const watched = /** @type {HTMLElement | null} */ (document.querySelector(".cr-watch"));
  if (watched) import("../watch/watch.js").then((m) => m.watch(root, watched));
  if (document.querySelector(".cr-api")) import("./playground.js").then((m) => m.playground(root));
  formulas();
  return {
    late,
    renew() {
      read();
      late();
      formulas();
    },
  };
}

function formulas() {
  const found = document.querySelectorAll(".cr-math:not(.cr-math-set, .cr-math-error)");
  // KaTeX does not set formulas in the quirks mode of old pages
  if (found.length && document.compatMode === "CSS1Compat") import("../math.js").then((m) => m.setMaths(found));
}
