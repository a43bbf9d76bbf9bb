// Builds dist from src: crunchy.js with its chunks, which are loaded where they
// are needed, and a style sheet for each .css of src itself. With
// --check it builds into memory and compares: CI fails when what is committed is
// not what the sources give.
import { build } from "esbuild";
import { readFile, readdir, mkdir, writeFile, rm } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const browsers = ["chrome111", "firefox113", "safari16.4"];

// Every browser that can run the rest reads woff2.
const onlyWoff2 = {
  name: "only woff2",
  /** @param {import("esbuild").PluginBuild} b */
  setup(b) {
    b.onLoad({ filter: /katex.*\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g, ""),
      loader: "css",
    }));
  },
};

const common = {
  bundle: true, minify: true, charset: "utf8", write: false, metafile: true, legalComments: "none",
  absWorkingDir: here, outdir: "dist", logLevel: "warning", target: browsers,
  loader: { ".woff2": "file" }, assetNames: "fonts/[name]-[hash]", plugins: [onlyWoff2],
};
const sheets = (await readdir(join(here, "src"))).filter((f) => f.endsWith(".css")).map((f) => `src/${f}`);
const results = await Promise.all([
  build({ ...common, entryPoints: { crunchy: "src/main.js" }, format: "esm", splitting: true, chunkNames: "chunks/[name]-[hash]" }),
  build({ ...common, entryPoints: sheets }),
]);

/** @type {Map<string, Uint8Array>} */
const files = new Map();
const packages = new Set();
for (const { outputFiles, metafile, warnings } of results) {
  if (warnings.length) throw new Error("esbuild has warned"); // it has said of what
  for (const f of outputFiles) files.set(relative(dist, f.path), f.contents);
  for (const input of Object.keys(metafile.inputs)) {
    const m = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input);
    if (m) packages.add(m[1]);
  }
}
files.set("THIRD_PARTY.txt", Buffer.from(await licences()));

async function licences() {
  if (!packages.size) return "The files beside this one contain no code of others.\n";
  let text = "The files beside this one contain code of these packages:\n";
  for (const name of [...packages].sort()) {
    const dir = join(here, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(dir, "package.json"), "utf8"));
    const file = (await readdir(dir)).find((f) => /^licen[cs]e/i.test(f));
    text += `\n${"=".repeat(72)}\n${name} ${version} (${license})\n\n${file ? await readFile(join(dir, file), "utf8") : ""}`;
  }
  return text;
}

/** The files below dist, by their relative names. */
async function committed() {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true }).catch(() => []);
  return new Set(entries.filter((e) => e.isFile()).map((e) => relative(dist, join(e.parentPath, e.name))));
}

if (process.argv.includes("--check")) {
  const there = await committed();
  let stale = 0;
  for (const [name, bytes] of files) {
    const old = there.delete(name) ? await readFile(join(dist, name)) : undefined;
    if (!old || Buffer.compare(old, bytes)) {
      console.error(`dist/${name} is not what the sources give; run: npm run build`);
      stale++;
    }
  }
  for (const name of there) {
    console.error(`dist/${name} is not made by any source; run: npm run build`);
    stale++;
  }
  process.exitCode = stale ? 1 : 0;
} else {
  await rm(dist, { recursive: true, force: true });
  for (const [name, bytes] of files) {
    await mkdir(dirname(join(dist, name)), { recursive: true });
    await writeFile(join(dist, name), bytes);
    if (!name.startsWith("fonts/")) console.log(`${basename(name)}\t${bytes.length}`);
  }
}
