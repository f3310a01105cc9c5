/** How the p values of a family are corrected for their number. */
export type Correction = "bonferroni" | "sidak" | "holm" | "holm-sidak" | "hochberg" | "bh" | "by";

interface Rule {
  /** What becomes of the `rank`-th smallest (from 1) of `m` p values, before they are put in order. */
  of(p: number, rank: number, m: number): number;
  /** "down": from the smallest, none below one before it. "up": from the largest, none above one before it. */
  step: "single" | "down" | "up";
}

/** 1 - (1 - p)^tests; of one test, p to the last digit. */
const sidak = (p: number, tests: number) => (tests === 1 ? p : -Math.expm1(tests * Math.log1p(-p)));

/**
 * The family-wise error stays at alpha by Bonferroni (Dunn 1961) and Holm (1979) whatever the dependence; by Sidak (1967), its step-down
 * form and Hochberg (1988) for independent tests. The expected share of false rejections stays at alpha by Benjamini and Hochberg (1995) for
 * independent tests, by Benjamini and Yekutieli (2001) whatever the dependence.
 */
const RULES: Readonly<Record<Correction, Rule>> = {
  bonferroni: { step: "single", of: (p, _, m) => m * p },
  sidak: { step: "single", of: (p, _, m) => sidak(p, m) },
  holm: { step: "down", of: (p, rank, m) => (m - rank + 1) * p },
  "holm-sidak": { step: "down", of: (p, rank, m) => sidak(p, m - rank + 1) },
  hochberg: { step: "up", of: (p, rank, m) => (m - rank + 1) * p },
  bh: { step: "up", of: (p, rank, m) => (m / rank) * p },
  by: { step: "up", of: (p, rank, m) => (m / rank) * harmonic(m) * p },
};

/**
 * Adjusted p values of a family: rejecting those at most alpha is what the correction does at level alpha. With p_(1) <= ... <= p_(m),
 * `of` the correction's rule:
 *
 *   single  min(1, of(p_(i)))      down  max over j <= i of min(1, of(p_(j)))      up  min over j >= i of min(1, of(p_(j)))
 *
 * @param p in [0, 1]; null = undefined: it does not count in the family, and stays null
 * @throws RangeError for a p outside [0, 1]
 */
export function adjustP(p: readonly (number | null)[], correction: Correction): (number | null)[] {
  const { of, step } = RULES[correction];
  const known = p.flatMap((value, i) => (value === null ? [] : [{ value, i }]));
  for (const { value } of known) {
    if (!(value >= 0 && value <= 1)) throw new RangeError(`${value} is not a p value.`);
  }
  known.sort((a, b) => a.value - b.value);
  const m = known.length;
  const found = known.map(({ value }, k) => Math.min(1, of(value, k + 1, m)));
  if (step === "down") for (let k = 1; k < m; k++) found[k] = Math.max(found[k], found[k - 1]);
  if (step === "up") for (let k = m - 2; k >= 0; k--) found[k] = Math.min(found[k], found[k + 1]);
  const adjusted: (number | null)[] = p.map(() => null);
  for (const [k, { i }] of known.entries()) adjusted[i] = found[k];
  return adjusted;
}

function harmonic(m: number): number {
  let sum = 0;
  for (let i = m; i >= 1; i--) sum += 1 / i;
  return sum;
}
