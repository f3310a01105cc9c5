/** Coldness of the soft maximum. */
const COLDNESS = 20;
/** Weight of a parameter falls as exp(-2 max(d / sigma - 1/2, 0)^2). */
const FLAT = 0.5;
const FALL = 2;

export interface SmoothMask {
  /** Parameters along each axis: ceil(size / step). */
  readonly rows: number;
  readonly columns: number;
  /** Size of the whole mask, the image with a margin of sigma around it. */
  readonly fullHeight: number;
  readonly fullWidth: number;
  /** Pixels of the margin above and left of the image. */
  readonly margin: number;
  /** The whole mask [fullHeight, fullWidth] of parameters [rows, columns] in [0, 1]. */
  apply(parameters: Float64Array): Float64Array;
  /** d/d(parameters) from d/d(whole mask), at the parameters of the last `apply`. */
  back(gradient: Float64Array): Float64Array;
}

/**
 * The mask of extremal perturbations (Fong et al. 2019, section 3.2): coarse parameters p, a grid every `step` pixels, spread by
 * a smooth maximum over the neighbours N(u) within ceil(sigma / step) + 1 of them:
 *
 *   m(u) = sum_i s_i v_i,  v_i = p_i exp(-2 max(|u - u_i| / sigma - 1/2, 0)^2),  s = softmax over N(u) of 20 v
 *
 * so that a mask is as smooth as sigma pixels and still reaches 1. Parameters beyond the grid are 0. In float64; a parameter
 * that is 0 or 1, as most become, costs no exponential.
 */
export function createSmoothMask(height: number, width: number, step: number, sigma: number): SmoothMask {
  const radius = 1 + Math.ceil(sigma / step);
  const pad = 1 + Math.ceil((2 * sigma) / step);
  const taps = 2 * radius + 1;
  const rows = Math.ceil(height / step);
  const columns = Math.ceil(width / step);
  const margin = Math.floor(sigma);
  const extent = (count: number) => step * (count + 2 * pad - 2 * radius) - step + 1;
  const [fullHeight, fullWidth] = [extent(rows), extent(columns)];
  const weights = weightTable(step, sigma, taps, pad);
  const powers = weights.map((weight) => Math.exp(COLDNESS * weight));
  const full = new Float64Array(fullHeight * fullWidth);
  const totals = new Float64Array(full.length);
  let current = new Float64Array(rows * columns);

  /** First parameter row or column a pixel's neighbours begin at, beyond the grid included. */
  const firstOf = (at: number) => Math.floor(at / step) - pad;
  const tableOf = (y: number, x: number) => ((y % step) * step + (x % step)) * taps * taps;

  return {
    rows,
    columns,
    fullHeight,
    fullWidth,
    margin,
    apply(parameters) {
      current = parameters.slice();
      for (let y = 0, pixel = 0; y < fullHeight; y++) {
        const top = firstOf(y);
        const [from, to] = [Math.max(0, -top), Math.min(taps, rows - top)];
        for (let x = 0; x < fullWidth; x++, pixel++) {
          const left = firstOf(x);
          const table = tableOf(y, x);
          const [first, last] = [Math.max(0, -left), Math.min(taps, columns - left)];
          // Every neighbour that is 0 counts exp(0) in the softmax.
          let total = taps * taps;
          let sum = 0;
          for (let ky = from; ky < to; ky++) {
            const row = (top + ky) * columns + left;
            const entry = table + ky * taps;
            for (let kx = first; kx < last; kx++) {
              const value = current[row + kx];
              if (value === 0) continue;
              const v = weights[entry + kx] * value;
              const power = value === 1 ? powers[entry + kx] : Math.exp(COLDNESS * v);
              total += power - 1;
              sum += power * v;
            }
          }
          full[pixel] = Math.min(1, Math.max(0, sum / total));
          totals[pixel] = total;
        }
      }
      return full.slice();
    },
    back(gradient) {
      const out = new Float64Array(rows * columns);
      for (let y = 0, pixel = 0; y < fullHeight; y++) {
        const top = firstOf(y);
        const [from, to] = [Math.max(0, -top), Math.min(taps, rows - top)];
        for (let x = 0; x < fullWidth; x++, pixel++) {
          const by = gradient[pixel] / totals[pixel];
          if (by === 0) continue;
          const left = firstOf(x);
          const table = tableOf(y, x);
          const [first, last] = [Math.max(0, -left), Math.min(taps, columns - left)];
          const base = 1 - COLDNESS * full[pixel];
          for (let ky = from; ky < to; ky++) {
            const row = (top + ky) * columns + left;
            const entry = table + ky * taps;
            for (let kx = first; kx < last; kx++) {
              const value = current[row + kx];
              const weight = weights[entry + kx];
              const v = weight * value;
              const power = value === 0 ? 1 : value === 1 ? powers[entry + kx] : Math.exp(COLDNESS * v);
              out[row + kx] += by * weight * power * (base + COLDNESS * v);
            }
          }
        }
      }
      return out;
    },
  };
}

/** Weight by the pixel's place in its step and the neighbour: the same for every pixel of that place. */
function weightTable(step: number, sigma: number, taps: number, pad: number): Float64Array {
  const table = new Float64Array(step * step * taps * taps);
  const margin = Math.floor(sigma);
  let at = 0;
  for (let y = 0; y < step; y++) {
    for (let x = 0; x < step; x++) {
      for (let ky = 0; ky < taps; ky++) {
        for (let kx = 0; kx < taps; kx++) {
          const down = y - (margin + step * (ky - pad));
          const across = x - (margin + step * (kx - pad));
          const far = Math.max(0, Math.hypot(down, across) / sigma - FLAT);
          table[at++] = Math.exp(-FALL * far * far);
        }
      }
    }
  }
  return table;
}
