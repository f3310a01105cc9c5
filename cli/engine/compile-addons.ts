import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MUTE_FILE } from "#lib/tensor/native/load-quietly.ts";
import { requireTool } from "./run-tool.ts";

const MUTE_SOURCE = fileURLToPath(new URL("./mute.c", import.meta.url));
/** Of the addon, below its package. */
const ADDON_FOLDER = join("lib", "napi-v8");
const FROM_ADDON_TO_LIBRARIES = "../../../../../tensorflow";
const ADVICE = "The compiler's words are above: a newer g++ or clang may help (CXX names another one).";

const isMac = process.platform === "darwin";
const COMMON = isMac
  ? ["-O2", "-fPIC", "-bundle", "-undefined", "dynamic_lookup", "-DNAPI_VERSION=8"]
  : ["-O2", "-fPIC", "-shared", "-DNAPI_VERSION=8"];
const ORIGIN = isMac ? "@loader_path" : "$ORIGIN";

/**
 * Compiles the addon of tfjs-node against the libraries and headers beside it, with one call of the compiler: its own
 * build goes through node-gyp, which needs make and fetches Node's headers. The interface is Node-API 8, so one addon
 * serves Node 20, 22 and 24. Paths are relative, so the folder can be moved.
 */
export async function compileAddons(folder: string, compiler: string): Promise<void> {
  const home = join(folder, "node_modules", "@tensorflow", "tfjs-node");
  const nodeHeaders = ["-I", join(folder, "node_modules", "node-api-headers", "include")];
  const libraries = (await readdir(join(folder, "tensorflow")))
    .filter((name) => name.startsWith("libtensorflow_"))
    .map((name) => join(folder, "tensorflow", name));
  await mkdir(join(home, ADDON_FOLDER), { recursive: true });
  await requireTool("Compiling the TensorFlow addon", ADVICE, compiler, [
    ...["-std=c++17", ...COMMON, ...nodeHeaders, "-I", join(folder, "tensorflow", "include")],
    ...["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => join(home, "binding", name)),
    ...["-o", join(home, ADDON_FOLDER, "tfjs_binding.node"), ...libraries],
    `-Wl,-rpath,${ORIGIN}/${FROM_ADDON_TO_LIBRARIES}`,
  ]);
  const source = join(folder, "downloads", "mute.c");
  await copyFile(MUTE_SOURCE, source);
  await requireTool("Compiling the mute addon", ADVICE, compiler, [
    ...["-x", "c", ...COMMON, ...nodeHeaders, source, "-o", join(folder, MUTE_FILE)],
  ]);
}

/** Leaves what is needed to compute. */
export async function removeSources(folder: string): Promise<void> {
  const home = join(folder, "node_modules", "@tensorflow", "tfjs-node");
  const unneeded = [
    join(folder, "downloads"),
    join(folder, "tensorflow", "include"),
    join(folder, "node_modules", "node-api-headers"),
    ...["binding", "python", "scripts", "src"].map((name) => join(home, name)),
  ];
  await Promise.all(unneeded.map((path) => rm(path, { recursive: true, force: true })));
}
