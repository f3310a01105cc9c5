import type { Value } from "../estimate.ts";

/**
 * Share of units that two raters put in the same category: sum_i o_ii / n. In [0, 1]. Says nothing of chance; report it beside a
 * corrected coefficient.
 *
 * @param table [k][k] counts, rows one rater, columns the other @returns undefined `no_values`
 */
export function percentAgreement(table: readonly (readonly number[])[]): Value {
  const n = table.reduce((sum, row) => sum + row.reduce((all, count) => all + count, 0), 0);
  if (n === 0) return { undefined: "no_values" };
  return { value: table.reduce((sum, row, i) => sum + row[i], 0) / n };
}

/**
 * Prevalence- and bias-adjusted kappa (Byrt, Bishop and Carlin 1993), for k categories Bennett's S: (k p - 1) / (k - 1), p the
 * share of agreement; 2 p - 1 for two. In [-1 / (k-1), 1]. Kappa as it would be if all categories were chosen as often by both.
 *
 * @param table [k][k] counts @returns undefined `no_values`, `fewer_than_two_categories`
 */
export function prevalenceAdjustedKappa(table: readonly (readonly number[])[]): Value {
  const share = percentAgreement(table);
  if ("undefined" in share) return share;
  const k = table.length;
  return k < 2 ? { undefined: "fewer_than_two_categories" } : { value: (k * share.value - 1) / (k - 1) };
}
