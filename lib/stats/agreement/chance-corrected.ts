import { DEFAULT_LEVEL } from "../bootstrap.ts";
import type { Interval, Undefined } from "../estimate.ts";
import { mean, total } from "../mean.ts";
import { tQuantile } from "../student-t.ts";
import { type AgreementWeighting, agreementWeights } from "./agreement-weights.ts";
import { type CategoryCounts, checkCounts } from "./category-counts.ts";

/** What agreement by chance is taken to be. With `gwet`, identity weights give AC1 and others AC2. */
export type ChanceModel = "gwet" | "brennan-prediger" | "fleiss" | "krippendorff";

export interface ChanceCorrected extends Interval {
  /** Weighted share of agreeing pairs of raters, and what chance would give. */
  observed: number;
  chance: number;
  /** Over samples of items, raters as they are. */
  standardError: number;
}

/** Agreement before the correction, with each item's part in it. */
interface Terms {
  observed: number;
  chance: number;
  /** Linearised: the coefficient moves by (influence - its mean) / items when the item weighs a little more. */
  influence: number[];
}

/**
 * Chance-corrected agreement of any number of raters, with missing ratings (Gwet 2014, ch. 2-5):
 *
 *   kappa = (pa - pe) / (1 - pe)
 *   pa = mean over items with r_i >= 2 of sum_k r_ik (r*_ik - 1) / (r_i (r_i - 1)),   r*_ik = sum_l w_kl r_il
 *   pi_k = mean over items of r_ik / r_i
 *   pe: gwet (AC1, AC2)   T / (q (q-1)) sum_k pi_k (1 - pi_k),  T = sum of all weights
 *       brennan-prediger  T / q^2
 *       fleiss            sum_kl w_kl pi_k pi_l
 *       krippendorff      the same, pi_k = share of all ratings of items with r_i >= 2, and pa corrected for small samples:
 *                         (1 - e) pa + e, e = 1 / sum of r_i, items weighing as they have ratings
 *
 * Standard error by linearisation over items (Gwet 2014, ch. 5; 2008 for AC1), raters fixed; Student's interval with one degree
 * of freedom less than items, cut off at 1. All four are at most 1; fleiss and krippendorff fall to 0 and below where nearly all
 * ratings are in one category, however well raters agree: AC1 does not (Feinstein and Cicchetti's paradox, 1990).
 *
 * @param counts items x categories, r_ik @param weighting for ordered categories
 * @returns undefined `fewer_than_two_categories`, `no_pairable_values` (no item has two ratings), `fewer_than_two_items`,
 * `no_variation` (agreement by chance is certain)
 */
export function chanceCorrected(
  counts: CategoryCounts,
  model: ChanceModel,
  weighting: AgreementWeighting = "identity",
  level = DEFAULT_LEVEL,
): ChanceCorrected | Undefined {
  const terms = agreementTerms(counts, model, weighting);
  if ("undefined" in terms) return terms;
  const { observed, chance, influence } = terms;
  const n = influence.length;
  if (n < 2) return { undefined: "fewer_than_two_items" };
  const value = (observed - chance) / (1 - chance);
  const centre = mean(influence);
  const squares = influence.reduce((sum, one) => sum + (one - centre) ** 2, 0);
  const standardError = Math.sqrt(squares / (n * (n - 1)));
  const half = tQuantile(level, n - 1) * standardError;
  return { value, low: value - half, high: Math.min(1, value + half), n, observed, chance, standardError };
}

/** The parts of the coefficient; see `chanceCorrected`. */
export function agreementTerms(
  counts: CategoryCounts,
  model: ChanceModel,
  weighting: AgreementWeighting,
): Terms | Undefined {
  checkCounts(counts);
  if (counts.length === 0) return { undefined: "no_pairable_values" };
  const q = counts[0].length;
  if (q < 2) return { undefined: "fewer_than_two_categories" };
  if (!counts.some((row) => total(row) >= 2)) return { undefined: "no_pairable_values" };
  const weights = agreementWeights(weighting, q);
  const terms =
    model === "krippendorff" ? pairableTerms(counts, weights) : allItemsTerms(counts, model, weights);
  return terms.chance >= 1 ? { undefined: "no_variation" } : terms;
}

/** Terms in which every item that has two ratings weighs the same. */
function allItemsTerms(
  counts: CategoryCounts,
  model: "gwet" | "brennan-prediger" | "fleiss",
  weights: number[][],
): Terms {
  const items = counts.filter((row) => total(row) >= 1);
  const pairable = items.filter((row) => total(row) >= 2).length;
  const shares = items.map((row) => row.map((count) => count / total(row)));
  const chanceOf = chancePart(model, meanRow(shares), weights);
  const agreements = items.map((row) => {
    const raters = total(row);
    return raters < 2 ? null : agreeingPairs(row, weights) / (raters * (raters - 1));
  });
  const observed = agreements.reduce<number>((sum, one) => sum + (one ?? 0), 0) / pairable;
  const parts = shares.map(chanceOf);
  const chance = mean(parts);
  const value = (observed - chance) / (1 - chance);
  const influence = agreements.map((agreement, i) => {
    const own = agreement === null ? 0 : ((items.length / pairable) * (agreement - chance)) / (1 - chance);
    return own - (2 * (1 - value) * (parts[i] - chance)) / (1 - chance);
  });
  return { observed, chance, influence };
}

/** An item's part in agreement by chance: linear in its shares of categories, and its mean over items is pe. */
function chancePart(
  model: "gwet" | "brennan-prediger" | "fleiss",
  pi: number[],
  weights: number[][],
): (shares: readonly number[]) => number {
  const q = pi.length;
  const all = weights.reduce((sum, row) => sum + total(row), 0);
  if (model === "brennan-prediger") return () => all / q ** 2;
  if (model === "gwet")
    return (shares) =>
      (all / (q * (q - 1))) *
      dot(
        pi,
        shares.map((share) => 1 - share),
      );
  const weighted = weights.map((row) => dot(row, pi));
  return (shares) => dot(weighted, shares);
}

/** Krippendorff's terms: every rating of an item with at least two weighs the same. */
function pairableTerms(counts: CategoryCounts, weights: number[][]): Terms {
  const items = counts.filter((row) => total(row) >= 2);
  const raters = mean(items.map(total));
  const pi = meanRow(items).map((count) => count / raters);
  const weighted = weights.map((row) => dot(row, pi));
  const agreements = items.map((row) => agreeingPairs(row, weights) / (raters * (total(row) - 1)));
  const plain = mean(agreements);
  const chance = dot(weighted, pi);
  const small = 1 / (items.length * raters);
  const observed = (1 - small) * plain + small;
  const value = (plain - chance) / (1 - chance);
  const influence = items.map((row, i) => {
    const excess = (total(row) - raters) / raters;
    const agreement = agreements[i] - observed * excess;
    const part = dot(weighted, row) / raters - chance * excess;
    return (agreement - chance - 2 * (1 - value) * (part - chance)) / (1 - chance);
  });
  return { observed, chance, influence };
}

/** Ordered pairs of raters of one item, each weighing as their categories agree. */
function agreeingPairs(row: readonly number[], weights: number[][]): number {
  return row.reduce((sum, count, k) => sum + count * (dot(weights[k], row) - 1), 0);
}

/** Mean row. */
function meanRow(rows: CategoryCounts): number[] {
  return rows[0].map((_, k) => mean(rows.map((row) => row[k])));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * b[k], 0);
}
