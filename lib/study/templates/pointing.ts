import { answerColumns } from "../answer-columns.ts";
import { cellAt } from "../picture-map.ts";
import { PointSchema } from "../response-details.ts";
import type { StudyTemplate } from "../template.ts";
import { withoutMap } from "./without-map.ts";

/**
 * The one place people would go by most: they see the picture without a map and point; afterwards every arm's map is scored at
 * that place.
 */
export const pointing: StudyTemplate = {
  ...withoutMap,
  id: "pointing",
  version: 1,
  title: "Pointing",
  about:
    "How high each method’s maps are at the place people would go by most, which they point to without seeing a map.",
  response: { kind: "point" },
  detail: PointSchema,
  cites: [
    "Zhang et al. (2018). Top-down neural attention by excitation backprop. IJCV 126, section 4.1 (pointing game).",
    "Peters and Itti (2008). Applying computational tools to predict gaze direction in interactive visual environments. ACM TAP 5 (percentile score).",
  ],
  measure: {
    name: "percentile of the map at the point",
    low: 0,
    high: 1,
    chance: 0.5,
    about: "plausibility",
  },
  /**
   * Of each map: the share of the image on which it is lower than at the point, places as high counting half; so that 1/2 is
   * what a map has that says nothing. Nothing for a point beside the image.
   */
  score: ({ detail }, panels) => {
    const point = PointSchema.parse(detail);
    return panels.flatMap(({ armId, map }) => {
      const cell = map ? cellAt(map, point) : null;
      return map && cell !== null ? [{ armId, value: percentile(map.map.data, map.map.data[cell]) }] : [];
    });
  },
  simulate: (rater, [{ object }], random) => {
    const near = (centre: number) =>
      Math.min(1, Math.max(0, centre + 0.4 * object.radius * rater.noise * random.normal()));
    return { value: 0, detail: { x: near(object.x), y: near(object.y) } };
  },
  columns: answerColumns({
    value: { meaning: "Always 0: the place is beside it." },
    detail: {
      meaning: "The place in the square picture.",
      unit: "sides of the picture, from the left and the top",
      values: 'JSON: {"x": x, "y": y}',
    },
  }),
};

function percentile(values: Float32Array, at: number): number {
  let below = 0;
  let same = 0;
  for (const value of values) {
    if (value < at) below++;
    else if (value === at) same++;
  }
  return (below + same / 2) / values.length;
}
