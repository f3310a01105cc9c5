import { version_core } from "@tensorflow/tfjs-core";
import { AppError } from "../errors.ts";
import {
  type AbsentEngine,
  type EngineInfo,
  type Engines,
  type EngineWish,
  type ForwardEngine,
  type GradientEngine,
  isAbsent,
} from "./engine-names.ts";
import { nativeFolder, readEngineRecord } from "./native/engine-folder.ts";
import { startNative } from "./native/start.ts";
import { loadOnnxRuntime } from "./onnx-runtime.ts";
import { SELF_CHECK_TOLERANCE, selfCheck } from "./self-check.ts";
import { startWasm } from "./wasm/start.ts";
import { openWebgpu, startWebgpu } from "./webgpu/start.ts";

/**
 * Chooses and starts the two engines.
 *   gradients: native on a GPU, webgpu on a GPU, native, wasm
 *   forward:   native on a GPU, onnx, else the gradient engine: tfjs has one active backend a process
 * A software adapter of WebGPU is used only when asked for by name.
 * @throws AppError `unavailable` when an engine asked for by name is not there, `invalid` for two that exclude each other
 */
export async function selectEngines(wish: EngineWish = {}): Promise<Engines> {
  const asked = wish.gradient ?? (wish.forward === "onnx" ? undefined : wish.forward);
  const gradient = asked ? await requireGradientEngine(asked, wish) : await findGradientEngine(wish);
  return { gradient, forward: await chooseForward(wish.forward, gradient) };
}

type Attempt = EngineInfo<GradientEngine> | AbsentEngine;

const starters: Record<GradientEngine, (wish: EngineWish) => Promise<Attempt>> = {
  native: (wish) => startNative(nativeFolder(wish.nativeFolder), wish.threads),
  webgpu: startWebgpu,
  wasm: async () => {
    await startWasm();
    return { name: "wasm", version: version_core };
  },
};

async function requireGradientEngine(
  name: GradientEngine,
  wish: EngineWish,
): Promise<EngineInfo<GradientEngine>> {
  const engine = await starters[name](wish);
  if (!isAbsent(engine)) return engine;
  throw new AppError(
    "unavailable",
    `The ${name} engine cannot be used here: ${engine.reason}. ${engine.advice}.`,
  );
}

async function findGradientEngine(wish: EngineWish): Promise<EngineInfo<GradientEngine>> {
  const isGpuBuild = readEngineRecord(nativeFolder(wish.nativeFolder))?.kind === "gpu";
  const native = isGpuBuild ? await tryNative(wish) : null;
  if (native?.device === "gpu") return native;
  return (await tryWebgpu()) ?? (await tryNative(wish)) ?? (await requireGradientEngine("wasm", wish));
}

/** An engine that nobody named must not stop the work: what is wrong with it is said once, and the next is taken. */
async function tryNative(wish: EngineWish): Promise<EngineInfo<GradientEngine> | null> {
  try {
    const engine = await starters.native(wish);
    return isAbsent(engine) ? null : engine;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.emitWarning(`The native engine does not load and is not used: ${why}. See whynot doctor.`);
    return null;
  }
}

async function tryWebgpu(): Promise<EngineInfo<GradientEngine> | null> {
  const found = await openWebgpu();
  if (isAbsent(found) || found.isSoftware) return null;
  const engine = await startWebgpu();
  if (isAbsent(engine)) return null;
  const error = await selfCheck();
  if (error <= SELF_CHECK_TOLERANCE) return engine;
  process.emitWarning(`WebGPU on ${engine.device} computes wrongly (error ${error}) and is not used.`);
  return null;
}

async function chooseForward(
  asked: ForwardEngine | undefined,
  gradient: EngineInfo<GradientEngine>,
): Promise<EngineInfo<ForwardEngine>> {
  if (asked === undefined && gradient.name === "native" && gradient.device === "gpu") return gradient;
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
