import type { Box } from "#lib/imaging/box.ts";
import { minMax } from "#lib/imaging/saliency.ts";
import { defineMetric, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { whyConstant, whyEmpty, whyNotFinite } from "../why-unscorable.ts";
import { boxMask, massShare } from "./precision.ts";

/**
 * Which part of a signed map is its mass: what is above 0 (max(M, 0)), all of it whatever its sign (|M|), or its height over
 * its lowest value ((M - min) / (max - min), which a map that is negative everywhere has too).
 */
export type Mass = "positive" | "absolute" | "min-max";

/**
 * Share of a map's mass that lies inside, by which part counts as mass. In [0, 1] for every map: on the signed values
 * themselves the quotient is unbounded.
 *
 * @param values [h, w], any sign @param inside [h, w], non-zero = inside
 * @returns undefined `non_finite_map`, `empty_mask`, and by mass `no_positive_mass`, `zero_map`, `constant_map`
 */
export function massInside(values: Float32Array, inside: Uint8Array, mass: Mass): Score {
  const reason = whyNotFinite(values) ?? whyEmpty(inside);
  if (reason) return reason;
  if (mass === "positive") return massShare(values, inside);
  if (mass === "absolute") {
    const share = massShare(values.map(Math.abs), inside);
    return "undefined" in share ? { undefined: "zero_map" } : share;
  }
  const constant = whyConstant(values);
  if (constant) return constant;
  return massShare(minMax({ data: values, height: 1, width: values.length }).data, inside);
}

type Size = { height: number; width: number };

/** Share of the positive mass in each box. @returns one score a box; none without boxes */
export function massInBoxes(values: Float32Array, boxes: readonly Box[], size: Size): Score[] {
  return boxes.map((box) => {
    const inside = boxMask(box, size).data;
    return whyEmpty(inside) ? { undefined: "empty_box" } : massInside(values, inside, "positive");
  });
}

/** The box that holds most: what a published replication takes where an image has several. Undefined `no_boxes`. */
export function massInBestBox(values: Float32Array, boxes: readonly Box[], size: Size): Score {
  const shares = massInBoxes(values, boxes, size);
  if (shares.length === 0) return { undefined: "no_boxes" };
  const known = shares.flatMap((share) => ("value" in share ? [share.value] : []));
  return known.length > 0 ? { value: Math.max(...known) } : shares[0];
}

/** All boxes together, what two of them share counted once. Undefined `no_boxes`. */
export function massInAllBoxes(values: Float32Array, boxes: readonly Box[], size: Size): Score {
  if (boxes.length === 0) return { undefined: "no_boxes" };
  const union = new Uint8Array(values.length);
  for (const box of boxes)
    boxMask(box, size).data.forEach((inside, i) => {
      if (inside) union[i] = 1;
    });
  return whyEmpty(union) ? { undefined: "empty_box" } : massInside(values, union, "positive");
}

const SHARED = { direction: "higher", range: [0, 1], family: "localisation", reads: "values" } as const;

/** Quantus' default, `abs=True`: evidence for and against alike. */
export const precisionAbsolute = defineMetric({
  ...SHARED,
  id: "precision-mask-absolute",
  name: "Precision in mask, |M|",
  profile: "quantus",
  measure: "precision-mask",
  cites: ["arras2022", "hedstrom2023"],
  needs: ["mask"],
  parameters: { preparation: RANKING, mass: "|M|" },
  formula: "share of the map's absolute mass inside the region's mask",
  score: ({ values, mask }) =>
    mask ? massInside(values.data, mask.data, "absolute") : { undefined: "no_mask" },
});

/** As the authors of SCOUTER draw maps before they measure them: the lowest value is 0, whatever its sign. */
export const precisionMinMax = defineMetric({
  ...SHARED,
  id: "precision-mask-min-max",
  name: "Precision in mask, min-max",
  profile: "scouter-replication",
  measure: "precision-mask",
  cites: ["li2021"],
  needs: ["mask"],
  parameters: { preparation: RANKING, mass: "min-max" },
  formula: "share inside the region's mask of the map's height over its lowest value",
  score: ({ values, mask }) =>
    mask ? massInside(values.data, mask.data, "min-max") : { undefined: "no_mask" },
});

export const precisionBestBox = defineMetric({
  ...SHARED,
  id: "precision-best-box",
  name: "Precision in best box",
  profile: "scouter-replication",
  measure: "precision-box",
  cites: ["li2021"],
  needs: ["box"],
  parameters: { preparation: RANKING, boxes: "the one that holds most" },
  formula: "largest share of the map's mass inside one of the object's boxes",
  score: ({ values, boxes }) => massInBestBox(values.data, boxes, values),
});

export const precisionAllBoxes = defineMetric({
  ...SHARED,
  id: "precision-all-boxes",
  name: "Precision in all boxes",
  profile: "whynot",
  measure: "precision-box",
  cites: ["li2021"],
  needs: ["box"],
  parameters: { preparation: RANKING, boxes: "their union" },
  formula: "share of the map's mass inside the union of the object's boxes",
  score: ({ values, boxes }) => massInAllBoxes(values.data, boxes, values),
});
