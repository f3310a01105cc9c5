import type { Undefined, Value } from "../estimate.ts";
import { type CategoryCounts, checkCounts } from "./category-counts.ts";
import { agreementTerms, type ChanceModel } from "./chance-corrected.ts";

/**
 * Fleiss' kappa (1971): agreement of the same number of raters on every item, who need not be the same persons, beyond what the
 * marginal frequencies of the categories would give: (pa - pe) / (1 - pe), pe = sum_k pi_k^2. 1 = perfect, 0 = chance.
 *
 * @param counts items x categories @returns undefined `no_values`, `unequal_raters_per_item` (Krippendorff's alpha and
 * `chanceCorrected` take those), `fewer_than_two_raters`, `fewer_than_two_categories`, `no_variation`
 */
export function fleissKappa(counts: CategoryCounts): Value {
  return kappaOf(counts, "fleiss");
}

/**
 * Randolph's free-marginal kappa (2005): as Fleiss', but chance is 1 / categories, as Brennan and Prediger's: for raters who were
 * not told how often each category occurs. Does not fall when nearly all items are of one category.
 *
 * @param counts items x categories, categories that nobody chose included @returns undefined as `fleissKappa`
 */
export function randolphKappa(counts: CategoryCounts): Value {
  return kappaOf(counts, "brennan-prediger");
}

function kappaOf(counts: CategoryCounts, model: ChanceModel): Value {
  const unfit = unfitCounts(counts);
  if (unfit) return unfit;
  const terms = agreementTerms(counts, model, "identity");
  return "undefined" in terms ? terms : { value: (terms.observed - terms.chance) / (1 - terms.chance) };
}

function unfitCounts(counts: CategoryCounts): Undefined | null {
  checkCounts(counts);
  if (counts.length === 0) return { undefined: "no_values" };
  const raters = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  if (raters.some((count) => count !== raters[0])) return { undefined: "unequal_raters_per_item" };
  return raters[0] < 2 ? { undefined: "fewer_than_two_raters" } : null;
}
