import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import { resizeBilinear } from "./resize.ts";

/**
 * (m - min) / (max - min + epsilon), in [0, 1]. A constant map says nothing and becomes all 0.
 * @param epsilon torchcam adds 1e-8 since 0.5.0, which leaves maps of tiny values without contrast
 */
export function minMax(map: SaliencyMap, epsilon = 0): SaliencyMap {
  let low = Infinity;
  let high = -Infinity;
  for (const value of map.data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const range = high - low;
  const data = new Float32Array(map.data.length);
  if (range > 0) for (let i = 0; i < data.length; i++) data[i] = (map.data[i] - low) / (range + epsilon);
  return { data, height: map.height, width: map.width };
}

/**
 * The map at another size: samples of its bilinear surface, half-pixel centres, edges clamped
 * (torch `interpolate(mode="bilinear", align_corners=False)`). Values stay within the map's own range.
 */
export function upsampleMap(map: SaliencyMap, height: number, width: number): SaliencyMap {
  const { data } = resizeBilinear({ ...map, channels: 1 }, height, width, { antialias: false });
  return { data, height, width };
}
