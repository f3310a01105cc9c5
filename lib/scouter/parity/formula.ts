import type { NamedArray, NamedArrays } from "../named-array.ts";
import type { GoldenCase } from "./golden-case.ts";
import type { Replayed } from "./replayed.ts";

/** 32-bit mix of a position and a stream: the golden cases' weights and images come from it instead of from files. */
export function hashU32(index: number, stream: number): number {
  let h = (Math.imul(index, 2654435761) + Math.imul(stream + 1, 2246822519)) >>> 0;
  h = Math.imul(h ^ (h >>> 15), 2246822519) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 3266489917) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}

/** In [0, 1). */
export const hashUniform = (index: number, stream: number) => hashU32(index, stream) / 2 ** 32;

/**
 * The weight of a name, shape and place in the state_dict. u in [0, 1), s = 2u - 1: variances .5 + u, means .1 s, scales 1 + .2 s,
 * other vectors .1 s, kernels s sqrt(3 gain / fan in), matrices s sqrt(3 / fan in).
 */
export function formulaWeight(name: string, shape: number[], place: number, gain: number): NamedArray {
  const count = shape.reduce((a, b) => a * b, 1);
  const fanIn = count / (shape[0] ?? 1);
  const value = (u: number): number => {
    const s = 2 * u - 1;
    if (name.endsWith("running_var")) return 0.5 + u;
    if (name.endsWith("running_mean")) return 0.1 * s;
    if (shape.length === 4) return s * Math.sqrt((3 * gain) / fanIn);
    if (shape.length === 2) return s * Math.sqrt(3 / fanIn);
    return name.endsWith("weight") ? 1 + 0.2 * s : 0.1 * s;
  };
  return { shape, data: Float32Array.from({ length: count }, (_, i) => value(hashUniform(i, place))) };
}

/** One picture [h, w, channels], channels last, from waves and noise. */
export function formulaImage(channels: number, height: number, width: number, k: number): Float32Array {
  const out = new Float32Array(channels * height * width);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const waves =
          Math.sin(0.37 * (c + 1) + 0.11 * x + 0.07 * y + k) + 0.5 * Math.cos(0.05 * x * (c + 1) - 0.09 * y);
        const noise = 2 * hashUniform((c * height + y) * width + x, 1000 + k) - 1;
        out[(y * width + x) * channels + c] = waves + 0.3 * noise;
      }
    }
  }
  return out;
}

/** Replays stored numbers of the formulas: hashes by stream, uniforms of stream 0, a picture of 2 x 2 pixels. */
export function replayFormula(_golden: GoldenCase, [file]: Uint8Array[]): Replayed {
  const stored = JSON.parse(new TextDecoder().decode(file)) as {
    hash_u32_first6: Record<string, number[]>;
    uniform_t0: number[];
    image_2x2: number[];
  };
  const want: NamedArrays = {};
  const got: Replayed["got"] = {};
  const expect = (name: string, wanted: number[], own: (i: number) => number) => {
    want[name] = { shape: [wanted.length], data: Float32Array.from(wanted) };
    got[name] = Float32Array.from(wanted, (_, i) => own(i));
  };
  for (const [stream, hashes] of Object.entries(stored.hash_u32_first6))
    expect(stream, hashes, (i) => hashU32(i, Number(stream.slice(1))));
  expect("uniform", stored.uniform_t0, (i) => hashUniform(i, 0));
  const image = formulaImage(3, 2, 2, 0);
  // Stored channels first, made channels last.
  expect("image", stored.image_2x2, (i) => image[(i % 4) * 3 + Math.floor(i / 4)]);
  return { want, got };
}
