import type { UndefinedScore } from "../define-metric.ts";

/** Weight of the four neighbours beside a pixel, and of the four at its corners. */
const BESIDE = 1 / 6;
const CORNER = 1 / 12;
const NEIGHBOURS = [-1, 0, 1].flatMap((dy) =>
  [-1, 0, 1]
    .filter((dx) => dy !== 0 || dx !== 0)
    .map((dx) => ({ dy, dx, weight: dy && dx ? CORNER : BESIDE })),
);

/** Where the squared residual is this share of the first one's, float64 has nothing more to say. */
const PRECISION = 1e-22;

/** Of one hole: who is next to whom, and with what weight. Pixel -1 = none. */
interface Hole {
  /** Pixel of each unknown. */
  pixels: Int32Array;
  /** [unknowns, 8]: the neighbouring unknown, or -1. */
  near: Int32Array;
  /** [unknowns, 8]: the neighbouring kept pixel, or -1. */
  kept: Int32Array;
  /** [unknowns]: the weights of all neighbours inside the image. */
  diagonal: Float64Array;
}

/**
 * ROAD's imputation without its noise (Rong et al. 2022): every removed pixel becomes the weighted mean of its eight neighbours
 * inside the image, 1/6 beside and 1/12 at the corners, all removed pixels at once:
 *
 *   (sum of weights) u_p - sum_{q removed} w_pq u_q = sum_{q kept} w_pq x_q
 *
 * The matrix is symmetric and positive definite where a pixel is kept, so conjugate gradients solve it; no value leaves the
 * range of those kept.
 *
 * @param image [h, w, c] @param keep [h, w], 0 = removed
 * @returns [h, w, c], or undefined `nothing_left_to_impute_from` where nothing is kept
 */
export function imputeLinearly(
  image: Float32Array,
  keep: Uint8Array,
  width: number,
): { image: Float32Array } | { undefined: UndefinedScore } {
  if (keep.every((value) => value === 0)) return { undefined: "nothing_left_to_impute_from" };
  const channels = image.length / keep.length;
  const hole = findHole(keep, width);
  const filled = image.slice();
  for (let c = 0; c < channels; c++) {
    const known = hole.diagonal.map((_, i) => {
      let sum = 0;
      for (let n = 0; n < 8; n++) {
        const pixel = hole.kept[i * 8 + n];
        if (pixel >= 0) sum += NEIGHBOURS[n].weight * image[pixel * channels + c];
      }
      return sum;
    });
    solve(hole, known).forEach((value, i) => {
      filled[hole.pixels[i] * channels + c] = value;
    });
  }
  return { image: filled };
}

function findHole(keep: Uint8Array, width: number): Hole {
  const height = keep.length / width;
  const pixels = Int32Array.from(keep.keys()).filter((pixel) => keep[pixel] === 0);
  const unknown = new Int32Array(keep.length).fill(-1);
  pixels.forEach((pixel, i) => {
    unknown[pixel] = i;
  });
  const near = new Int32Array(pixels.length * 8).fill(-1);
  const kept = new Int32Array(pixels.length * 8).fill(-1);
  const diagonal = new Float64Array(pixels.length);
  pixels.forEach((pixel, i) => {
    for (const [n, { dy, dx, weight }] of NEIGHBOURS.entries()) {
      const y = Math.floor(pixel / width) + dy;
      const x = (pixel % width) + dx;
      if (y < 0 || y >= height || x < 0 || x >= width) continue;
      diagonal[i] += weight;
      const other = y * width + x;
      if (unknown[other] >= 0) near[i * 8 + n] = unknown[other];
      else kept[i * 8 + n] = other;
    }
  });
  return { pixels, near, kept, diagonal };
}

/** Conjugate gradients with the diagonal as preconditioner. */
function solve({ near, diagonal }: Hole, known: Float64Array): Float64Array {
  const size = known.length;
  const times = (x: Float64Array) =>
    x.map((value, i) => {
      let sum = diagonal[i] * value;
      for (let n = 0; n < 8; n++) if (near[i * 8 + n] >= 0) sum -= NEIGHBOURS[n].weight * x[near[i * 8 + n]];
      return sum;
    });
  const solution = new Float64Array(size);
  const residual = known.slice();
  const scaled = residual.map((value, i) => value / diagonal[i]);
  const direction = scaled.slice();
  let now = dot(residual, scaled);
  const enough = PRECISION * now;
  for (let iteration = 0; iteration < 10 * size && now > enough; iteration++) {
    const image = times(direction);
    const step = now / dot(direction, image);
    for (let i = 0; i < size; i++) {
      solution[i] += step * direction[i];
      residual[i] -= step * image[i];
      scaled[i] = residual[i] / diagonal[i];
    }
    const next = dot(residual, scaled);
    for (let i = 0; i < size; i++) direction[i] = scaled[i] + (next / now) * direction[i];
    now = next;
  }
  return solution;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
