import { version_core } from "@tensorflow/tfjs-core";
import { AppError } from "../errors.ts";
import { startNative } from "./native/start.ts";
import { loadOnnxRuntime } from "./onnx-runtime.ts";
import { startWasm } from "./wasm/start.ts";

export type GradientEngine = "native" | "wasm";
export type ForwardEngine = "onnx" | GradientEngine;

export interface EngineWish {
  forward?: ForwardEngine;
  gradient?: GradientEngine;
  /** Folder whose node_modules holds a built tfjs-node; by default WHYNOT_NATIVE_ENGINE, else none. */
  nativeFolder?: string;
}

export interface EngineInfo<Name extends string = string> {
  name: Name;
  version: string;
}

export interface Engines {
  forward: EngineInfo<ForwardEngine>;
  gradient: EngineInfo<GradientEngine>;
}

/**
 * Chooses and starts the two engines: forward passes on onnxruntime where it is installed, gradients on native
 * TensorFlow where it is built, wasm for whatever is left. tfjs has one active backend a process, so a forward
 * engine other than onnx is the gradient engine.
 * @throws AppError `unavailable` when an engine asked for by name is not there.
 */
export async function selectEngines(wish: EngineWish = {}): Promise<Engines> {
  const asked = wish.gradient ?? (wish.forward === "onnx" ? undefined : wish.forward);
  const gradient = await startGradientEngine(asked, wish.nativeFolder ?? process.env.WHYNOT_NATIVE_ENGINE);
  return { gradient, forward: await chooseForward(wish.forward, gradient) };
}

async function startGradientEngine(
  asked: GradientEngine | undefined,
  folder: string | undefined,
): Promise<EngineInfo<GradientEngine>> {
  if (asked !== "wasm") {
    const version = folder ? await startNative(folder) : null;
    if (version) return { name: "native", version };
    if (asked === "native") {
      throw new AppError(
        "unavailable",
        "The native engine is not installed. Build it, or leave the engine to be chosen automatically.",
      );
    }
  }
  await startWasm();
  return { name: "wasm", version: version_core };
}

async function chooseForward(
  asked: ForwardEngine | undefined,
  gradient: EngineInfo<GradientEngine>,
): Promise<EngineInfo<ForwardEngine>> {
  if (asked === undefined || asked === "onnx") {
    const runtime = await loadOnnxRuntime();
    if (runtime) return { name: "onnx", version: runtime.env.versions.node ?? runtime.env.versions.common };
    if (asked === "onnx") {
      throw new AppError(
        "unavailable",
        "onnxruntime-node is not installed for this machine. Run npm ci, or choose the wasm engine.",
      );
    }
  }
  if (asked !== undefined && asked !== gradient.name) {
    throw new AppError(
      "invalid",
      `Forward passes on ${asked} need gradients on ${asked} as well: one process runs one of the two.`,
    );
  }
  return gradient;
}
