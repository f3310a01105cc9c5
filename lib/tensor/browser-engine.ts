import * as tf from "@tensorflow/tfjs-core";
import { AppError } from "../errors.ts";
import type { EngineInfo, GradientEngine } from "./engine-names.ts";
import { registerGradients } from "./gradients/register.ts";
import { SELF_CHECK_TOLERANCE, selfCheck } from "./self-check.ts";
import { activateWasm } from "./wasm/activate.ts";
import { type AdapterInfo, isSoftwareAdapter, nameAdapter } from "./webgpu/adapter.ts";

/** The part of `navigator.gpu` that is used here. */
interface Gpu {
  requestAdapter(options: { powerPreference: "high-performance" }): Promise<{ info?: AdapterInfo } | null>;
}

export interface BrowserEngine extends EngineInfo<Exclude<GradientEngine, "native">> {
  /** Why a GPU that is there is not used; null where none is missed. */
  refusal: string | null;
}

/**
 * Starts the fastest engine that computes rightly in this browser or worker: WebGPU on a GPU that passes the self-check, else
 * wasm. Whatever goes wrong with the GPU only means wasm.
 * @param binaries address of the folder with the wasm engine's files
 * @param wish "wasm" leaves the GPU alone; "webgpu" takes a program that stands in for one as well, and nothing else
 * @throws AppError `unavailable` when WebGPU was wished for and is not there
 */
export async function startBrowserEngine(binaries: string, wish?: "wasm" | "webgpu"): Promise<BrowserEngine> {
  const gpu: Attempt = wish === "wasm" ? { refusal: null } : await tryGpu(wish === "webgpu").catch(refuse);
  if (gpu.engine) return gpu.engine;
  if (wish === "webgpu") {
    const why = gpu.refusal ?? "there is no adapter";
    throw new AppError("unavailable", `WebGPU cannot be used here: ${why}. Choose the wasm engine.`);
  }
  await activateWasm(binaries);
  return { name: "wasm", version: tf.version_core, refusal: gpu.refusal };
}

interface Attempt {
  engine?: BrowserEngine;
  refusal: string | null;
}

const refuse = (error: unknown): Attempt => ({
  refusal: error instanceof Error ? error.message : String(error),
});

async function tryGpu(takesSoftware: boolean): Promise<Attempt> {
  const { gpu } = globalThis.navigator as { gpu?: Gpu };
  const adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) return { refusal: null };
  const info = adapter.info ?? { vendor: "", architecture: "", description: "" };
  if (isSoftwareAdapter(info) && !takesSoftware) return { refusal: null };
  const device = nameAdapter(info);
  await import("@tensorflow/tfjs-backend-webgpu");
  registerGradients();
  if (!(await tf.setBackend("webgpu"))) return { refusal: `WebGPU did not start on ${device}` };
  await tf.ready();
  const error = await selfCheck();
  if (!(error <= SELF_CHECK_TOLERANCE)) return { refusal: `WebGPU on ${device} computes wrongly` };
  return { engine: { name: "webgpu", version: tf.version_core, device, refusal: null }, refusal: null };
}
