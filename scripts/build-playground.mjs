// Bundles what the playground runs: the worker with the maths, and for a folder that needs no server of ours the page.
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, transform } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const wasm = join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist");
const WASM_FILE = "tfjs-backend-wasm-simd.wasm";
/** An optional package: where it is not installed, the browser's attempt to load it fails and wasm is used. */
const WEBGPU = "@tensorflow/tfjs-backend-webgpu";
const hasWebgpu = existsSync(join(root, "node_modules", WEBGPU, "package.json"));

/** English is all that is spoken here; the other languages of zod are half of its size. */
const oneLanguage = {
  name: "one-language",
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
  format: "esm",
  target: ["es2022", "safari16.4"],
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "none",
  logLevel: "error",
  plugins: [oneLanguage],
};

/**
 * Writes the worker, its parts and the wasm engine's binary to `folder`, which then holds nothing else.
 * @returns the name of the worker's script
 */
export async function buildWorker(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({
    ...shared,
    entryPoints: { worker: "components/playground/worker/main.ts" },
    outdir: folder,
    splitting: true,
    entryNames: "[name]-[hash]",
    chunkNames: "part-[hash]",
    external: hasWebgpu ? [] : [WEBGPU],
  });
  await copyFile(join(wasm, WASM_FILE), join(folder, WASM_FILE));
  const [path] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint) ?? [];
  return relative(folder, join(root, path));
}

/** The style sheet of these sources: of all of Tailwind what they could be asking for. */
async function compileStyles(sources) {
  const folder = join(root, "components/playground/static");
  const loadStylesheet = async (id, base) => {
    const path = id.startsWith(".") ? join(base, id) : require.resolve(`${id}/index.css`);
    return { path, base: dirname(path), content: await readFile(path, "utf8") };
  };
  const { compile } = await import("tailwindcss");
  const styles = await readFile(join(folder, "styles.css"), "utf8");
  const { build: generate } = await compile(styles, { base: folder, loadStylesheet });
  const texts = await Promise.all(sources.map((source) => readFile(join(root, source), "utf8")));
  const words = new Set(texts.flatMap((text) => text.split(/[\s"'`]+/)));
  const { code } = await transform(generate([...words]), { loader: "css", minify: true });
  return code;
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; " +
  "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";

const page = (engine) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="theme-color" content="#fafaf8" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#121211" media="(prefers-color-scheme: dark)">
<title>Why this class, and why not that one?</title>
<link rel="icon" href="icon.svg">
<link rel="stylesheet" href="styles.css">
<script type="module" src="app.js"></script>
<body class="min-h-dvh bg-canvas font-sans text-ink antialiased">
<main class="mx-auto max-w-[1180px] px-4 py-6 md:px-8 md:py-8">
<h1 class="mb-6 text-xl font-semibold tracking-tight">Why this class, and why not that one?</h1>
<div id="app" data-engine="engine/${engine}">Loading. If this stays, the page was opened as a file, or in a browser
without JavaScript: serve its folder with any web server, for example python3 -m http.server, and open that address.</div>
</main>
</html>
`;

/** Writes the page and everything it runs to `folder`; models, pictures and playground.json are the caller's. */
export async function buildPage(folder) {
  await mkdir(folder, { recursive: true });
  const engine = await buildWorker(join(folder, "engine"));
  const { metafile } = await build({
    ...shared,
    entryPoints: ["components/playground/static/main.tsx"],
    outfile: join(folder, "app.js"),
  });
  const own = Object.keys(metafile.inputs).filter((path) => !path.startsWith("node_modules/"));

  await writeFile(join(folder, "index.html"), page(engine));
  await writeFile(join(folder, "styles.css"), await compileStyles([...own, "scripts/build-playground.mjs"]));
  await copyFile(join(root, "app/icon.svg"), join(folder, "icon.svg"));
  const font = require.resolve("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2");
  await copyFile(font, join(folder, "inter.woff2"));
}

/** The site's worker, with its name in a manifest that the page reads. */
async function buildForSite() {
  const folder = join(root, "public", "engine");
  const worker = await buildWorker(folder);
  await writeFile(join(folder, "manifest.json"), JSON.stringify({ worker }));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildForSite();
