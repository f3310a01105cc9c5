import { type DrawnRegion, iouOf } from "./drawn-region.ts";

export interface RegionPair {
  /** Places in the two lists. */
  a: number;
  b: number;
  iou: number;
}

/**
 * Pairs the regions that two people drew on one picture, one to one: the pair with the largest IoU first, then the next
 * among those left, down to the threshold (as COCO's evaluation pairs detections; class plays no part, so that naming
 * can be judged by itself). Equal IoUs go by place.
 * @param threshold least IoU of a pair, in [0, 1]
 */
export function matchRegions(
  a: readonly DrawnRegion[],
  b: readonly DrawnRegion[],
  threshold: number,
): RegionPair[] {
  const candidates = a.flatMap((left, i) =>
    b
      .map((right, j): RegionPair => ({ a: i, b: j, iou: iouOf(left, right) }))
      .filter(({ iou }) => iou > 0 && iou >= threshold),
  );
  candidates.sort((x, y) => y.iou - x.iou || x.a - y.a || x.b - y.b);
  const [takenA, takenB] = [new Set<number>(), new Set<number>()];
  return candidates.filter((pair) => {
    if (takenA.has(pair.a) || takenB.has(pair.b)) return false;
    takenA.add(pair.a);
    takenB.add(pair.b);
    return true;
  });
}
