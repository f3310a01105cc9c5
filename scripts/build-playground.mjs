// Bundles what the playground runs: the worker with the maths, and for a folder that needs no server of ours the page.
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const wasm = join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist");
const WASM_FILE = "tfjs-backend-wasm-simd.wasm";
/** An optional package: where it is not installed, the browser's attempt to load it fails and wasm is used. */
const WEBGPU = "@tensorflow/tfjs-backend-webgpu";
const hasWebgpu = existsSync(join(root, "node_modules", WEBGPU, "package.json"));

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
