/** Pixel indices from the largest value to the smallest; equal values in row-major order, on every machine. */
export function rankPixels(values: Float32Array): Uint32Array {
  return Uint32Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b);
}
