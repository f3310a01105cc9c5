import type { Random } from "#lib/tensor/random.ts";

/** Fills an array with independent normals of mean 0. */
export type NormalFiller = (out: Float32Array) => void;

const LAYERS = 128;
/** Where the tail begins, and the area of each layer: the pair that makes 128 equal layers (Marsaglia and Tsang 2000). */
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;

/** Layer edges x_0 > x_1 > ... > x_128 = 0 and the share of each layer that lies wholly under the curve. */
const EDGES = new Float64Array(LAYERS + 1);
const INSIDE = new Float64Array(LAYERS);
EDGES[0] = AREA / Math.exp(-0.5 * TAIL * TAIL);
EDGES[1] = TAIL;
for (let i = 2; i < LAYERS; i++) {
  EDGES[i] = Math.sqrt(-2 * Math.log(AREA / EDGES[i - 1] + Math.exp(-0.5 * EDGES[i - 1] ** 2)));
}
for (let i = 0; i < LAYERS; i++) INSIDE[i] = EDGES[i + 1] / EDGES[i];

/**
 * Standard normals by the tens of millions, which SS-CAM needs for one map: the ziggurat in the form of Doornik (2005),
 * on xoshiro128++ (Blackman and Vigna 2019) seeded from the given source. About ten times as fast as `random.normal`.
 * @param sigma standard deviation
 */
export function createNormalFiller(random: Random, sigma = 1): NormalFiller {
  const seed = () => random.integer(0x1_0000_0000) | 0;
  let a = seed();
  let b = seed();
  let c = seed();
  let d = seed() | 1;

  const next = (): number => {
    const mixed = (a + d) | 0;
    const result = (((mixed << 7) | (mixed >>> 25)) + a) | 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const uniform = () => ((next() >>> 0) + 0.5) / 0x1_0000_0000;

  const tail = (negative: boolean): number => {
    for (;;) {
      const x = Math.log(uniform()) / TAIL;
      if (-2 * Math.log(uniform()) >= x * x) return negative ? x - TAIL : TAIL - x;
    }
  };
  const normal = (): number => {
    for (;;) {
      const bits = next();
      const layer = bits & (LAYERS - 1);
      // The upper 25 bits: the layer's bits are not used twice.
      const u = ((bits >> 7) + 0.5) / 0x100_0000;
      if (Math.abs(u) < INSIDE[layer]) return u * EDGES[layer];
      if (layer === 0) return tail(u < 0);
      const x = u * EDGES[layer];
      const low = Math.exp(-0.5 * (EDGES[layer] ** 2 - x * x));
      const high = Math.exp(-0.5 * (EDGES[layer + 1] ** 2 - x * x));
      if (high + uniform() * (low - high) < 1) return x;
    }
  };
  return (out) => {
    for (let i = 0; i < out.length; i++) out[i] = normal();
    if (sigma !== 1) for (let i = 0; i < out.length; i++) out[i] *= sigma;
  };
}
