// The script of an exported page: theme, search, formulas, and the way to the live
// page. A plain script, for browsers load modules from servers only.
(() => {
  "use strict";
  const src = document.currentScript.getAttribute("src");
  const top = src === null ? "" : src.slice(0, -"crunchy/export.js".length); // the folder of the export
  const root = document.documentElement;
  const KEY = "crunchy-theme", THEMES = ["system", "light", "dark"];

  function kept() {
    try { return localStorage.getItem(KEY) ?? "system"; } catch { return "system"; } // not every browser keeps things for files
  }
  function keep(theme) {
    try { localStorage.setItem(KEY, theme); } catch {}
  }
  function wear(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  }
  wear(kept()); // before anything is painted

  function el(name, attributes, ...children) {
    const e = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
    e.append(...children);
    return e;
  }
  function icon(name) {
    const make = (tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);
    const svg = make("svg"), use = make("use");
    svg.setAttribute("class", "cr-icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", "#cr-i-" + name);
    svg.append(use);
    return svg;
  }

  // ---- search: as the live one, all words have to be in the same section ----
  function folded(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  }
  function worth(words, list, much) {
    let best = 0;
    for (const have of list) if (have === words) best = Math.max(best, much * 1.5); else if (have.startsWith(words)) best = Math.max(best, much);
    return best;
  }
  function prepared(pages) {
    return pages.map((p) => ({ ...p, words: folded(p.title), parts: p.sections.map(([heading, anchor, text]) => ({ heading, anchor, text, head: folded(heading), body: folded(text) })) }));
  }
  function found(pages, query) {
    const asked = folded(query).slice(0, 8);
    if (!asked.length) return [];
    const hits = [];
    for (const p of pages) p.parts.forEach((s, i) => {
      let score = 0;
      for (const w of asked) {
        const here = worth(w, p.words, i ? 1 : 40) + worth(w, s.head, 20) + worth(w, s.body, 2);
        if (!here) return;
        score += here;
      }
      if (i && score <= asked.length * 1.5) return; // only the lesson's title has them
      hits.push({ score, title: i && s.heading && s.heading !== p.title ? `${p.title} › ${s.heading}` : p.title, href: (src === null ? "" : top + p.href) + (s.anchor || src === null ? "#" + encodeURIComponent(s.anchor) : ""), ...around(s.text, asked) });
    });
    return hits.sort((a, b) => b.score - a.score).slice(0, 20);
  }
  function around(text, asked) {
    const AROUND = 70;
    for (const m of text.matchAll(/\S+/g)) {
      if (!folded(m[0]).some((w) => asked.some((a) => w.startsWith(a)))) continue;
      const from = Math.max(0, text.lastIndexOf(" ", m.index - AROUND)), end = m.index + m[0].length, to = text.indexOf(" ", end + AROUND);
      return { before: (from ? "… " : "") + text.slice(from, m.index).trimStart(), match: m[0], after: text.slice(end, to < 0 ? undefined : to) + (to < 0 ? "" : " …") };
    }
    return { before: "", match: "", after: "" };
  }
  let pages; // a promise of what is searched
  function index() {
    const inside = document.getElementById("ex-search");
    if (inside) return Promise.resolve(prepared(JSON.parse(inside.textContent)));
    return new Promise((resolve, reject) => {
      self.crunchySearch = (all) => resolve(prepared(all));
      const script = el("script", { src: top + "crunchy/search.js" });
      script.addEventListener("error", reject);
      document.head.append(script);
    });
  }
  function searchDialog(words) {
    const input = el("input", { type: "text", role: "combobox", "aria-label": words.search, placeholder: words.search, "aria-expanded": "false", "aria-controls": "cr-hits", "aria-autocomplete": "list", autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: "100" });
    const close = el("button", { class: "cr-btn cr-square", type: "button", "aria-label": words.close }, icon("close"));
    const list = el("div", { class: "cr-hits", id: "cr-hits", role: "listbox", "aria-label": words.hits });
    const status = el("p", { class: "cr-search-status", role: "status" });
    const dialog = el("dialog", { class: "cr-dialog cr-search", lang: words.lang, "aria-label": words.search }, el("div", { class: "cr-search-line" }, icon("search"), input, close), list, status);
    document.body.append(dialog);
    let chosen = -1;
    function choose(i) {
      const options = [...list.children];
      options[chosen]?.setAttribute("aria-selected", "false");
      chosen = options.length ? (i + options.length) % options.length : -1;
      const at = options[chosen];
      if (!at) return input.removeAttribute("aria-activedescendant");
      at.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", at.id);
      at.scrollIntoView({ block: "nearest" });
    }
    async function ask() {
      let hits = [];
      try {
        hits = found(await (pages ??= index()), input.value);
      } catch {
        pages = undefined; // it may be there the next time
        status.textContent = words.failed;
        return;
      }
      list.replaceChildren(...hits.map((hit, i) => {
        const a = el("a", { class: "cr-hit", id: `cr-hit-${i}`, role: "option", tabindex: "-1", "aria-selected": "false", href: hit.href }, el("b", {}, hit.title));
        if (hit.match) a.append(el("span", {}, hit.before, el("mark", {}, hit.match), hit.after));
        return a;
      }));
      input.setAttribute("aria-expanded", String(hits.length > 0));
      chosen = -1;
      choose(0);
      status.textContent = !input.value.trim() ? words.hint : hits.length ? words.found.replace("{n}", hits.length) : words.nothing;
    }
    input.addEventListener("input", ask);
    input.addEventListener("keydown", (e) => {
      if (e.key === "ArrowDown") choose(chosen + 1);
      else if (e.key === "ArrowUp") choose(chosen - 1);
      else if (e.key === "Enter" && !e.isComposing) list.children[chosen]?.click();
      else return;
      e.preventDefault();
    });
    list.addEventListener("click", () => dialog.close()); // a place on the same page does not leave it
    dialog.addEventListener("click", (e) => e.target === dialog && dialog.close());
    close.addEventListener("click", () => dialog.close());
    return () => { dialog.showModal(); input.select(); ask(); };
  }

  // ---- the live page: the address is asked for by Crunchy, which the reader lets in ----
  function live(words) {
    const way = document.querySelector(".ex-live");
    if (!way) return;
    if (location.protocol === "https:" || location.protocol === "http:") {
      way.querySelector("a").href = `${words.live}/t/~remote/${location.protocol.slice(0, -1)}/${location.host}${location.pathname}`;
    } else if (location.protocol === "file:") {
      const path = decodeURIComponent(location.pathname).replace(/^\/([A-Za-z]:)/, "$1"); // a drive of Windows
      const [before, behind] = words.file.split("{command}");
      way.querySelector(".ex-how").replaceChildren(before, el("code", {}, `crunchy "${path}"`), behind ?? "");
    }
  }

  addEventListener("DOMContentLoaded", () => {
    const words = JSON.parse(document.getElementById("ex-words").textContent);
    const name = () => words[kept()] ?? words.system;
    for (const b of document.querySelectorAll(".ex-theme")) {
      b.setAttribute("aria-label", name());
      b.addEventListener("click", () => {
        const next = THEMES[(THEMES.indexOf(kept()) + 1) % THEMES.length];
        keep(next);
        wear(next);
        b.setAttribute("aria-label", words[next]);
      });
    }
    let open;
    const search = () => (open ??= searchDialog(words))();
    const buttons = document.querySelectorAll(".ex-search");
    for (const b of buttons) b.addEventListener("click", search);
    document.addEventListener("keydown", (e) => {
      const slash = e.key === "/" && !e.ctrlKey && !e.metaKey && !e.altKey;
      const k = e.key.toLowerCase() === "k" && (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey;
      if (!buttons.length || !slash && !k || e.target.closest?.("input, textarea, select") || document.querySelector("dialog[open]")) return;
      e.preventDefault();
      search();
    });
    live(words);
    self.crunchyMaths?.(document.querySelectorAll(".cr-math"));
  });
})();
