import { upsampleMap } from "#lib/imaging/saliency.ts";
import { spearman } from "#lib/stats/correlation.ts";
import type { ImageBatch, SaliencyMap } from "#lib/tensor/model-view.ts";
import { entropy } from "../complexity/entropy.ts";
import { defineProbingMetric, type Explain, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { whyConstant, whyNotFinite } from "../why-unscorable.ts";

/**
 * Model parameter randomisation test (Adebayo et al. 2018): Spearman's correlation of a map with the map of the same method on a
 * model whose weights were drawn anew. Near 0 is good: a map that stays does not depend on what the model has learned.
 *
 * @param sign "absolute" compares |M|, for methods whose sign is arbitrary
 * @returns undefined `non_finite_map`, `constant_map`
 */
export function randomisationSimilarity(
  original: ArrayLike<number>,
  randomised: ArrayLike<number>,
  sign: "signed" | "absolute",
): Score {
  const reason =
    whyNotFinite(original) ?? whyNotFinite(randomised) ?? whyConstant(original) ?? whyConstant(randomised);
  if (reason) return reason;
  const read = (values: ArrayLike<number>) =>
    sign === "signed" ? values : Float64Array.from(values, (value) => Math.abs(value));
  const found = spearman(read(original), read(randomised));
  return "undefined" in found ? { undefined: "constant_map" } : { value: found.value };
}

/**
 * Efficient MPRT (Hedstrom et al. 2024): relative rise of the map's entropy when all weights are drawn anew,
 * (H(randomised) - H(original)) / H(original). Higher is better.
 *
 * @returns undefined `non_finite_map`, `zero_map`, `constant_map` where the original's entropy is 0
 */
export function entropyRise(original: ArrayLike<number>, randomised: ArrayLike<number>): Score {
  const before = entropy(original);
  const after = entropy(randomised);
  if ("undefined" in before) return before;
  if ("undefined" in after) return after;
  return before.value === 0
    ? { undefined: "constant_map" }
    : { value: (after.value - before.value) / before.value };
}

/** The map of a randomised model at the size of the model's input. */
async function mapOf(explain: Explain, image: ImageBatch, { height, width }: SaliencyMap) {
  const [made] = await explain(image);
  return upsampleMap(made, height, width).data;
}

const SHARED = {
  family: "sanity",
  needs: ["explainer"],
  reads: "values",
  forwards: 0,
} as const;

/** All weights at once; drawn as a new model's are. */
export const parameterRandomisation = defineProbingMetric({
  ...SHARED,
  id: "parameter-randomisation",
  name: "Parameter randomisation",
  direction: "lower",
  range: [-1, 1],
  profile: "whynot",
  cites: ["adebayo2018"],
  parameters: { preparation: RANKING, weights: "all drawn anew", sign: "absolute" },
  formula:
    "Spearman correlation of |M| with the map of the same method on a model whose weights were drawn anew",
  explanations: 1,
  async probe({ explainRandomised, image, values }) {
    const last = explainRandomised?.at(-1);
    if (!last) return { undefined: "no_explainer" };
    return randomisationSimilarity(values.data, await mapOf(last, image, values), "absolute");
  },
});

export const efficientRandomisation = defineProbingMetric({
  ...SHARED,
  id: "entropy-rise",
  name: "Efficient randomisation",
  direction: "higher",
  range: [null, null],
  profile: "quantus",
  cites: ["hedstrom2024"],
  parameters: { preparation: RANKING, weights: "all drawn anew" },
  formula: "relative rise of the map's entropy when the model's weights are drawn anew",
  explanations: 1,
  async probe({ explainRandomised, image, values }) {
    const last = explainRandomised?.at(-1);
    if (!last) return { undefined: "no_explainer" };
    return entropyRise(values.data, await mapOf(last, image, values));
  },
});
