const SIZE = 11;
const SIGMA = 5;
/** scipy's gaussian_filter cuts the Gaussian at 4 sigma. */
const RADIUS = 4 * SIGMA;

/**
 * One axis of RISE's blur kernel [11]: a Gaussian of sigma 5 applied to a single 1 in the middle of 11 cells whose edges
 * reflect, as scipy's gaussian_filter does. Much flatter than a Gaussian cut off at 11 cells.
 */
export function riseKernel(): Float64Array {
  const gaussian = Float64Array.from({ length: 2 * RADIUS + 1 }, (_, i) =>
    Math.exp(-((i - RADIUS) ** 2) / (2 * SIGMA * SIGMA)),
  );
  const total = gaussian.reduce((sum, value) => sum + value);
  const middle = (SIZE - 1) / 2;
  return Float64Array.from({ length: SIZE }, (_, cell) =>
    gaussian.reduce(
      (sum, weight, i) => (reflect(cell + i - RADIUS) === middle ? sum + weight / total : sum),
      0,
    ),
  );
}

/** ... 1 0 | 0 1 ... 10 | 10 9 ...: the edge cell is repeated. */
function reflect(index: number): number {
  const period = 2 * SIZE;
  const inside = ((index % period) + period) % period;
  return inside < SIZE ? inside : period - 1 - inside;
}

const KERNEL = riseKernel();

/**
 * An image [h, w, c] blurred as the start of RISE's insertion curve (Petsiuk et al. 2018): each channel by the 11 x 11
 * kernel, with zeros outside the image, so borders drift towards 0.
 */
export function riseBlur(image: Float32Array, height: number, width: number): Float32Array {
  const channels = image.length / (height * width);
  const rows = blurAxis(image, height, width * channels);
  const out = new Float32Array(image.length);
  for (let y = 0; y < height; y++) {
    const from = y * width * channels;
    out.set(blurAxis(rows.subarray(from, from + width * channels), width, channels), from);
  }
  return out;
}

/** Along the first axis of [length, stride]. */
function blurAxis(values: Float32Array, length: number, stride: number): Float32Array {
  const out = new Float32Array(values.length);
  const reach = (SIZE - 1) / 2;
  for (let at = 0; at < length; at++) {
    for (let i = Math.max(0, reach - at); i < SIZE && at + i - reach < length; i++) {
      const source = (at + i - reach) * stride;
      for (let s = 0; s < stride; s++) out[at * stride + s] += KERNEL[i] * values[source + s];
    }
  }
  return out;
}
