import { AppError } from "#lib/errors.ts";
import type { OnnxConfig } from "./onnx-config.ts";

/** Below this a float32 softmax has underflowed: how much smaller the probability was cannot be known. */
const LEAST_PROBABILITY = 1e-30;

/**
 * Logits [count, n] of a tensor's first rows. Probabilities become their logarithms, one score z of two classes (-z/2, z/2): the
 * softmax of either is what the model answers.
 * @throws AppError `invalid` for answers that are not numbers
 */
export function readLogits(
  data: Float32Array,
  count: number,
  { logits, classNames }: OnnxConfig,
): Float32Array {
  const each = logits.binary ? 1 : classNames.length;
  if (data.length < count * each) {
    throw new AppError("invalid", "This model answers with fewer scores than it has classes.");
  }
  const scores = data.slice(0, count * each);
  if (scores.some(Number.isNaN)) {
    throw new AppError("invalid", "This model answers with something that is not a number (NaN).");
  }
  if (logits.transform === "log") {
    for (let i = 0; i < scores.length; i++) scores[i] = Math.log(Math.max(scores[i], LEAST_PROBABILITY));
  }
  if (!logits.binary) return scores;
  return Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? -0.5 : 0.5) * scores[i >> 1]);
}

/** A feature map's first rows, channels last: [count, height, width, channels]. */
export function readFeatures(
  data: Float32Array,
  count: number,
  { layout, skip, height, width, channels }: NonNullable<OnnxConfig["features"]>,
): Float32Array {
  const cells = height * width;
  const each = (skip + cells) * channels;
  if (data.length < count * each) {
    throw new AppError("invalid", "This model's feature map is smaller than its configuration says.");
  }
  if (layout === "nhwc") return data.slice(0, count * each);
  const out = new Float32Array(count * cells * channels);
  for (let image = 0, at = 0; image < count; image++) {
    const row = data.subarray(image * each, (image + 1) * each);
    if (layout === "tokens") {
      out.set(row.subarray(skip * channels), at);
      at += cells * channels;
      continue;
    }
    for (let cell = 0; cell < cells; cell++) {
      for (let channel = 0; channel < channels; channel++) out[at++] = row[channel * cells + cell];
    }
  }
  return out;
}
