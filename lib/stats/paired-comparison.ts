import { adjustP } from "./adjust-p.ts";
import type { BootstrapOptions } from "./bootstrap.ts";
import { bootstrapPairedDifference } from "./bootstrap-mean.ts";
import type { Estimate, Undefined } from "./estimate.ts";
import { rankBiserial, type SignedRanks, wilcoxonSignedRank } from "./rank-tests/wilcoxon.ts";

/** Values of one thing (a method, an arm) on the same units in the same order; null where it has none. */
export interface PairedSample {
  id: string;
  values: readonly (number | null)[];
}

/** One thing against another on the units that have both. */
export interface PairedComparison {
  a: string;
  b: string;
  /** Mean of a - b with its bootstrap interval over units. */
  difference: Estimate;
  test: SignedRanks | Undefined;
  /** p of the test corrected by Holm for the family of comparisons; null where there is no test. */
  adjusted: number | null;
  /** Rank-biserial correlation: 1 = a is larger on every unit. */
  effect: { value: number } | Undefined;
}

/**
 * Compares things that were measured on the same units: interval of the mean difference, Wilcoxon's signed-rank test, Holm over the
 * family, effect size. The interval says how much, the test how surely, and the effect how often.
 *
 * @param samples at least two @param reference id that all others are compared with; by default every pair is
 */
export function compareSamples(
  samples: readonly PairedSample[],
  options: BootstrapOptions,
  reference?: string,
): PairedComparison[] {
  const pairs = samples.flatMap((a, i) =>
    samples.slice(i + 1).flatMap((b) => {
      if (reference === undefined || a.id === reference) return [[a, b] as const];
      return b.id === reference ? [[b, a] as const] : [];
    }),
  );
  const found = pairs.map(([a, b]) => {
    const differences = a.values.flatMap((value, i) => {
      const other = b.values[i];
      return value === null || other === null ? [] : [value - other];
    });
    // A fork by name: adding a method changes no other comparison.
    const random = options.random.fork(`${a.id} - ${b.id}`);
    return {
      a: a.id,
      b: b.id,
      difference: bootstrapPairedDifference(a.values, b.values, { ...options, random }),
      test: wilcoxonSignedRank(differences),
      effect: rankBiserial(differences),
    };
  });
  const adjusted = adjustP(
    found.map(({ test }) => ("undefined" in test ? null : test.p)),
    "holm",
  );
  return found.map((one, i) => ({ ...one, adjusted: adjusted[i] }));
}
