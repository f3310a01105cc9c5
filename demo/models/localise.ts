import type { Box } from "#lib/imaging/box.ts";
import type { Mask } from "#lib/imaging/mask-runs.ts";
import { meanValue } from "#lib/metrics/area.ts";
import { pointsInside } from "#lib/metrics/pointing-game.ts";
import { boxMask, massShare } from "#lib/metrics/precision.ts";
import { prepareMap } from "#lib/metrics/prepare-map.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";

/** What is reported of one set of maps: means over the images whose map can be scored. */
export interface Localisation {
  area: number;
  precisionBox: number;
  precisionMask: number;
  pointing: number;
  scored: number;
  /** Maps without any positive evidence or without variation. */
  unscored: number;
}

export interface Truth {
  mask: Mask;
  box: Box;
}

/** Scores maps against masks and boxes given at `side` pixels, with the product's own metrics. */
export function localise(maps: readonly SaliencyMap[], truths: readonly Truth[], side: number): Localisation {
  const sum = { area: 0, precisionBox: 0, precisionMask: 0, pointing: 0 };
  let scored = 0;
  for (const [i, map] of maps.entries()) {
    const { mask, box } = truths[i];
    const prepared = prepareMap(map, side);
    if ("undefined" in prepared) continue;
    const inBox = massShare(prepared.data, boxMask(box, { height: side, width: side }).data);
    const inMask = massShare(prepared.data, mask.data);
    if ("undefined" in inBox || "undefined" in inMask) continue;
    scored++;
    sum.area += meanValue(prepared.data);
    sum.precisionBox += inBox.value;
    sum.precisionMask += inMask.value;
    sum.pointing += pointsInside(prepared.data, mask, 0) ? 1 : 0;
  }
  const mean = (total: number) => total / scored;
  return {
    area: mean(sum.area),
    precisionBox: mean(sum.precisionBox),
    precisionMask: mean(sum.precisionMask),
    pointing: mean(sum.pointing),
    scored,
    unscored: maps.length - scored,
  };
}
