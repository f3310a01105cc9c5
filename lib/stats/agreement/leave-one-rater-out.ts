import type { BootstrapOptions } from "../bootstrap.ts";
import { bootstrapMean } from "../bootstrap-mean.ts";
import { spearman } from "../correlation.ts";
import type { Estimate } from "../estimate.ts";
import { groupBy } from "../group-by.ts";

/** What one rater gave one item. */
export interface ItemRating {
  rater: string;
  item: string;
  value: number;
}

/**
 * How well the others predict a rater, the lower noise ceiling of Nili et al. (2014) where raters saw different items: mean over raters of
 * Spearman's correlation between their ratings and the means of the others' ratings of the same items. In [-1, 1]. A rater with fewer than
 * three items that others rated, or whose own or others' values do not vary, has no correlation and is left out.
 *
 * The interval resamples raters' correlations; n = raters who have one.
 *
 * @returns undefined `fewer_than_two_raters`, `too_few_points` when fewer than two raters have a correlation
 */
export function leaveOneRaterOut(ratings: readonly ItemRating[], options: BootstrapOptions): Estimate {
  const byRater = groupBy(ratings, ({ rater }) => rater);
  if (byRater.size < 2) return { undefined: "fewer_than_two_raters" };
  const totals = totalsByItem(ratings);
  const correlations = [...byRater.values()].flatMap((own) => {
    const shared = own.filter(({ item }) => totals.get(item)!.count > 1);
    const others = shared.map(({ item, value }) => {
      const { sum, count } = totals.get(item)!;
      return (sum - value) / (count - 1);
    });
    const found = spearman(
      shared.map(({ value }) => value),
      others,
    );
    return "value" in found ? [found.value] : [];
  });
  return correlations.length < 2 ? { undefined: "too_few_points" } : bootstrapMean(correlations, options);
}

function totalsByItem(ratings: readonly ItemRating[]): Map<string, { sum: number; count: number }> {
  const totals = new Map<string, { sum: number; count: number }>();
  for (const { item, value } of ratings) {
    const { sum, count } = totals.get(item) ?? { sum: 0, count: 0 };
    totals.set(item, { sum: sum + value, count: count + 1 });
  }
  return totals;
}
