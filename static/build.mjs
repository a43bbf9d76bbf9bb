// Builds dist from src. With --check it builds into memory and compares: CI
// fails when what is committed is not what the sources give.
import { build } from "esbuild";
import { readFile, readdir, mkdir, writeFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const common = { bundle: true, minify: true, charset: "utf8", write: false, metafile: true, legalComments: "none", absWorkingDir: here, logLevel: "warning" };
const browsers = ["chrome111", "firefox113", "safari16.4"];

const results = await Promise.all([
  build({ ...common, entryPoints: ["src/main.js"], outfile: "dist/crunchy.js", format: "esm", target: browsers }),
  build({ ...common, entryPoints: ["src/theme.js"], outfile: "dist/theme.js", format: "iife", target: browsers }),
  build({ ...common, entryPoints: ["src/crunchy.css"], outfile: "dist/crunchy.css", target: browsers }),
  build({ ...common, entryPoints: ["src/page.css"], outfile: "dist/page.css", target: browsers }),
]);

/** @type {Map<string, Uint8Array>} */
const files = new Map();
const packages = new Set();
for (const { outputFiles, metafile } of results) {
  for (const f of outputFiles) files.set(f.path.slice(dist.length + 1), f.contents);
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

if (process.argv.includes("--check")) {
  const there = new Set(await readdir(dist));
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
  await mkdir(dist);
  for (const [name, bytes] of files) {
    await writeFile(join(dist, name), bytes);
    console.log(`${name}\t${bytes.length}`);
  }
}
