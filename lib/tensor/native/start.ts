import { createRequire } from "node:module";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { registerGradients } from "../gradients/register.ts";
import { convolutionKernels } from "./convolution-kernels.ts";
import { normalisationKernels } from "./normalisation-kernels.ts";
import { poolingKernels } from "./pooling-kernels.ts";

/** Puts our kernels in the place of tfjs-node's: these take any padding, and fewer operations. */
function registerNativeKernels(): void {
  for (const config of [...convolutionKernels, ...poolingKernels, ...normalisationKernels]) {
    if (tf.getKernel(config.kernelName, config.backendName))
      tf.unregisterKernel(config.kernelName, config.backendName);
    tf.registerKernel(config);
  }
}

/** Functions that tfjs-node calls and newer versions of Node no longer have. */
function restoreUtil(load: NodeJS.Require): void {
  const util = load("node:util") as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

/**
 * Makes the native TensorFlow library the active tfjs backend, if `folder` holds a built `@tensorflow/tfjs-node`
 * under its node_modules (see `whynot engine install`). This is the only file that knows of that package: it is never
 * a dependency, because installing it downloads an old library from outside.
 * @returns the library's version, or null when it is not there. Throws if it is there and does not load.
 */
export async function startNative(folder: string): Promise<string | null> {
  const load = createRequire(join(folder, "package.json"));
  let entry: string;
  try {
    entry = load.resolve("@tensorflow/tfjs-node");
  } catch {
    return null;
  }
  restoreUtil(load);
  const { version } = load(entry) as { version: Record<string, string> };
  registerNativeKernels();
  registerGradients();
  if (!(await tf.setBackend("tensorflow"))) throw new Error(`The native engine in ${folder} did not start.`);
  await tf.ready();
  return version["tfjs-node"];
}
