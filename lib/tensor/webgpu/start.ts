import * as tf from "@tensorflow/tfjs-core";
import type { AbsentEngine, EngineInfo } from "../engine-names.ts";
import { registerGradients } from "../gradients/register.ts";
import { isSoftwareAdapter, nameAdapter } from "./adapter.ts";
import { missingVulkan } from "./vulkan.ts";

export interface WebgpuEngine extends EngineInfo<"webgpu"> {
  device: string;
  /** The adapter is a program on the processor: right, and far slower than wasm. */
  isSoftware: boolean;
}

let opening: Promise<WebgpuEngine | AbsentEngine> | null = null;
let starting: Promise<WebgpuEngine | AbsentEngine> | null = null;

/** Makes WebGPU the active tfjs backend, where there is an adapter. */
export async function startWebgpu(): Promise<WebgpuEngine | AbsentEngine> {
  // Once: two starts at a time would open two devices, each with half of the tensors.
  starting ??= start();
  const engine = await starting;
  if (!("reason" in engine)) await tf.setBackend("webgpu");
  return engine;
}

async function start(): Promise<WebgpuEngine | AbsentEngine> {
  const engine = await openWebgpu();
  if ("reason" in engine) return engine;
  registerGradients();
  if (!(await tf.setBackend("webgpu"))) {
    return { reason: `WebGPU did not start on ${engine.device}`, advice: "Update the GPU's driver" };
  }
  await tf.ready();
  return engine;
}

/** Looks for an adapter and registers the backend on it, without making it the active one. */
export function openWebgpu(): Promise<WebgpuEngine | AbsentEngine> {
  opening ??= open();
  return opening;
}

async function open(): Promise<WebgpuEngine | AbsentEngine> {
  const missing = missingVulkan();
  if (missing) return missing;
  const dawn = await import("webgpu").catch(() => null);
  if (!dawn) {
    return {
      reason: `the package webgpu is not installed or has no build for ${process.platform} ${process.arch}`,
      advice: "Run npm ci --include=optional",
    };
  }
  const gpu = dawn.create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) return { reason: "no GPU that WebGPU can use was found", advice: "Update the GPU's driver" };
  publish(dawn.globals, gpu);
  const { version } = await importBackend();
  return {
    name: "webgpu",
    version,
    device: nameAdapter(adapter.info),
    isSoftware: isSoftwareAdapter(adapter.info),
  };
}

/** The backend registers itself when it is imported, and only if the globals of a browser are there. */
function publish(globals: object, gpu: unknown): void {
  Object.assign(globalThis, globals);
  const property = { value: gpu, configurable: true };
  if (typeof globalThis.navigator === "object") Object.defineProperty(globalThis.navigator, "gpu", property);
  else Object.defineProperty(globalThis, "navigator", { value: { gpu }, configurable: true, writable: true });
}

async function importBackend(): Promise<{ version: string }> {
  await import("@tensorflow/tfjs-backend-webgpu");
  return { version: tf.version_core };
}
