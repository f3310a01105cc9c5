import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { readSafetensors } from "#lib/formats/weights/safetensors.ts";

/** One stored array: numbers in row-major order with their shape. */
export interface GoldenTensor {
  shape: number[];
  data: Float64Array;
}

const READERS = {
  F32: (buffer: ArrayBuffer) => new Float32Array(buffer),
  F64: (buffer: ArrayBuffer) => new Float64Array(buffer),
  I32: (buffer: ArrayBuffer) => new Int32Array(buffer),
  U8: (buffer: ArrayBuffer) => new Uint8Array(buffer),
};

/** Reads a file below test/parity/golden, e.g. `explainers/cam.safetensors`. */
export function readGolden(path: string): Record<string, GoldenTensor> {
  const file = readFileSync(new URL(`../parity/golden/${path}`, import.meta.url));
  const { tensors } = readSafetensors(new Uint8Array(file));
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { dtype, shape, bytes }]) => {
      const read = READERS[dtype as keyof typeof READERS];
      if (!read) throw new Error(`${path}: ${name} is ${dtype}, which this reader does not know`);
      return [name, { shape, data: Float64Array.from(read(bytes.slice().buffer as ArrayBuffer)) }];
    }),
  );
}

/** The i-th part along the first axis. */
export function part({ shape, data }: GoldenTensor, ...indices: number[]): GoldenTensor {
  let rest = shape;
  let from = 0;
  let size = data.length;
  for (const index of indices) {
    size /= rest[0];
    from += index * size;
    rest = rest.slice(1);
  }
  return { shape: rest, data: data.subarray(from, from + size) };
}

/** [..., c, h, w] -> [..., h, w, c]: the fixtures are channels first, the product channels last. */
export function channelsLast({ shape, data }: GoldenTensor): Float32Array {
  const [channels, height, width] = shape.slice(-3);
  const cells = height * width;
  const out = new Float32Array(data.length);
  for (let block = 0; block < data.length; block += channels * cells) {
    for (let c = 0; c < channels; c++) {
      for (let cell = 0; cell < cells; cell++)
        out[block + cell * channels + c] = data[block + c * cells + cell];
    }
  }
  return out;
}

/** The pass rule of the fixtures: every |got - want| <= abs + rel * max|want|. */
export function expectClose(
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  tolerance: { abs: number; rel: number },
): void {
  expect(got.length).toBe(want.length);
  let top = 0;
  let worst = 0;
  for (let i = 0; i < want.length; i++) {
    top = Math.max(top, Math.abs(want[i]));
    const error = Math.abs(got[i] - want[i]);
    worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
  }
  expect(worst, `largest error ${worst} of values up to ${top}`).toBeLessThanOrEqual(
    tolerance.abs + tolerance.rel * top,
  );
}
