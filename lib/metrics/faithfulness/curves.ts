import { softmax } from "#lib/explain/softmax.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { rankPixels } from "../rank-pixels.ts";
import { riseBlur } from "./rise-blur.ts";

/** Probability of one class along the two paths of Petsiuk et al. (2018), each [steps + 1]. */
export interface Curves {
  /** From the blurred to the clean image, highest pixels first. */
  insertion: Float64Array;
  /** From the clean image to 0 everywhere (the mean colour, in normalised space), highest pixels first. */
  deletion: Float64Array;
  /** Of the clean image. */
  clean: number;
  /** 1 / classes. */
  chance: number;
}

/** Points between the ends and the end: 33 points on a curve, 65 images a map. */
export const CURVE_STEPS = 32;

const stepOf = (pixels: number) => Math.ceil(pixels / CURVE_STEPS);

/** Images put through a model of this input size for both curves of a map. */
export function curveForwards(inputSize: number): number {
  const pixels = inputSize * inputSize;
  return 2 * Math.ceil(pixels / stepOf(pixels)) + 1;
}

/**
 * Images on the way from `start` to `finish` [h, w, c]: in image k the first k * step pixels of `order` are those of
 * `finish`, all channels at once. Written one after another into `out`; there are ceil(pixels / step) + 1.
 */
export function writePath(
  out: Float32Array,
  start: Float32Array,
  finish: Float32Array,
  order: Uint32Array,
  step: number,
): void {
  const channels = start.length / order.length;
  out.set(start);
  for (let point = 1; point <= Math.ceil(order.length / step); point++) {
    const image = out.subarray(point * start.length, (point + 1) * start.length);
    image.set(out.subarray((point - 1) * start.length, point * start.length));
    for (let i = (point - 1) * step; i < Math.min(point * step, order.length); i++) {
      for (let c = 0; c < channels; c++) image[order[i] * channels + c] = finish[order[i] * channels + c];
    }
  }
}

/** Area under equally spaced points over a path of length 1, by the trapezoid rule. */
export function areaUnder(curve: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 1; i < curve.length; i++) sum += (curve[i - 1] + curve[i]) / 2;
  return sum / (curve.length - 1);
}

/**
 * Both curves of one map in one batch of forward passes.
 * @param image one image @param map [h, w] values at the image's size @param probabilityClass whose softmax is followed
 */
export async function traceCurves(
  model: ModelView,
  image: ImageBatch,
  map: Float32Array,
  probabilityClass: number,
): Promise<Curves> {
  const { data, height, width } = image;
  const order = rankPixels(map);
  const step = stepOf(order.length);
  const points = Math.ceil(order.length / step) + 1;
  // The insertion path ends with the clean image, with which the deletion path begins: it is put through once.
  const images = new Float32Array((2 * points - 1) * data.length);
  writePath(images, riseBlur(data, height, width), data, order, step);
  const deletion = images.subarray((points - 1) * data.length);
  writePath(deletion, data, new Float32Array(data.length), order, step);

  const logits = await model.predict({ data: images, count: 2 * points - 1, height, width });
  const classes = model.classNames.length;
  const curve = Float64Array.from({ length: 2 * points - 1 }, (_, i) => {
    return softmax(logits.subarray(i * classes, (i + 1) * classes))[probabilityClass];
  });
  return {
    insertion: curve.slice(0, points),
    deletion: curve.slice(points - 1),
    clean: curve[points - 1],
    chance: 1 / classes,
  };
}
