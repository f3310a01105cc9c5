import * as tf from "@tensorflow/tfjs-core";
import { findBackbone } from "../backbone/registry.ts";
import { trainFeatures } from "../backbone/train-features.ts";
import { fcHead } from "../fc-head.ts";
import { prepareInference } from "../infer.ts";
import { areaLoss, attendedArea, crossEntropy } from "../loss.ts";
import type { ModelConfig } from "../model-config.ts";
import { type NamedArrays, toMemoryLayout } from "../named-array.ts";
import { bufferShapes } from "../parameters.ts";
import { slotHead } from "../slot-head.ts";
import { disposeWeights, toWeights, type Weights } from "../weights.ts";
import type { TrainingSettings } from "./settings.ts";
import type { TrainedParts } from "./trained-parts.ts";

/** What goes through the network at once: pictures [b, S, S, 3], or features [b, h, w, k] where the backbone is frozen. */
export interface Batch {
  data: Float32Array;
  shape: [number, number, number, number];
  /** Class index of each. */
  labels: readonly number[];
}

/** Loss and gradients of one batch at given numbers. */
export interface Pass {
  /** Cross-entropy + lambda * area^power. */
  loss: number;
  /** Mean attention over slots and cells; null without slots. */
  area: number | null;
  /** [b, n] */
  logits: Float32Array;
  /** One array a trained parameter, in the engine's layout. */
  gradients: Float32Array[];
  /** Mean and unbiased variance of the batch by normalisation. */
  statistics: Map<string, [mean: Float32Array, variance: Float32Array]>;
}

/** What a pass runner is opened with. `arrays` give what stays: frozen layers, and the shapes of what is trained. */
export interface PassStart {
  config: ModelConfig;
  arrays: NamedArrays;
  parts: TrainedParts;
  settings: TrainingSettings;
}

export interface PassRunner {
  /** @param values trained numbers in the order of `parts.names`, in the engine's layout */
  run(values: readonly Float32Array[], batch: Batch, lambda: number): Promise<Pass>;
  dispose(): void;
}

/** Trained numbers as plain arrays in the engine's layout: an optimiser is ordinary arithmetic on them. */
export function valuesOf(arrays: NamedArrays, names: readonly string[]): Float32Array[] {
  return names.map((name) => Float32Array.from(toMemoryLayout(arrays[name]).data));
}

interface Watched {
  logits?: tf.Tensor;
  area?: tf.Tensor;
  statistics: Map<string, [tf.Tensor, tf.Tensor]>;
}

/** Evaluates the loss on the active engine. Nothing but the frozen weights stays on the engine between two passes. */
export function openPassRunner({ config, arrays, parts, settings }: PassStart): PassRunner {
  const backbone = findBackbone(config.backbone);
  const frozen: Weights = parts.isHeadOnly ? {} : prepareInference(config, arrays);
  const running =
    settings.statistics === "running" && !parts.isHeadOnly
      ? toWeights(Object.fromEntries(Object.keys(bufferShapes(config)).map((name) => [name, arrays[name]])))
      : null;
  const shapes = parts.names.map((name) => toMemoryLayout(arrays[name]).shape);

  function loss(
    weights: Weights,
    input: tf.Tensor4D,
    batch: Batch,
    lambda: number,
    watched: Watched,
  ): tf.Scalar {
    const record = (norm: string, ...pair: [tf.Tensor, tf.Tensor]) => watched.statistics.set(norm, pair);
    const features = parts.isHeadOnly
      ? input
      : trainFeatures(backbone, input, { weights, frozen, running, record });
    const keep = (tensor: tf.Tensor) => tf.keep(tf.clone(tensor));
    if (!config.slotHead) {
      const logits = fcHead(backbone, features, weights);
      watched.logits = keep(logits);
      return crossEntropy(logits, batch.labels, settings.labelSmoothing);
    }
    const result = slotHead(features, weights, config.slotHead);
    watched.logits = keep(result.logits);
    watched.area = keep(attendedArea(result.attention, "mean"));
    const entropy = crossEntropy(result.logits, batch.labels, settings.labelSmoothing);
    return tf.add(entropy, tf.mul(areaLoss(result.attention, config.slotHead), lambda)) as tf.Scalar;
  }

  return {
    async run(values, batch, lambda) {
      const input = tf.tensor4d(batch.data, batch.shape);
      const given = values.map((value, i) => tf.tensor(value, shapes[i]));
      const watched: Watched = { statistics: new Map() };
      const ofTensors = (...tensors: tf.Tensor[]) => {
        const weights = Object.fromEntries(parts.names.map((name, i) => [name, tensors[i]]));
        return loss(weights, input, batch, lambda, watched);
      };
      const { value, grads } = tf.valueAndGrads(ofTensors)(given);
      try {
        return await readPass(value, grads, watched);
      } finally {
        tf.dispose([input, value, ...grads, ...given]);
        tf.dispose([watched.logits, watched.area, ...[...watched.statistics.values()].flat()]);
      }
    },
    dispose() {
      disposeWeights(frozen);
      if (running) disposeWeights(running);
    },
  };
}

const read = (tensor: tf.Tensor) => tensor.data<"float32">();

async function readPass(value: tf.Scalar, grads: tf.Tensor[], watched: Watched): Promise<Pass> {
  const statistics: Pass["statistics"] = new Map();
  for (const [norm, [mean, variance]] of watched.statistics)
    statistics.set(norm, [await read(mean), await read(variance)]);
  return {
    loss: (await read(value))[0],
    area: watched.area ? (await read(watched.area))[0] : null,
    logits: await read(watched.logits as tf.Tensor),
    gradients: await Promise.all(grads.map(read)),
    statistics,
  };
}
