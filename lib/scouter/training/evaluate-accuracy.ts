import * as tf from "@tensorflow/tfjs-core";
import { inferLogits, prepareInference } from "../infer.ts";
import type { ModelConfig } from "../model-config.ts";
import type { NamedArrays } from "../named-array.ts";
import { disposeWeights } from "../weights.ts";
import { accuracyOf } from "./events.ts";
import { orderedBatches, type TrainingSet, takeBatch } from "./training-set.ts";

const BATCH = 50;

/** Top-1 accuracy of the present weights on a set, on the gradient engine. */
export async function evaluateAccuracy(
  config: ModelConfig,
  arrays: NamedArrays,
  set: TrainingSet,
): Promise<number> {
  const weights = prepareInference(arrays);
  let right = 0;
  for (const positions of orderedBatches(set.images.length, BATCH)) {
    const { images, labels } = takeBatch(set, positions, null);
    const logits = tf.tidy(() => inferLogits(images, weights, config));
    right += labels.length * accuracyOf(await logits.data<"float32">(), labels);
    tf.dispose([images, logits]);
  }
  disposeWeights(weights);
  return right / set.images.length;
}
