import { blur, gaussianTaps } from "#lib/imaging/blur.ts";
import type { ImageBatch } from "#lib/tensor/model-view.ts";

/** One image ever less blurred, and the picture that a mask takes from it. */
export interface BlurPyramid {
  /** [level][height, width, 3], the last one clean. */
  levels: readonly Float64Array[];
  /** The image where mask m in [0, 1] is 1, blurred the more the lower m: linear between the two nearest levels. */
  blend(mask: Float64Array): Float32Array;
  /** d/d(mask) from d/d(image), at a mask. */
  back(mask: Float64Array, gradient: ArrayLike<number>): Float64Array;
}

/** Level l of L is blurred by a Gaussian of sigma = maxBlur (1 - l / (L - 1)), reach ceil(4 sigma), black beyond the edge. */
export function createBlurPyramid(image: ImageBatch, count: number, maxBlur: number): BlurPyramid {
  const { height, width } = image;
  const levels = Array.from({ length: count }, (_, l) => {
    const sigma = (1 - l / (count - 1)) * maxBlur;
    return blur(
      { data: image.data, height, width, channels: 3 },
      gaussianTaps(sigma, Math.ceil(4 * sigma)),
      "zero",
    );
  });
  const last = count - 1;
  return {
    levels,
    blend(mask) {
      const out = new Float32Array(image.data.length);
      for (let i = 0; i < out.length; i++) {
        const place = mask[Math.floor(i / 3)] * last;
        const low = Math.floor(place);
        const share = place - low;
        out[i] = (1 - share) * levels[low][i] + share * levels[Math.min(low + 1, last)][i];
      }
      return out;
    },
    back(mask, gradient) {
      const out = new Float64Array(mask.length);
      for (let i = 0; i < gradient.length; i++) {
        const p = Math.floor(i / 3);
        const low = Math.floor(mask[p] * last);
        out[p] += gradient[i] * last * (levels[Math.min(low + 1, last)][i] - levels[low][i]);
      }
      return out;
    },
  };
}
