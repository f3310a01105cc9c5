import type { InferenceSession } from "onnxruntime-node";
import type { Forward, ImageBatch } from "#lib/tensor/model-view.ts";
import type { OnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { type ForwardSession, joinForward, joinRows, splitBatch } from "./forward-session.ts";
import type { ModelConfig } from "./model-config.ts";
import type { NamedArrays } from "./named-array.ts";
import { permute4 } from "./named-array.ts";
import { exportOnnx } from "./onnx/export-model.ts";

/** [count, side, side, 3] -> [count, 3, side, side] */
function channelsFirst({ data, count, height, width }: ImageBatch): Float32Array {
  const plane = height * width;
  const out = new Float32Array(data.length);
  for (let image = 0; image < count; image++) {
    const base = image * plane * 3;
    for (let c = 0; c < 3; c++) {
      const to = base + c * plane;
      for (let i = 0, from = base + c; i < plane; i++, from += 3) out[to + i] = data[from];
    }
  }
  return out;
}

/**
 * Forward passes on onnxruntime from the graph exported out of the weights. `threads` per run; idle threads sleep
 * instead of spinning, since other processes share the cores.
 */
export async function openOnnxSession(
  runtime: OnnxRuntime,
  config: ModelConfig,
  arrays: NamedArrays,
  threads: number,
): Promise<ForwardSession> {
  const session = await runtime.InferenceSession.create(exportOnnx(config, arrays), {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  });
  const run = (images: ImageBatch, outputs: string[]): Promise<InferenceSession.OnnxValueMapType> => {
    const { count, height, width } = images;
    const tensor = new runtime.Tensor("float32", channelsFirst(images), [count, 3, height, width]);
    return session.run({ images: tensor }, outputs);
  };
  const wanted = config.slotHead
    ? ["logits", "features", "attention", "attribution"]
    : ["logits", "features"];
  return {
    async predict(images) {
      const parts: Float32Array[] = [];
      for (const part of splitBatch(images)) {
        parts.push((await run(part, ["logits"])).logits.data as Float32Array);
      }
      return joinRows(parts);
    },
    async features(images) {
      const parts: Float32Array[] = [];
      for (const part of splitBatch(images)) parts.push(readFeatures(await run(part, ["features"])));
      return joinRows(parts);
    },
    async forward(images) {
      const parts: Forward[] = [];
      for (const part of splitBatch(images)) parts.push(readForward(await run(part, wanted)));
      return joinForward(parts);
    },
    dispose: () => session.release(),
  };
}

/** Channels last, as everywhere outside the runtime. */
function readFeatures({ features }: InferenceSession.OnnxValueMapType): Float32Array {
  const [b, k, h, w] = features.dims;
  return permute4(features.data as Float32Array, [b, k, h, w], [0, 2, 3, 1]);
}

function readForward(outputs: InferenceSession.OnnxValueMapType): Forward {
  const read = (name: string) => (outputs[name] ? (outputs[name].data as Float32Array) : null);
  return {
    logits: read("logits") as Float32Array,
    features: readFeatures(outputs),
    attention: read("attention"),
    attribution: read("attribution"),
  };
}
