// @ts-check
// Frames with their names, and the objects that these stand for, as tables.
import { el } from "../ui/dom.js";
import { news, reached } from "./recording.js";
import { T } from "../text.js";

/**
 * @typedef {import("./recording.js").Step} Step
 * @typedef {import("./recording.js").Value} Value
 * @typedef {import("./recording.js").Frame} Frame
 * @typedef {import("./recording.js").Thing} Thing
 */

/** Objects stand in so many columns, by how far they are from a name. */
const COLUMNS = 3;

/**
 * @param {Step} step
 * @param {Step | undefined} before
 * @returns {HTMLElement[]}  a column of frames, and columns of objects
 */
export function draw(step, before) {
  const frames = el("div", { class: "cr-step-frames" });
  step.frames.forEach((frame, i) => {
    if (i === 1 && step.hidden) frames.append(el("p", { class: "cr-step-more" }, T.step.hidden(step.hidden)));
    frames.append(frameTable(step, frame, i === step.frames.length - 1, before));
  });
  /** @type {HTMLElement[]} */
  const columns = [];
  for (const [id, far] of reached(step)) {
    const n = Math.min(far, COLUMNS - 1);
    while (columns.length <= n) columns.push(el("div", { class: "cr-step-things" }));
    columns[n].append(thingBox(step, id, before));
  }
  return [frames, ...columns];
}

/** What a frame is called. @param {string} name */
export const frameName = (name) => (name === "<module>" ? T.mainThread : name.replace(/^<(.*)>$/, "$1"));

/**
 * @param {Step} step
 * @param {Frame} frame
 * @param {boolean} top
 * @param {Step | undefined} before
 */
function frameTable(step, frame, top, before) {
  const old = before?.frames.find((f) => f.id === frame.id);
  const table = el("table", { class: top ? "cr-step-frame cr-step-top-frame" : "cr-step-frame" },
    el("caption", {}, el("span", { class: "cr-step-frame-name" }, frameName(frame.name)), " ", el("span", { class: "cr-step-frame-line" }, T.whereLine(frame.line))));
  for (const [name, value] of frame.names) table.append(row(step, el("th", { scope: "row" }, name), value, news(value, old?.names.get(name), !!before)));
  if (frame.more) table.append(el("tr", {}, el("td", { class: "cr-step-more", colspan: "2" }, T.step.more(frame.more))));
  if (top && step.value && step.event !== "line") {
    const tr = row(step, el("th", { scope: "row" }, step.event === "yield" ? T.step.yieldRow : T.step.returnRow), step.value, "new");
    tr.classList.add("cr-step-return");
    table.append(tr);
  }
  return table;
}

/** @param {Step} step @param {HTMLElement} head @param {Value} value @param {"" | "new" | "changed"} how */
function row(step, head, value, how) {
  return el("tr", how ? { class: `cr-step-${how}` } : {}, head, el("td", {}, shown(step, value), ...mark(how)));
}

/** @param {"" | "new" | "changed"} how  told to who does not see the colour */
const mark = (how) => (how ? [el("span", { class: "cr-sr" }, ` (${how === "new" ? T.step.isNew : T.step.isChanged})`)] : []);

/** A value, or where an arrow begins. @param {Step} step @param {Value} value */
function shown(step, value) {
  if (!("to" in value)) return el("span", { class: "cr-step-value", ...(value.type ? { title: value.type } : {}) }, value.text === "…" ? value.type : value.text);
  const thing = step.things.get(value.to);
  if (!thing) return el("span", { class: "cr-step-value" }, "…");
  return el("span", { class: "cr-step-ref", "data-to": String(value.to) }, el("span", { class: "cr-sr" }, T.step.refers(kindOf(thing), value.to)));
}

/** @param {Thing} thing */
function kindOf({ kind, type }) {
  return kind === "function" ? T.step.function(type) : kind === "class" ? T.step.class(type) : type;
}

/** @param {Step} step @param {number} id @param {Step | undefined} before */
function thingBox(step, id, before) {
  const thing = /** @type {Thing} */ (step.things.get(id));
  const old = before?.things.get(id);
  const known = !!before && !!old;
  const box = el("div", { class: `cr-step-thing${before && !old ? " cr-step-new" : ""}`, "data-thing": String(id), "data-kind": thing.kind },
    el("p", { class: "cr-step-kind" }, kindOf(thing), el("span", { class: "cr-sr" }, ` ${id}`), ...mark(before && !old ? "new" : "")));
  if (thing.items.length) {
    const cells = el("ol", { class: "cr-step-items" });
    thing.items.forEach((value, i) => {
      const how = news(value, old?.items[i], known);
      cells.append(el("li", how ? { class: `cr-step-${how}` } : {}, ...(thing.kind === "set" ? [] : [el("span", { class: "cr-step-index", "aria-hidden": "true" }, String(i))]), shown(step, value), ...mark(how)));
    });
    box.append(cells);
  }
  if (thing.pairs.length) {
    const table = el("table", {});
    for (const { key, value } of thing.pairs) {
      const was = old?.pairs.find((p) => ("to" in key ? "to" in p.key && p.key.to === key.to : !("to" in p.key) && p.key.text === key.text));
      table.append(row(step, el("th", { scope: "row" }, shown(step, key)), value, news(value, was?.value, known)));
    }
    box.append(table);
  }
  const left = thing.count - thing.items.length - thing.pairs.length;
  if (left > 0) box.append(el("p", { class: "cr-step-more" }, T.step.more(left)));
  else if (!thing.count && thing.kind !== "object" && thing.kind !== "class" && thing.kind !== "function") box.append(el("p", { class: "cr-step-more" }, T.step.empty));
  return box;
}
