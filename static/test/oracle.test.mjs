// What our renderer makes of a program's output, against @xterm/headless.
import { test } from "node:test";
import assert from "node:assert/strict";
import headless from "@xterm/headless";
import unicode11 from "@xterm/addon-unicode11";
import { Parser } from "../src/term/parser.js";
import { BLOCK, Screen } from "../src/term/screen.js";
import { css } from "../src/term/style.js";
import { charWidth } from "../src/term/width.js";

const COLS = 200;

async function xterm(pieces) {
  const term = new headless.Terminal({ cols: COLS, rows: 24, scrollback: 9000, convertEol: true, allowProposedApi: true });
  term.loadAddon(new unicode11.Unicode11Addon());
  term.unicode.activeVersion = "11";
  for (const p of pieces) await new Promise((r) => term.write(p, r));
  const b = term.buffer.active;
  const lines = [];
  for (let y = 0; y < b.length; y++) lines.push(cells(b.getLine(y)));
  while (lines.length && !lines.at(-1).length) lines.pop();
  const cursor = [b.cursorX, b.baseY + b.cursorY];
  term.dispose();
  return { lines, cursor };
}

/** [character, style] of each cell, blanks at the end left out. */
function cells(line) {
  const out = [];
  for (let x = 0; x < COLS; x++) {
    const c = line.getCell(x);
    if (c.getWidth() === 0) continue;
    const color = (rgb, palette, n) => (rgb ? "#" + n.toString(16).padStart(6, "0") : palette ? css(n) : undefined);
    out.push([c.getChars() || " ", {
      fg: color(c.isFgRGB(), c.isFgPalette(), c.getFgColor()),
      bg: color(c.isBgRGB(), c.isBgPalette(), c.getBgColor()),
      bold: !!c.isBold(), dim: !!c.isDim(), italic: !!c.isItalic(), underline: !!c.isUnderline(),
      inverse: !!c.isInverse(), hidden: !!c.isInvisible(), strike: !!c.isStrikethrough(), overline: !!c.isOverline(),
    }]);
  }
  return trim(out);
}

function ours(pieces) {
  const screen = new Screen({ cols: COLS });
  const parser = new Parser();
  for (const p of pieces) parser.feed(screen, p);
  const lines = screen.rows.map((row) => {
    const out = [];
    for (const { text, style } of row.read()) {
      for (const ch of text) {
        const { kind, link, ...s } = style;
        if (charWidth(ch) === 0 && out.length) out.at(-1)[0] += ch;
        else out.push([ch, { ...s, fg: css(s.fg), bg: css(s.bg) }]);
      }
    }
    return trim(out);
  });
  while (lines.length && !lines.at(-1).length) lines.pop();
  return { lines, cursor: [screen.x, screen.base + screen.y] };
}

const bare = (s) => !s.inverse && !s.underline && !s.strike && !s.overline && s.bg === undefined;
function trim(cells) {
  while (cells.length && cells.at(-1)[0] === " " && bare(cells.at(-1)[1])) cells.pop();
  // the looks of a blank that shows nothing do not matter
  return cells.map(([c, s]) => (c === " " && bare(s) ? [" "] : [c, s]));
}

async function same(name, ...pieces) {
  const [a, b] = [await xterm(pieces), ours(pieces)];
  assert.deepEqual(b, a, `${name}: ${JSON.stringify(pieces)}`);
}

const CASES = {
  lines: "one\ntwo\n\nfour",
  "carriage return": "10%\r20%\r100% done\n",
  "shorter after return": "a long line\rshort\n",
  "return and erase": "a long line\r\x1b[Kshort\n",
  tqdm: "\r  0%|          | 0/3\r 33%|###3      | 1/3\r100%|##########| 3/3\n",
  backspace: "abc\b\bX\b\b\b\b\bY",
  spinner: "|\b/\b-\b\\\b|\bdone",
  tabs: "a\tb\tlonger than eight\tc\n\t\tx\rY",
  "colours 16": "\x1b[31mred\x1b[92mbright\x1b[44mon blue\x1b[105mon pink\x1b[39mfg\x1b[49mbg\x1b[0m plain",
  "colours 256": "\x1b[38;5;208morange\x1b[48;5;17mnavy\x1b[38;5;245mgrey\x1b[m.",
  "true colour": "\x1b[38;2;1;2;3ma\x1b[48;2;255;128;0mb\x1b[38:2::9:8:7md\x1b[38:5:99me",
  attributes: "\x1b[1mb\x1b[2md\x1b[22mn\x1b[3mi\x1b[4mu\x1b[23;24mn\x1b[7mr\x1b[27mn\x1b[9ms\x1b[29mn\x1b[53mo\x1b[55mn\x1b[8mh\x1b[28mn\x1b[4:3mw\x1b[4:0mn",
  "unknown codes": "\x1b[1;99;31mred\x1b[999m.",
  "cursor up": "one\ntwo\nthree\x1b[2A!\x1b[B?\x1b[9Btop\x1b[99A0",
  "two bars": "a 0%\nb 0%\n\x1b[2Aa 50%\nb 20%\n\x1b[2A\x1b[2Ka done\n\x1b[2Kb done\n",
  "rich live": "\x1b[?25lA\nB\nC\r\x1b[2K\x1b[1A\x1b[2K\x1b[1A\x1b[2Kdone\n\x1b[?25h",
  "erase parts": "abcdef\x1b[3D\x1b[1K\x1b[C\x1b[K.\nxyz\x1b[2K!",
  "erase below": "1\n2\n3\n4\x1b[2A\x1b[J!",
  "erase above": "1\n2\n3\n4\x1b[A\x1b[1J!",
  clear: "old\nold\x1b[H\x1b[2J\x1b[3Jnew\n",
  "clear after much": "x\n".repeat(60) + "\x1b[H\x1b[2J\x1b[3Jnew\n",
  "save and restore": "ab\x1b7cd\nef\x1b8X\x1b[sYY\x1b[uZ",
  "cursor to column": "abcdef\x1b[3G!\x1b[G?\x1b[2;5HZ\x1b[4dV",
  "scrolled up": "n\n".repeat(40) + "\x1b[99Atop\x1b[99Bbottom",
  "delete and insert": "abcdef\x1b[4D\x1b[2P!\x1b[3D\x1b[2@__\x1b[2X",
  "insert lines": "1\n2\n3\x1b[2A\x1b[LX\x1b[2B\x1b[MY",
  "reverse index": "1\n2\x1bM0\x1bM\x1bMtop",
  repeat: "ab\x1b[3bc",
  "osc swallowed": "a\x1b]0;title\x07b\x1b]52;c;aGk=\x1b\\c",
  "dcs swallowed": "a\x1bPq#0\x1b\\b\x1b_app\x1b\\c\x1b^pm\x1b\\d",
  "charset and keypad": "a\x1b(B\x1b=b\x1b>c",
  wide: "漢字かな\r\x1b[2CX한글\n全角！\x1b[3DY",
  "wide halved": "漢字\r\x1b[1CX\n漢字\b\b\bY\n漢字\r\x1b[1C\x1b[1P",
  emoji: "😀 ok 🚀\b\bX",
  combining: "e\u0301te\u0301\rE",
  "combining after wide": "漢\u0301字",
  html: "<b>&amp;</b><script>alert(1)</script>",
  "controls ignored": "a\x00b\x07c\x7fd\x0ee\x0ff",
  "vertical tab": "a\vb\fc",
  "cancelled sequence": "a\x1b[31\x18b\x1b[3\x1a1mc",
  "newline within a sequence": "a\x1b[3\n1mb",
  "8 bit": "a\x9b31mb\x9d0;t\x9cc",
  "tabs back and far": "a\tb\x1b[Zc\x1b[2Id\x1b[3Ze\r\x1b[40I!",
  "tab over wide": "漢\t字\t\b\bX",
  "backspace at the edge": "\b\ba\b\b\b\bb",
  "return over wide": "漢字漢\rab\rx",
  "erase in wide": "漢字漢\x1b[3D\x1b[K\n漢字漢\x1b[3G\x1b[1K!\n漢字\x1b[2G\x1b[X",
  "insert in wide": "漢字漢\x1b[3G\x1b[2@!\n漢字漢\x1b[4G\x1b[P!",
  "wide repeated": "漢\x1b[2b.",
  "colours kept over lines": "\x1b[33mone\ntwo\rT\n\x1b[0mthree\x1b[1m\x1b[3Dx",
  "background of blanks": "\x1b[44m  a  \x1b[0m b",
  "dim and bold": "\x1b[1;2mx\x1b[22my\x1b[2;3;4;7;9mz\x1b[0m.",
  "inverse colours": "\x1b[31;42;7mx\x1b[27my\x1b[7;39;49mz",
  "colours at their edges": "\x1b[38;5;0ma\x1b[38;5;15mb\x1b[38;5;16mc\x1b[38;5;231md\x1b[38;5;232me\x1b[48;5;255mf\x1b[97;100mg",
  "colours with colons": "\x1b[38:2:0:10:20:30ma\x1b[48:2::1:2:3mb\x1b[48:5:200mc\x1b[0md",
  "empty parameters": "\x1b[;31mred\x1b[mplain\x1b[31;mplain\x1b[;;Hhome",
  "moves beyond the edges": "ab\x1b[99D1\x1b[99A2\x1b[5Cx\x1b[0Cy\x1b[0Dz",
  "next and previous line": "one\x1b[Etwo\x1b[2Ethree\x1b[Ffour\x1b[9Ffive\n",
  "place and column": "\x1b[3;4Hx\x1b[1;1Hy\x1b[2dz\x1b[8\x60q\x1b[2aw\x1b[2ev",
  "erase with nothing there": "\x1b[K\x1b[1K\x1b[2K\x1b[J\x1b[1J!\n\n\x1b[J",
  "erase and go on": "abc\x1b[1K\x1b[Ddef\x1b[2Kg",
  "save in colours": "\x1b[31ma\x1b7\x1b[32mb\x1b[2;9H\x1b8c",
  "private modes": "a\x1b[?25lb\x1b[?2004hc\x1b[>4;2md\x1b[=1ce\x1b[!pf\x1b[ qg",
  "two escapes": "a\x1b\x1b[31mb\x1b[\x1b[32mc",
  "string ended by a bell and by both": "\x1b]0;a\x07b\x1b]2;c\x1b\\d\x1b]9;x\x9ce",
  "carriage return and line feed": "a\r\nb\r\r\nc\n\rd",
  "index and next line": "a\x1bDb\x1bEc\x84d\x85e",
  "combined": "e\u20dd n\u0303o\b\bX",
  "zero width": "a\u200bb",
  "many lines": Array.from({ length: 200 }, (_, i) => `line ${i}\n`).join(""),
};

for (const [name, text] of Object.entries(CASES)) {
  test(name, async () => {
    await same(name, text);
    // cut into single characters, so that every sequence is split everywhere
    await same(name + ", split", ...text);
  });
}

const linksOf = (...pieces) => {
  const screen = new Screen();
  const parser = new Parser();
  for (const p of pieces) parser.feed(screen, p);
  return screen.row.read().map(({ text, style }) => [text, style.link]);
};

test("links lead to the web or nowhere", () => {
  const link = (target, text = "link") => `a\x1b]8;;${target}\x1b\\${text}\x1b]8;;\x1b\\b`;
  const want = [["a", undefined], ["link", "https://example.org/x?a=1;b=2"], ["b", undefined]];
  assert.deepEqual(linksOf(link("https://example.org/x?a=1;b=2")), want);
  assert.deepEqual(linksOf(...link("https://example.org/x?a=1;b=2")), want, "split");
  assert.deepEqual(linksOf("a\x1b]8;id=1:x;HTTP://Example.org\x07link\x1b]8;;\x07b")[1], ["link", "http://example.org/"]);
  assert.deepEqual(linksOf("\x1b]8;;https://a.b/\x07\x1b[1mbold\x1b[0m plain\x1b]8;;\x07").map((r) => r[1]), ["https://a.b/", "https://a.b/"]);
  for (const target of [
    "javascript:alert(1)", " javascript:alert(1)", "java\nscript:x", "data:text/html,x", "file:///etc/passwd", "//example.org", "https:", "https://",
    "mailto:a@b", "blob:https://a", "https://" + "x".repeat(5000), "ftp://a.b/", "vbscript:x",
  ]) {
    assert.ok(linksOf(link(target)).every(([, to]) => to === undefined), target);
    assert.equal(linksOf(link(target)).map(([text]) => text).join(""), "alinkb", target);
  }
});

test("links are where the terminal has them", async () => {
  const text = "1 \x1b]8;;http://a.b/\x1b\\two\x1b[31m red\x1b]8;;http://c.d/\x07 other\x1b]8;;\x07 plain\r\x1b[3Cw";
  const term = new headless.Terminal({ cols: COLS, rows: 24, convertEol: true, allowProposedApi: true });
  await new Promise((r) => term.write(text, r));
  const line = term.buffer.active.getLine(0);
  const links = term._core._oscLinkService;
  const theirs = Array.from({ length: 21 }, (_, x) => links.getLinkData(line.getCell(x).extended?.urlId ?? 0)?.uri);
  const mine = linksOf(text).flatMap(([t, to]) => [...t].map(() => to));
  assert.deepEqual(mine, theirs);
});

test("nothing that a program sends grows without end or is lost after it", () => {
  for (const begin of ["\x1b]8;;http://x/", "\x1b]0;", "\x1bP", "\x1b[", "\x1b_"]) {
    const screen = new Screen();
    const parser = new Parser();
    parser.feed(screen, begin);
    for (let i = 0; i < 100; i++) parser.feed(screen, "1".repeat(1000));
    assert.ok(parser.seq.length < 6000, begin);
    parser.feed(screen, "\x18after");
    assert.equal(screen.row.text, "after", begin);
  }
});

test("too many lines are dropped in whole blocks, and handed on", () => {
  let dropped = "";
  const screen = new Screen({ limit: 1000, onDrop: (rows) => (dropped += rows.map((r) => r.text + "\n").join("")) });
  const parser = new Parser();
  for (let i = 0; i < 5000; i++) parser.feed(screen, `line ${i}\n`);
  assert.ok(screen.rows.length >= 1000 && screen.rows.length <= 1201, String(screen.rows.length));
  assert.equal(screen.first % BLOCK, 0);
  assert.equal(screen.first, screen.dropped);
  const all = dropped + screen.rows.map((r) => r.text).join("\n");
  assert.equal(all, Array.from({ length: 5000 }, (_, i) => `line ${i}\n`).join(""));
});

test("random output", async () => {
  let seed = 7;
  const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  const words = [
    "hello", "x", " ", "漢字", "é", "e\u0301", "😀", "\n", "\n", "\n", "\r", "\b", "\t", "\x1b[A", "\x1b[3A", "\x1b[B", "\x1b[2C", "\x1b[4D",
    "\x1b[K", "\x1b[1K", "\x1b[2K", "\x1b[J", "\x1b[1J", "\x1b[31m", "\x1b[1;32m", "\x1b[0m", "\x1b[48;5;22m", "\x1b[38;2;9;9;9m",
    "\x1b[7m", "\x1b[5G", "\x1b[2;3H", "\x1b[E", "\x1b[F", "\x1b[s", "\x1b[u", "\x1b[P", "\x1b[2@", "\x1b[3X", "\x1b[L", "\x1b[M", "\x1bM",
    "\x1b[2J", "\x1b[3J", "\x1b]2;t\x07",
  ];
  for (let round = 0; round < 200; round++) {
    const pieces = Array.from({ length: 3 + random(60) }, () => words[random(words.length)]);
    await same(`round ${round}`, ...pieces);
  }
});

test("widths agree with the terminal's", async () => {
  const chars = [];
  for (let cp = 0xa0; cp < 0x20000; cp += 7) if (cp < 0xd800 || cp > 0xf8ff) chars.push(String.fromCodePoint(cp));
  const term = new headless.Terminal({ cols: 20, rows: 24, scrollback: chars.length, convertEol: true, allowProposedApi: true });
  term.loadAddon(new unicode11.Unicode11Addon());
  term.unicode.activeVersion = "11";
  await new Promise((r) => term.write(chars.map((ch) => `a${ch}|`).join("\n"), r));
  const wrong = [];
  chars.forEach((ch, y) => {
    const line = term.buffer.active.getLine(y);
    let bar = 1;
    while (bar < 6 && line.getCell(bar).getChars() !== "|") bar++;
    if (charWidth(ch) !== bar - 1) wrong.push(`U+${ch.codePointAt(0).toString(16)} ours ${charWidth(ch)} xterm ${bar - 1}`);
  });
  // newer Unicode versions than the oracle's may differ in a few places
  assert.ok(wrong.length < chars.length / 50, `${wrong.length} of ${chars.length} differ:\n${wrong.slice(0, 40).join("\n")}`);
});
