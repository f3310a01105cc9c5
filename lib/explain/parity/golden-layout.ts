import type { NamedArray } from "#lib/scouter/named-array.ts";

/** The block at the first indices: part(x[b, c, h, w], 2) is [c, h, w]. Without copying. */
export function part({ shape, data }: NamedArray, ...index: number[]): NamedArray {
  const rest = shape.slice(index.length);
  const size = rest.reduce((product, length) => product * length, 1);
  const place = index.reduce((at, i, axis) => at * shape[axis] + i, 0);
  return { shape: rest, data: data.subarray(place * size, (place + 1) * size) };
}

/** [..., c, h, w] as stored -> [..., h, w, c]. */
export function channelsLast({ shape, data }: NamedArray): Float32Array {
  const [channels, height, width] = shape.slice(-3);
  const cells = height * width;
  const out = new Float32Array(data.length);
  for (let base = 0; base < data.length; base += channels * cells) {
    for (let c = 0; c < channels; c++) {
      for (let i = 0; i < cells; i++) out[base + i * channels + c] = data[base + c * cells + i];
    }
  }
  return out;
}

/** [..., cells, channels] as computed -> [..., channels, cells]. */
export function channelsFirst(data: ArrayLike<number>, channels: number, cells: number): Float64Array {
  const out = new Float64Array(data.length);
  for (let base = 0; base < data.length; base += channels * cells) {
    for (let i = 0; i < cells; i++) {
      for (let c = 0; c < channels; c++) out[base + c * cells + i] = data[base + i * channels + c];
    }
  }
  return out;
}

/** One after another. */
export function joined(parts: readonly ArrayLike<number>[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of parts) {
    out.set(one, at);
    at += one.length;
  }
  return out;
}
