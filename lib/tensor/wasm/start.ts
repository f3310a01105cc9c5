import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { registerGradients } from "../gradients/register.ts";
import { registerWasmKernels } from "./register-kernels.ts";

let started: Promise<void> | null = null;

/**
 * Makes wasm the active tfjs backend. The binaries come from the installed package, never from the network, and
 * one thread is used: the processes of this product share the cores, and spinning pools cost more than they give.
 */
export async function startWasm(): Promise<void> {
  started ??= start();
  await started;
  // Another engine may have become the active one since.
  await tf.setBackend("wasm");
}

async function start(): Promise<void> {
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  const packageFile = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json");
  setWasmPaths(`${join(dirname(packageFile), "dist")}/`);
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  registerWasmKernels();
  registerGradients();
  if (!(await tf.setBackend("wasm")))
    throw new Error("The wasm engine did not start: this machine lacks WebAssembly SIMD.");
  await tf.ready();
}
