import type { Rating } from "#lib/stats/bootstrap-by-rater.ts";
import { createRandom } from "#lib/tensor/random.ts";

export interface RatingPlan {
  raters: number;
  items: number;
  /** Of every group. */
  means: readonly number[];
  /** Standard deviations of raters' and items' intercepts; the residual's is 1. */
  rater: number;
  item: number;
  /** Chance that a rater rates an item in a group. */
  kept?: number;
}

/** Ratings that follow the linear mixed model. */
export function drawRatings(plan: RatingPlan, seed: number): Rating[] {
  const random = createRandom(seed);
  const shifts = (count: number, deviation: number, label: string) => {
    const normal = random.fork(label);
    return Array.from({ length: count }, () => deviation * normal.normal());
  };
  const [ofRater, ofItem] = [
    shifts(plan.raters, plan.rater, "raters"),
    shifts(plan.items, plan.item, "items"),
  ];
  const residual = random.fork("residuals");
  return ofRater.flatMap((a, r) =>
    ofItem.flatMap((b, i) =>
      plan.means.flatMap((mean, g) => {
        const value = mean + a + b + residual.normal();
        return residual.uniform() < (plan.kept ?? 1)
          ? [{ rater: `r${r}`, item: `i${i}`, group: `g${g}`, value }]
          : [];
      }),
    ),
  );
}

/** As answers 1 to 5 of a scale centred on 3. */
export function onFivePoints(ratings: readonly Rating[]): Rating[] {
  return ratings.map((rating) => ({
    ...rating,
    value: Math.min(5, Math.max(1, Math.round(3 + rating.value))),
  }));
}
