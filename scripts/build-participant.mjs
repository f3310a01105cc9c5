import { createHash } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/**
 * Builds the participant's page: one script with its hash in its name and the style sheet that goes into the
 * document; and the script of its preview, which sends nothing. Old scripts of other builds go. Prints what a browser has to load.
 */
const root = new URL("../", import.meta.url);
const out = new URL("public/s/", root);

/** One script of all that an entry needs. */
async function bundle(entry) {
  const result = await build({
    absWorkingDir: fileURLToPath(root),
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "safari16"],
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { "process.env.NODE_ENV": '"production"' },
    write: false,
    legalComments: "none",
  });
  return Buffer.from(result.outputFiles[0].contents);
}

const script = await bundle("components/rating/main.tsx");
const preview = await bundle("components/rating/preview.tsx");
const styles = await build({
  absWorkingDir: fileURLToPath(root),
  entryPoints: ["components/rating/styles.css"],
  bundle: true,
  minify: true,
  write: false,
});
const css = styles.outputFiles[0].text.trim();
const hash = (content, encoding) => createHash("sha256").update(content).digest(encoding);
const nameOf = (kind, content) => `${kind}-${hash(content, "hex").slice(0, 16)}.js`;
const name = nameOf("app", script);
const previewName = nameOf("preview", preview);

await mkdir(out, { recursive: true });
await writeFile(new URL(name, out), script);
await writeFile(new URL(previewName, out), preview);
const manifest = { script: name, preview: previewName, css, cssHash: hash(css, "base64") };
await writeFile(new URL("manifest.json.new", out), JSON.stringify(manifest));
await rename(new URL("manifest.json.new", out), new URL("manifest.json", out));
for (const file of await readdir(out))
  if (file.endsWith(".js") && file !== name && file !== previewName) await rm(new URL(file, out));

const packed = gzipSync(script).length;
console.log(
  `Participant page: ${name}, ${script.length} bytes, ${packed} compressed; CSS ${css.length} bytes`,
);
