import { softmax } from "#lib/explain/softmax.ts";
import type { ModelView } from "#lib/tensor/model-view.ts";

/** What is followed: the class's softmax probability, or its logit. */
export type Output = "softmax" | "logit";

/** The output of one class on images [count, h, w, c], one after another in one array -> [count]. */
export type Follow = (images: Float32Array) => Promise<Float64Array>;

/** What a model must be able to do to be followed. */
export type Predictor = Pick<ModelView, "predict" | "classNames">;

/** Images put through at a time: memory does not grow with their number. */
const CHUNK = 64;

/** Follows one class of a model. The softmax is taken in float64. */
export function followClass(
  model: Predictor,
  size: { height: number; width: number; channels: number },
  target: number,
  output: Output,
): Follow {
  const length = size.height * size.width * size.channels;
  const classes = model.classNames.length;
  return async (images) => {
    const count = images.length / length;
    const values = new Float64Array(count);
    for (let from = 0; from < count; from += CHUNK) {
      const to = Math.min(count, from + CHUNK);
      const data = images.subarray(from * length, to * length);
      const logits = await model.predict({
        data,
        count: to - from,
        height: size.height,
        width: size.width,
      });
      for (let k = from; k < to; k++) {
        const row = logits.subarray((k - from) * classes, (k - from + 1) * classes);
        values[k] = output === "logit" ? row[target] : softmax(row)[target];
      }
    }
    return values;
  };
}
