import type { AgreementWeighting } from "../agreement/agreement-weights.ts";
import { countCategories } from "../agreement/category-counts.ts";
import { type ChanceModel, chanceCorrected } from "../agreement/chance-corrected.ts";
import { statsKind } from "./stats-kind.ts";

const WEIGHTINGS: readonly AgreementWeighting[] = ["identity", "linear", "quadratic", "ordinal"];
const MODELS: readonly ChanceModel[] = ["gwet", "brennan-prediger", "fleiss", "krippendorff"];

interface Inputs {
  ratings: (number | null)[][];
  categories: number[];
}

/** Four coefficients with four weightings: value, terms, standard error and interval. */
export const gwet = statsKind<Inputs>(({ ratings, categories }) => {
  const counts = countCategories(ratings, categories);
  const answers = (weighting: AgreementWeighting) =>
    MODELS.map((model) => {
      const found = chanceCorrected(counts, model, weighting);
      if ("undefined" in found) return [model.replace("-", "_"), found];
      const { value, observed: pa, chance: pe, standardError: se, low, high } = found;
      return [model.replace("-", "_"), { value, pa, pe, se, ci95: [low, high] }];
    });
  return Object.fromEntries(
    WEIGHTINGS.map((weighting) => [weighting, Object.fromEntries(answers(weighting))]),
  );
});
