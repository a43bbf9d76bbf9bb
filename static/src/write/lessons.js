// @ts-check
// Makes other lessons beside the one that is written: an empty one, or one of what
// stands below a heading.
import { splitAt } from "./split.js";
import { makeStore } from "../store.js";
import { button, el } from "../ui/dom.js";
import { menu } from "../ui/menu.js";
import { T } from "../text.js";

/**
 * @param {{
 *   session: import("../net/session.js").Session, source: import("../net/session.js").Source,
 *   notices: import("../ui/notices.js").Notices, text: () => ReturnType<typeof import("./text.js").makeText>,
 * }} o
 * @returns {{menu: HTMLElement, form: HTMLElement}}
 */
export function makeLessons(o) {
  const { session, source, notices } = o;
  const title = el("input", { class: "cr-desk-title", type: "text", placeholder: T.write.title, "aria-label": T.write.title, maxlength: "200", required: true, autocomplete: "off" });
  const form = el("form", { class: "cr-desk-new", hidden: true }, title,
    el("button", { class: "cr-btn cr-primary", type: "submit" }, T.write.make), button("close", T.write.cancel, cancel));

  function cancel() {
    form.hidden = true;
    o.text().focus();
  }

  function ask() {
    form.hidden = false;
    title.focus();
  }

  /** Undefined when that could not be, which is told. @param {string} called @param {string} content */
  async function add(called, content) {
    try {
      return await session.lesson(called, content);
    } catch (/** @type {any} */ e) {
      notices.notice(e.message || T.write.noLesson);
      return undefined;
    }
  }

  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const called = title.value.trim();
    const made = called && (await add(called, beginning(source.language, called)));
    if (!made) return;
    makeStore(made.tutorial).set("desk", "open");
    location.assign(made.address);
  });
  form.addEventListener("keydown", (e) => e.key === "Escape" && cancel());

  /** What is below the heading that the cursor is below becomes a lesson of its own, and here a link to it. */
  async function split() {
    const { view, get, line } = o.text();
    const before = get();
    const part = splitAt(before.split("\n"), line());
    if (!part) {
      notices.notice(T.write.noHeading, 8000);
      return;
    }
    const made = await add(part.title, part.text);
    if (!made || get() !== before) return; // written meanwhile: both have it, and nothing is lost
    const { doc } = view.state;
    const link = `[${part.title.replace(/[[\]]/g, "\\$&")}](${made.name})\n`;
    view.dispatch({ changes: { from: doc.line(part.from).from, to: doc.length, insert: link }, scrollIntoView: true, userEvent: "input.split" });
    notices.notice(T.write.hasSplit(part.title, made.name), 12000);
  }

  const more = menu(T.write.more, [
    { symbol: "pen", text: T.write.newLesson, action: ask },
    { symbol: "step", text: T.write.split, action: split, when: () => !source.readOnly, there: () => source.language === "markdown" },
  ]);
  return { menu: more.el, form };
}

/** How a lesson begins. @param {string} language @param {string} title */
function beginning(language, title) {
  if (language === "rest") return `${title}\n${"=".repeat([...title].length)}\n\n`;
  if (language === "markdown") return `# ${title}\n\n`;
  const text = title.replace(/[&<]/g, (c) => (c === "&" ? "&amp;" : "&lt;"));
  return `<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>${text}</title>\n</head>\n<body>\n<h1>${text}</h1>\n\n</body>\n</html>\n`;
}
