/**
 * Gaussian smoothing of a line of `size` cells as a matrix [size, size], row-major: kernel of 2 round(2 sigma) + 1 taps
 * that sum to 1, edges mirrored without repeating the last cell. Two of these, one an axis, smooth a map, and matrix
 * products have gradients on every engine. sigma 0 = identity.
 */
export function smoothingMatrix(size: number, sigma: number): Float32Array {
  const matrix = new Float32Array(size * size);
  const reach = Math.round(2 * sigma);
  const taps = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    sigma === 0 ? 1 : Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  );
  const total = taps.reduce((sum, tap) => sum + tap);
  for (let row = 0; row < size; row++) {
    for (let i = 0; i < taps.length; i++) {
      matrix[row * size + mirror(row + i - reach, size)] += taps[i] / total;
    }
  }
  return matrix;
}

/** Index after reflection at both ends: ... 2 1 | 0 1 2 | 1 0 ... */
function mirror(index: number, size: number): number {
  if (size === 1) return 0;
  const period = 2 * (size - 1);
  const inside = ((index % period) + period) % period;
  return inside < size ? inside : period - inside;
}
