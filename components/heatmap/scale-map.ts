import { minMax } from "#lib/imaging/saliency.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import type { MapNumbers, MapRange } from "./map-numbers.ts";

/** A map in [0, 1]: by its own lowest and highest cell, or on a scale it shares with others. A scale without extent gives 0. */
export function scaleMap({ data, height, width }: MapNumbers, range?: MapRange): SaliencyMap {
  if (!range) return minMax({ data: Float32Array.from(data), height, width });
  const extent = range.high - range.low;
  const share = (value: number) => (extent > 0 ? (value - range.low) / extent : 0);
  return { data: Float32Array.from(data, (value) => Math.min(1, Math.max(0, share(value)))), height, width };
}

/** The scale that these maps share; undefined for none. */
export function rangeOf(maps: readonly MapNumbers[]): MapRange | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const { data } of maps) {
    for (const value of data) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? { low, high } : undefined;
}
