import { minMax, upsampleMap } from "#lib/imaging/saliency.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";

/**
 * A map as people and metrics see it, in [0, 1]: bilinear to height x width (half-pixel centres, edges clamped), negative
 * values clipped at 0, then min-max. A map without contrast after the clip becomes all 0.
 */
export function normaliseMap(map: SaliencyMap, height: number, width: number): SaliencyMap {
  const upsampled = upsampleMap(map, height, width);
  return minMax({ ...upsampled, data: upsampled.data.map((value) => Math.max(0, value)) });
}
