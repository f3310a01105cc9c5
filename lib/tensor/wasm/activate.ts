import * as tf from "@tensorflow/tfjs-core";
import { registerGradients } from "../gradients/register.ts";
import { registerWasmKernels } from "./register-kernels.ts";

let started: Promise<void> | null = null;

/**
 * Makes wasm the active tfjs backend, in Node and in browsers. One thread is used: the processes of this product share the
 * cores, and spinning pools cost more than they give.
 * @param binaries path or address of the folder with the engine's .wasm files, with a slash at its end
 */
export async function activateWasm(binaries: string): Promise<void> {
  started ??= start(binaries);
  await started;
  // Another engine may have become the active one since.
  await tf.setBackend("wasm");
}

async function start(binaries: string): Promise<void> {
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(binaries);
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  registerWasmKernels();
  registerGradients();
  if (!(await tf.setBackend("wasm")))
    throw new Error("The wasm engine did not start: this machine lacks WebAssembly SIMD.");
  await tf.ready();
}
