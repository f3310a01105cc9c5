import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { sliceImages } from "./image-batch.ts";
import { loadTfjs, type Tfjs } from "./load-tfjs.ts";

/** What of a class is differentiated: y_c before the softmax, or p_c after it. */
export type Score = "logit" | "probability";

export interface ScoreGradients {
  /** [count] */
  scores: Float32Array;
  /** d score / d image, [count, height, width, 3] */
  gradients: Float32Array;
}

/** Images differentiated at once: a backward pass keeps what every layer gave. */
const BATCH = 8;

/** The target class's score of every image, and its gradient in the pixels. Leaves no tensor behind. */
export async function scoreGradients(
  model: ModelView,
  images: ImageBatch,
  targets: readonly number[],
  score: Score = "logit",
): Promise<ScoreGradients> {
  const tf = await loadTfjs();
  const { count, height, width } = images;
  const size = height * width * 3;
  const all = { scores: new Float32Array(count), gradients: new Float32Array(count * size) };
  for (let from = 0; from < count; from += BATCH) {
    const part = sliceImages(images, from, Math.min(from + BATCH, count));
    const x = tf.tensor4d(part.data, [part.count, height, width, 3]);
    try {
      const classes = targets.slice(from, from + part.count);
      const found = await differentiate(tf, x, (at) => {
        return scoresOf(tf, model.logitsFromImages(at), classes, score);
      });
      all.scores.set(found.values, from);
      all.gradients.set(found.gradient, from * size);
    } finally {
      x.dispose();
    }
  }
  return all;
}

/** One score a row of logits, [b]. */
export function scoresOf(tf: Tfjs, logits: Tensor, targets: readonly number[], score: Score): Tensor1D {
  const rows = score === "probability" ? tf.softmax(logits) : logits;
  const chosen = tf.oneHot(tf.tensor1d([...targets], "int32"), logits.shape[1] as number);
  return tf.sum(tf.mul(rows as Tensor2D, chosen), 1);
}

/** Values f(x) [b] and the gradient of their sum, as numbers. */
export async function differentiate(
  tf: Tfjs,
  x: Tensor4D,
  f: (x: Tensor4D) => Tensor1D,
): Promise<{ values: Float32Array; gradient: Float32Array }> {
  const kept: Tensor[] = [];
  try {
    const gradient = tf.tidy(() => {
      return tf.grad((at: Tensor) => {
        const values = f(at as Tensor4D);
        kept.push(tf.keep(tf.clone(values)));
        return tf.sum(values);
      })(x);
    });
    kept.push(gradient);
    const [of, by] = await Promise.all(kept.map((tensor) => tensor.data<"float32">()));
    return { values: of, gradient: by };
  } finally {
    for (const tensor of kept) tensor.dispose();
  }
}
