import type { Random } from "#lib/tensor/random.ts";

/** Largest random shift in pixels; the border shows the picture mirrored. */
const SHIFT = 8;
const COLOUR_SPREAD = 0.3;
const BIAS_SPREAD = 0.2;
const GREY_SHARE = 0.15;

/** One random change of a picture: out[y][x] = matrix * in[source row][source column] + bias. */
export interface Change {
  flip: boolean;
  shiftX: number;
  shiftY: number;
  /** [3 * 3], output channel by input channel, for normalised values. */
  matrix: Float64Array;
  bias: [number, number, number];
}

/**
 * Draws one change: mirror with probability 1/2; colour matrix I + .3 N(0,1), with probability .15 made grey (each output the
 * same mix, the mean of the matrix's rows); bias .2 N(0,1) a channel; shift by up to 8 pixels each way.
 * Drawn strong, so that colour and texture of an icon style alone do not decide.
 */
export function drawChange(random: Random): Change {
  const matrix = Float64Array.from(
    { length: 9 },
    (_, i) => (i % 4 === 0 ? 1 : 0) + COLOUR_SPREAD * random.normal(),
  );
  if (random.uniform() < GREY_SHARE) {
    for (let c = 0; c < 3; c++) {
      const mean = (matrix[c] + matrix[3 + c] + matrix[6 + c]) / 3;
      for (let o = 0; o < 3; o++) matrix[3 * o + c] = mean;
    }
  }
  const bias = () => BIAS_SPREAD * random.normal();
  return {
    flip: random.uniform() < 0.5,
    shiftX: random.integer(2 * SHIFT + 1) - SHIFT,
    shiftY: random.integer(2 * SHIFT + 1) - SHIFT,
    matrix,
    bias: [bias(), bias(), bias()],
  };
}

/** Reflects an index into 0..n-1 without repeating the edge. */
const reflect = (i: number, n: number) => (i < 0 ? -i : i >= n ? 2 * n - 2 - i : i);

/**
 * Writes the changed picture. `image` and `out` [size, size, 3] channels last, normalised; `out` may not overlap `image`.
 */
export function applyChange(image: Float32Array, size: number, change: Change, out: Float32Array): void {
  const { flip, shiftX, shiftY, matrix: m, bias } = change;
  const columns = Int32Array.from(
    { length: size },
    (_, x) => 3 * reflect((flip ? size - 1 - x : x) + shiftX, size),
  );
  let to = 0;
  for (let y = 0; y < size; y++) {
    const row = reflect(y + shiftY, size) * size * 3;
    for (let x = 0; x < size; x++, to += 3) {
      const from = row + columns[x];
      const r = image[from];
      const g = image[from + 1];
      const b = image[from + 2];
      out[to] = m[0] * r + m[1] * g + m[2] * b + bias[0];
      out[to + 1] = m[3] * r + m[4] * g + m[5] * b + bias[1];
      out[to + 2] = m[6] * r + m[7] * g + m[8] * b + bias[2];
    }
  }
}
