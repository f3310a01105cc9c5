import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";

/** Changed copies of one image, for metrics that compare what a map says with what the model does. */
export interface Perturbations {
  count: number;
  /** x - I, as the model sees it [count, h, w, c]. */
  images: Float32Array;
  /** What a map is multiplied with [count, h, w]: I summed over channels, or 1 where a square was taken out. */
  removed: Float32Array;
}

/** Draws changed copies of an image. */
export type Perturb = (
  image: ImageBatch,
  model: Pick<ModelView, "normalisation">,
  count: number,
  random: Random,
) => Perturbations;

/** Standard deviation of Captum's noise, in units of the model's input. */
export const NOISE_SIGMA = 0.2;
/** Scale of the noise of Yeh et al.'s code, for pixels in [0, 1]. */
const BASELINE_SIGMA = 0.2;
/** Side of a square as a share of the image's. */
export const SQUARE_SHARE = 1 / 4;

/** I ~ N(0, sigma^2), the usual choice with Captum. */
export const gaussianNoise: Perturb = (image, _, count, random) => {
  const noise = normals(count * image.data.length, random).map((value) => NOISE_SIGMA * value);
  return { count, images: subtract(image.data, noise), removed: overChannels(noise, image) };
};

/** The noisy black image of Yeh et al.'s code in place of x, as the model sees it; I = x - that. */
export const noisyBaseline: Perturb = (image, { normalisation }, count, random) => {
  const { mean, std } = normalisation;
  const pixels = noisyBlack(normals(count * image.data.length, random));
  const images = pixels.map((value, i) => (value - mean[i % mean.length]) / std[i % std.length]);
  return { count, images, removed: overChannels(removedBy(image.data, images), image) };
};

/**
 * One square a copy, anywhere inside the image, set to 0 (the mean colour, in normalised space). The map is summed inside it:
 * what it says the square is worth.
 */
export const randomSquares: Perturb = ({ data, height, width }, _, count, random) => {
  const channels = data.length / (height * width);
  const side = Math.max(1, Math.round(SQUARE_SHARE * Math.min(height, width)));
  const images = new Float32Array(count * data.length);
  const removed = new Float32Array(count * height * width);
  for (let k = 0; k < count; k++) {
    images.set(data, k * data.length);
    const top = random.integer(height - side + 1);
    const left = random.integer(width - side + 1);
    for (let y = top; y < top + side; y++) {
      const from = (k * height + y) * width + left;
      removed.fill(1, from, from + side);
      images.fill(0, from * channels, (from + side) * channels);
    }
  }
  return { count, images, removed };
};

/** x - I of each I. @param removed [count, ...] as many values a copy as x has */
export function subtract(x: Float32Array, removed: Float32Array): Float32Array {
  return removed.map((value, i) => x[i % x.length] - value);
}

/** I = x - x' of each changed image x'. */
export function removedBy(x: Float32Array, images: Float32Array): Float32Array {
  return images.map((value, i) => x[i % x.length] - value);
}

/** clip(-0.2 e, 0, 1) of standard normals e: half of the pixels are black. */
export function noisyBlack(noise: Float32Array): Float32Array {
  return noise.map((e) => Math.min(1, Math.max(0, -BASELINE_SIGMA * e)));
}

/** Each pixel's sum over its channels: a map [h, w] is the same for all of them. */
function overChannels(values: Float32Array, { data, height, width }: ImageBatch): Float32Array {
  const channels = data.length / (height * width);
  const sums = new Float32Array(values.length / channels);
  values.forEach((value, i) => {
    sums[Math.floor(i / channels)] += value;
  });
  return sums;
}

function normals(length: number, random: Random): Float32Array {
  return Float32Array.from({ length }, random.normal);
}
