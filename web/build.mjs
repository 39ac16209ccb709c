// Builds what the page loads: `npm ci && npm run build`. The result is committed; build.json says what it was made of.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] || join(here, "../src/upward/faces/web/static");
const sha = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");

const { metafile } = await build({
  entryPoints: [join(here, "src/app.js"), join(here, "src/editor.js"), join(here, "src/app.css")],
  outdir: target,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  metafile: true,
  absWorkingDir: here,
});
const packages = new Set(["htmx.org"]);
for (const output of Object.values(metafile.outputs)) {
  for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
    const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/);
    if (found && bytesInOutput) packages.add(found[1]);
  }
}
copyFileSync(join(here, "node_modules/htmx.org/dist/htmx.min.js"), join(target, "htmx.min.js"));
const htmx = readFileSync(join(target, "htmx.min.js"), "utf8").replace(/\n?\/\/# sourceMappingURL=.*\n?$/, "\n");
writeFileSync(join(target, "htmx.min.js"), htmx);

const versions = {};
let licences = "The page ships these packages, built by web/build.mjs.\n";
for (const name of [...packages].sort()) {
  const folder = join(here, "node_modules", name);
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  versions[name] = about.version;
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (!file || !existsSync(join(folder, file))) throw new Error(`${name} brings no licence`);
  licences += `\n${"=".repeat(72)}\n${name} ${about.version} (${about.license})\n${"=".repeat(72)}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
}
writeFileSync(join(target, "LICENSES.txt"), licences);

const outputs = [...Object.keys(metafile.outputs).map((each) => join(here, each)), join(target, "htmx.min.js"), join(target, "LICENSES.txt")];
const name = (file) => file.split("/").at(-1);
const manifest = {
  versions,
  sources: Object.fromEntries(["package.json", "build.mjs", "src/app.css", "src/app.js", "src/editor.js"].map((each) => [each, sha(join(here, each))])),
  outputs: Object.fromEntries(outputs.map((each) => [name(each), sha(each)]).sort()),
};
writeFileSync(join(target, "build.json"), `${JSON.stringify(manifest, null, 1)}\n`);
console.log(`built ${outputs.length} files from ${Object.keys(versions).length} packages`);
