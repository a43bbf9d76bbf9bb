// @ts-check
// The text of a lesson beside the page that it makes. On a small screen one of the
// two is seen at a time.
import { BLOCKS } from "./blocks.js";
import { insert, writing } from "./insert.js";
import { makeLessons } from "./lessons.js";
import { makeText } from "./text.js";
import { button, el, icon } from "../ui/dom.js";
import { conflictBar } from "../ui/conflict.js";
import { lang } from "../language.js";
import { Work } from "../work.js";
import { T } from "../text.js";

/** @typedef {Awaited<ReturnType<typeof openDesk>>} Desk */

/** It is saved so long after the last key, and so long after the first while one goes on writing; ms. */
const PAUSE = 1000;
const LONGEST = 8000;
/** How long the cursor rests before the lesson follows; ms. */
const REST = 200;
/** From here on both are seen, as in write.css. */
const MAX_PICTURE = 8 << 20; // bytes; as the server has it
const WIDE = "(min-width: 1001px)";

/**
 * Opens it. Fails with what the server says when the file cannot be read.
 * @param {{
 *   session: import("../net/session.js").Session,
 *   store: import("../store.js").Store, lasting: import("../store.js").Store, notices: import("../ui/notices.js").Notices,
 *   focus: boolean, pressed: (yes: boolean) => void, closed: () => void,
 * }} o  lasting: keeps what is not saved; pressed: whether the text is seen
 */
export async function openDesk(o) {
  const { session, store } = o;
  const source = await session.source({ vocabulary: true });
  const page = document.documentElement;
  const wide = matchMedia(WIDE);
  const state = el("span", { class: "cr-desk-state", role: "status" });
  const said = el("p", { class: "cr-kept", role: "status", hidden: true });
  const anew = el("button", { class: "cr-btn", type: "button" }, T.write.anew);
  const trouble = el("div", { class: "cr-desk-trouble" }, said);
  const hint = el("span", { class: "cr-sr", id: "cr-desk-hint" }, T.leaveHint);
  const conflict = conflictBar({
    mine: () => text.get(), theirs: () => work.theirs?.text ?? "",
    onMine: () => choose("mine"), onTheirs: () => choose("theirs"),
    words: { what: T.write.conflict, theirs: T.work.theirs },
  });
  const lesson = button("tab", T.write.lesson, () => turn());
  lesson.classList.add("cr-desk-turn");
  const close = el("button", { class: "cr-btn cr-square", type: "button", title: T.write.close, "aria-label": T.write.close }, icon("close"));
  const lessons = makeLessons({ session, source, notices: o.notices, text: () => text });
  const pane = el("aside", { class: "cr-cell cr-desk", lang, "aria-label": T.write.of(source.name) },
    el("div", { class: "cr-head" }, el("b", { class: "cr-name" }, source.name), state, lesson, lessons.menu, close));
  const language = source.language === "rest" ? undefined : source.language;
  let gone = false;
  /** The reload that waits until the author has stopped. @type {(() => void)[]} */
  let waiting = [];
  /** @type {any} */
  let resting;

  const kept = earlier(store.get("desk at"));
  const text = makeText({
    kept,
    text: source.text, language: source.language, label: T.write.of(source.name), describedBy: hint.id, readOnly: !!source.readOnly,
    more: language && source.vocabulary ? writing(source.vocabulary, language, keep) : [],
    onKey, onChange: (now) => work.edited(now), onMove,
  });
  if (language && !source.readOnly) pane.append(tools(language));
  pane.append(lessons.form, trouble, conflict.el, el("div", { class: "cr-desk-text" }, text.view.dom), hint);
  document.body.append(pane);
  /** @type {Work} */
  const work = new Work({
    author: source.text, kept: { text: source.text, version: source.version }, key: "lesson", store: o.lasting, pause: PAUSE, longest: LONGEST,
    save, onText: (now) => text.set(now), onState,
  });
  if (work.state === "saved") onState("saved");
  if (source.readOnly) tell(T.write.readOnly);

  /** Buttons that put something in. @param {"markdown" | "html"} language */
  function tools(language) {
    return el("div", { class: "cr-desk-tools", role: "group", "aria-label": T.write.insert }, ...BLOCKS.map((block) => {
      const b = el("button", { class: "cr-btn", type: "button", title: T.write.says[block] }, T.write.blocks[block]);
      b.addEventListener("click", () => insert(text.view, block, language, keep));
      return b;
    }));
  }

  /** Puts pictures beside the lesson. @type {import("./insert.js").Keep} */
  async function keep(files) {
    const names = [];
    for (const file of files) {
      if (file.size > MAX_PICTURE) { // nothing would answer: it is not read to its end
        o.notices.notice(T.write.bigPicture);
        continue;
      }
      try {
        names.push(await session.picture(file));
      } catch (/** @type {any} */ e) {
        o.notices.notice(e.message || T.write.noPicture);
      }
    }
    return names;
  }

  /** @param {string} now @param {string} base @param {{keepalive: boolean}} how */
  async function save(now, base, how) {
    const make = gone;
    gone = false;
    try {
      return await session.write(now, make ? "" : base, how);
    } catch (/** @type {any} */ e) {
      gone ||= make && !e.status; // that was not answered
      if (e.body?.error?.name === "no_lesson") anew.hidden = false;
      throw e;
    }
  }

  /** @param {import("../work.js").WorkState} now @param {string} [sentence] */
  function onState(now, sentence = "") {
    pane.dataset.work = now;
    state.textContent = now === "saved" ? (source.readOnly ? "" : T.work.saved) : now === "saving" ? T.work.saving : "";
    const missing = now === "failed" && !anew.hidden;
    tell(now === "offline" ? T.work.offline : now === "failed" ? sentence || T.work.failed("") : "");
    anew.hidden = !missing;
    if (now === "conflict") conflict.show();
    else conflict.hide();
    if (now === "saved") for (const go of document.activeElement === document.body ? waiting.splice(0) : []) go();
  }
  anew.hidden = true;
  trouble.append(anew);
  anew.addEventListener("click", () => {
    gone = true;
    anew.hidden = true;
    work.nudge();
    text.focus();
  });

  /** @param {string} sentence */
  function tell(sentence) {
    if (said.textContent !== sentence) said.textContent = sentence;
    said.hidden = !sentence;
  }

  /** @param {"mine" | "theirs"} which */
  function choose(which) {
    work.choose(which);
    text.focus();
  }

  /** @param {KeyboardEvent} e */
  function onKey(e) {
    if (e.key !== "s" || !(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey) return false;
    work.flush();
    settled();
    return true;
  }

  /** The author has stopped. */
  async function settled() {
    for (const go of waiting.splice(0)) go();
  }
  pane.addEventListener("focusout", (e) => {
    if (!pane.contains(/** @type {Node | null} */ (e.relatedTarget)) && document.hasFocus()) settled();
  });

  // The lesson follows the cursor.
  function onMove() {
    clearTimeout(resting);
    if (wide.matches) resting = setTimeout(follow, REST);
  }
  function follow() {
    const line = text.line();
    /** @type {{line: number, top: number}[]} */
    const all = [...document.querySelectorAll("[data-crunchy-line]")].filter((b) => b.checkVisibility())
      .map((b) => ({ line: Number(b.getAttribute("data-crunchy-line")), top: b.getBoundingClientRect().top + scrollY }));
    const from = all.findLast((b) => b.line <= line) ?? { line: 1, top: 0 };
    const to = all.find((b) => b.line > line) ?? { line: text.view.state.doc.lines + 1, top: page.scrollHeight };
    const y = from.top + (to.top - from.top) * ((line - from.line) / Math.max(1, to.line - from.line));
    if (y > scrollY + innerHeight * 0.2 && y < scrollY + innerHeight * 0.7) return;
    scrollTo({ top: y - innerHeight * 0.3, behavior: "instant" });
  }

  /** @param {"text" | "lesson"} which */
  function show(which) {
    page.dataset.crunchyDesk = which;
    o.pressed(which === "text");
  }
  /** The button of the page: to the other one, where one is seen; else it closes. */
  function turn() {
    if (wide.matches) return end();
    const now = page.dataset.crunchyDesk === "text" ? "lesson" : "text";
    show(now);
    if (now === "text") text.focus();
  }
  const widened = () => show("text");
  wide.addEventListener("change", widened);
  const hide = () => {
    store.set("desk at", JSON.stringify({ ...text.keep(), focused: text.view.hasFocus, seen: page.dataset.crunchyDesk }));
    work.flush({ keepalive: true });
  };
  const hidden = () => document.hidden && work.flush();
  const online = () => work.nudge();
  addEventListener("pagehide", hide);
  addEventListener("online", online);
  document.addEventListener("visibilitychange", hidden);

  function end() {
    work.close();
    if (work.unsaved) o.notices.notice(T.write.unsaved);
    removeEventListener("pagehide", hide);
    removeEventListener("online", online);
    document.removeEventListener("visibilitychange", hidden);
    wide.removeEventListener("change", widened);
    clearTimeout(resting);
    text.view.destroy();
    pane.remove();
    delete page.dataset.crunchyDesk;
    settled();
    o.pressed(false);
    o.closed();
  }
  close.addEventListener("click", end);
  for (const type of /** @type {const} */ (["dragover", "drop"])) { // beside the text, browsers would open it
    pane.addEventListener(type, (e) => e.dataTransfer?.types.includes("Files") && e.preventDefault());
  }

  show("text");
  if (o.focus || kept?.focused) text.focus();
  if (!o.focus && !wide.matches && kept?.seen === "lesson") show("lesson"); // which was loaded anew

  /** Whether somebody looks already, and whether to look once more. */
  let looking = false;
  let again = false;

  return {
    turn,
    nudge: () => work.nudge(),
    /** The file may be another one now. */
    async look() {
      again = true;
      if (looking) return;
      looking = true;
      while (again) {
        again = false;
        try {
          const now = await session.source();
          work.told({ text: now.text, version: now.version });
        } catch {
          // it is gone or cannot be read, as the page says; what is written next finds out
        }
      }
      looking = false;
    },
    /** Resolves when nobody is writing. */
    idle: () => (pane.contains(document.activeElement) || work.state === "conflict" ? new Promise((/** @type {(x?: any) => void} */ go) => {
      waiting.push(() => go());
      tell(T.write.reloads);
    }) : Promise.resolve()),
  };
}

/** How the text was when the page was left. @param {string | null} kept */
function earlier(kept) {
  try {
    return JSON.parse(kept ?? "null") ?? undefined;
  } catch {
    return undefined; // somebody else's value
  }
}
