import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import type { AbsentEngine, EngineInfo } from "../engine-names.ts";
import { registerGradients } from "../gradients/register.ts";
import { convolutionKernels } from "./convolution-kernels.ts";
import { readEngineRecord } from "./engine-folder.ts";
import { loadQuietly } from "./load-quietly.ts";
import { normalisationKernels } from "./normalisation-kernels.ts";
import { poolingKernels } from "./pooling-kernels.ts";
import { restoreUtil } from "./restore-util.ts";

const PACKAGE = "@tensorflow/tfjs-node";
const ADDON = join("lib", "napi-v8", "tfjs_binding.node");

/** The compiled part. */
interface Binding {
  TF_Version: string;
  isUsingGpuDevice(): boolean;
}

interface BackendModule {
  NodeJSKernelBackend: new (binding: Binding, packageName: string) => tf.KernelBackend;
}

const started = new Map<string, EngineInfo<"native">>();

/**
 * Makes native TensorFlow the active tfjs backend, if the folder `where` holds a built `@tensorflow/tfjs-node` under its
 * node_modules. Only its kernels are loaded, onto this project's tfjs-core: its entry file would bring WebGL, a layers
 * library and gradients of its own along. Several GPU processes share the card's memory; threads are TensorFlow's choice
 * unless given, and fixed once it is loaded.
 * Throws if an engine is there and does not load.
 */
export async function startNative(
  where: string,
  threads?: number,
): Promise<EngineInfo<"native"> | AbsentEngine> {
  const folder = resolve(where);
  const load = createRequire(join(folder, "package.json"));
  const home = findPackage(load);
  if (!home || !existsSync(join(home, ADDON))) {
    return {
      reason: `no native engine in ${folder}`,
      advice: "Build it with bin/whynot engine install (some 300 MB to fetch, a few minutes)",
    };
  }
  const info = started.get(folder) ?? register(folder, home, load, threads);
  started.set(folder, info);
  registerGradients();
  if (!(await tf.setBackend("tensorflow"))) throw new Error(`The native engine in ${folder} did not start.`);
  await tf.ready();
  return info;
}

function findPackage(load: NodeJS.Require): string | null {
  try {
    return dirname(load.resolve(`${PACKAGE}/package.json`));
  } catch {
    return null;
  }
}

function register(
  folder: string,
  home: string,
  load: NodeJS.Require,
  threads: number | undefined,
): EngineInfo<"native"> {
  configure(threads);
  restoreUtil(load("node:util"));
  shareCore(load);
  const binding = loadQuietly(folder, load, () => load(join(home, ADDON)) as Binding);
  const { NodeJSKernelBackend } = load(join(home, "dist", "nodejs_kernel_backend.js")) as BackendModule;
  load(join(home, "dist", "register_all_kernels.js"));
  replaceKernels();
  tf.registerBackend("tensorflow", () => new NodeJSKernelBackend(binding, PACKAGE));
  return { name: "native", version: binding.TF_Version, device: deviceOf(folder, binding) };
}

/** Puts our kernels in the place of tfjs-node's: these take any padding, and fewer operations. */
function replaceKernels(): void {
  for (const config of [...convolutionKernels, ...poolingKernels, ...normalisationKernels]) {
    if (tf.getKernel(config.kernelName, config.backendName))
      tf.unregisterKernel(config.kernelName, config.backendName);
    tf.registerKernel(config);
  }
}

/**
 * Answers the addon's package, which asks for tfjs by name, with the tfjs-core this project runs on: with a copy of its
 * own, the classes of one would not be those of the other.
 */
function shareCore(load: NodeJS.Require): void {
  for (const name of ["@tensorflow/tfjs", "@tensorflow/tfjs-core"]) {
    const file = load.resolve(name);
    const answer = { id: file, filename: file, loaded: true, exports: tf } as unknown as NodeJS.Module;
    load.cache[file] ??= answer;
  }
}

/** Read by TensorFlow when it is loaded. What the environment already says wins. */
function configure(threads: number | undefined): void {
  const settings: Record<string, string> = {
    TF_CPP_MIN_LOG_LEVEL: "2",
    TF_ENABLE_ONEDNN_OPTS: "1",
    TF_FORCE_GPU_ALLOW_GROWTH: "true",
    ...(threads && { TF_NUM_INTRAOP_THREADS: String(threads), TF_NUM_INTEROP_THREADS: "1" }),
  };
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
}

function deviceOf(folder: string, binding: Binding): string | undefined {
  if (binding.isUsingGpuDevice()) return "gpu";
  return readEngineRecord(folder)?.kind === "gpu" ? "cpu (no usable GPU)" : undefined;
}
