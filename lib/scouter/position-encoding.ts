const TEMPERATURE = 10000;
/** Keeps the division defined; part of the published encoding. */
const EPSILON = 1e-6;

/**
 * Two-dimensional sine position encoding, [height, width, channels] row-major.
 *
 * Rows and columns are numbered from 1 and scaled to (0, 2 pi]: v = i / (n + 1e-6) * 2 pi. With N = channels / 2 and
 * f_k = 10000^(2 floor(k/2) / N), channel k < N is sin(v_row / f_k) for even k, cos(v_row / f_k) for odd k; the second
 * half is the same of the column. After Carion et al. 2020 (DETR), as the SCOUTER code uses it.
 * @throws RangeError if `channels` is not a multiple of 4.
 */
export function positionEncoding(height: number, width: number, channels: number): Float32Array {
  if (channels % 4 !== 0)
    throw new RangeError(`Position encoding needs a multiple of 4 channels, not ${channels}.`);
  const half = channels / 2;
  const wave = (position: number, count: number, k: number) => {
    const phase = ((position + 1) / (count + EPSILON)) * 2 * Math.PI;
    const angle = phase / TEMPERATURE ** ((2 * Math.floor(k / 2)) / half);
    return k % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  };
  const out = new Float32Array(height * width * channels);
  let at = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      for (let k = 0; k < half; k++) out[at++] = wave(row, height, k);
      for (let k = 0; k < half; k++) out[at++] = wave(column, width, k);
    }
  }
  return out;
}
