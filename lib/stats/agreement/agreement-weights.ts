/** How much agreement two categories are: only the same one counts, or less the further apart they are. */
export type AgreementWeighting = "identity" | "linear" | "quadratic" | "ordinal";

/**
 * Weights w_kl of agreement in [0, 1] for q ordered categories (Gwet 2014, ch. 3): 1 on the diagonal, and off it
 *
 *   identity 0;  linear 1 - |k-l| / (q-1);  quadratic 1 - (k-l)^2 / (q-1)^2;  ordinal 1 - m (m-1) / (q (q-1)), m = |k-l| + 1
 *
 * @param q categories, at least 2 @returns [q][q]
 */
export function agreementWeights(weighting: AgreementWeighting, q: number): number[][] {
  const weightOf = (distance: number) => {
    if (distance === 0) return 1;
    switch (weighting) {
      case "identity":
        return 0;
      case "linear":
        return 1 - distance / (q - 1);
      case "quadratic":
        return 1 - distance ** 2 / (q - 1) ** 2;
      case "ordinal":
        return 1 - (distance * (distance + 1)) / (q * (q - 1));
    }
  };
  return Array.from({ length: q }, (_, k) => Array.from({ length: q }, (_, l) => weightOf(Math.abs(k - l))));
}
