import type { Follow } from "./follow-class.ts";

/** Images made at a time. */
const CHUNK = 64;

/**
 * A class's output along a path between two images of the same length: after k steps the values named by the first k groups are
 * those of `finish`, the others those of `start`. The path is made piece by piece, so its length costs no memory.
 *
 * @param groups what changes at each step: indices into the image's values
 * @returns [groups + 1], beginning with `start`
 */
export async function tracePath(
  follow: Follow,
  start: Float32Array,
  finish: Float32Array,
  groups: readonly ArrayLike<number>[],
): Promise<Float64Array> {
  const curve = new Float64Array(groups.length + 1);
  const current = start.slice();
  for (let from = 0; from < curve.length; from += CHUNK) {
    const count = Math.min(CHUNK, curve.length - from);
    const images = new Float32Array(count * start.length);
    for (let k = 0; k < count; k++) {
      const group = from + k === 0 ? [] : groups[from + k - 1];
      for (let i = 0; i < group.length; i++) current[group[i]] = finish[group[i]];
      images.set(current, k * start.length);
    }
    curve.set(await follow(images), from);
  }
  return curve;
}

/** Pixels in an order, `step` at a time, as groups of values of an image [h, w, c]: all channels of a pixel at once. */
export function pixelSteps(order: ArrayLike<number>, step: number, channels: number): number[][] {
  return Array.from({ length: Math.ceil(order.length / step) }, (_, k) => {
    const group: number[] = [];
    for (let i = k * step; i < Math.min((k + 1) * step, order.length); i++)
      for (let c = 0; c < channels; c++) group.push(order[i] * channels + c);
    return group;
  });
}
