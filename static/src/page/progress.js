// @ts-check
// How far one has come with the lesson: the segments in the top bar and the
// dots of the contents. It says nothing by itself.
import { READING } from "./contents.js";
import { el } from "../ui/dom.js";
import { outcome } from "../ui/status.js";
import { T } from "../text.js";

/** @typedef {"tried" | "ran" | "solved"} Done  tried: it has run, and not to a good end; ran: it has */

/** Nobody falls back. */
const ORDER = ["tried", "ran", "solved"];

/** @param {Iterable<Element>} sections  the elements of the page, in order */
export function makeProgress(sections) {
  let all = /** @type {HTMLElement[]} */ ([...sections]);
  /** @type {Map<string, Done>} */
  const states = new Map();
  const bar = /** @type {HTMLElement | null} */ (document.querySelector(".cr-progress"));
  const steps = bar?.querySelector(".cr-steps");
  const count = bar?.querySelector(".cr-count");
  let places = sectionsOfContents(all);
  let reading = "";

  /** An exercise has to be solved; of everything else it is enough that it ran. @param {HTMLElement} section */
  function done(section) {
    const state = states.get(section.dataset.number ?? "");
    return state === "solved" || (state === "ran" && !section.matches(".cr-exercise"));
  }

  /** The class of an element's segment. @param {HTMLElement} section */
  function mark(section) {
    if (done(section)) return "cr-is-done";
    if (section === next) return "cr-is-now";
    return states.has(section.dataset.number ?? "") ? "cr-is-tried" : "";
  }

  function paint() {
    const n = all.filter(done).length;
    if (bar && steps && count) {
      bar.hidden = false;
      count.textContent = T.done(n, all.length);
      bar.classList.toggle("cr-all", n === all.length);
      steps.setAttribute("aria-valuenow", String(n));
      steps.setAttribute("aria-valuetext", T.done(n, all.length));
      const parts = /** @type {HTMLElement[]} */ ([...steps.children]);
      if (steps.classList.contains("cr-fill")) parts[0]?.style.setProperty("--cr-part", String(n / all.length));
      else parts.forEach((part, i) => (part.className = mark(all[i])));
    }
    for (const place of places) {
      const full = place.elements.length > 0 && place.elements.every(done);
      if (place.item.classList.toggle("cr-is-done", full)) place.words.textContent = `, ${T.sectionDone}`;
      else place.words.textContent = "";
    }
  }

  /** The first element of what is being read that is not done. @type {HTMLElement | undefined} */
  let next;
  function look() {
    next = places.find((p) => p.ids.includes(reading))?.elements.find((e) => !done(e));
  }

  document.addEventListener(READING, (e) => {
    reading = /** @type {CustomEvent<string>} */ (e).detail;
    look();
    paint();
  });
  reading = decodeURIComponent(/** @type {HTMLAnchorElement | null} */ (document.querySelector(".cr-toc a[aria-current]"))?.hash.slice(1) ?? "");

  const progress = {
    /**
     * @param {string} number
     * @param {Done} state
     */
    set(number, state) {
      if (ORDER.indexOf(state) <= ORDER.indexOf(states.get(number) ?? "")) return;
      states.set(number, state);
      look();
      paint();
    },
    /** The page has these elements by now, and contents that go with them. @param {Iterable<Element>} sections */
    renew(sections) {
      all = /** @type {HTMLElement[]} */ ([...sections]);
      places = sectionsOfContents(all);
      look();
      paint();
    },
    /** What the server remembers takes the place of what is shown. @param {Record<string, Done> | undefined} map */
    load(map) {
      states.clear();
      for (const [number, state] of Object.entries(map ?? {})) states.set(number, state);
      look();
      paint();
    },
    /**
     * Learns from what an element is told.
     * @param {string} number
     * @param {import("../net/frames.js").Frame} frame
     */
    frame(number, { type, data }) {
      if (type !== "STATUS" && type !== "RESULT") return;
      try {
        const said = JSON.parse(data);
        if (type === "RESULT" && said.passed > 0 && !said.failed) progress.set(number, "solved");
        if (type === "STATUS" && said.reason !== undefined) progress.set(number, outcome(said).good ? "ran" : "tried");
      } catch {
        // what cannot be read says nothing
      }
    },
  };
  look();
  paint();
  return progress;
}

/**
 * The lines of the contents, each with the elements below its heading.
 * @param {HTMLElement[]} all
 */
function sectionsOfContents(all) {
  const places = [];
  // The browser compares two places by walking from one to the other: too slow for all pairs.
  const order = new Map([...document.querySelectorAll("[id]")].map((e, i) => [e, i]));
  const at = (/** @type {Element} */ e) => order.get(e) ?? -1;
  for (const list of document.querySelectorAll(".cr-toc > ol")) {
    const items = [...list.children].map((item) => {
      const ids = [.../** @type {NodeListOf<HTMLAnchorElement>} */ (item.querySelectorAll("a[href^='#']"))].map((a) => decodeURIComponent(a.hash.slice(1)));
      const words = el("span", { class: "cr-sr" });
      item.querySelector("a")?.append(words);
      return { item, ids, words, head: document.getElementById(ids[0] ?? ""), elements: /** @type {HTMLElement[]} */ ([]) };
    });
    for (const element of all) {
      items.findLast(({ head }) => head && at(head) < at(element))?.elements.push(element);
    }
    places.push(...items);
  }
  return places;
}
