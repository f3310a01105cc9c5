import { defineMetric, type Metric, PROFILE, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { areaUnder, CURVE_STEPS, type Curves } from "./curves.ts";

const SHARED = {
  family: "faithfulness",
  profile: PROFILE,
  cites: ["petsiuk2018"],
  needs: ["curves"],
  reads: "values",
  reverses: true,
} as const;

const PARAMETERS = { preparation: RANKING, steps: CURVE_STEPS, ties: "row-major", output: "softmax" };
const INSERTION = { ...PARAMETERS, start: "RISE 11 x 11 blur (sigma 5), zero padding" };
const DELETION = { ...PARAMETERS, end: "0 in normalised space" };

/** How fast the class comes back as the highest pixels are uncovered on a blurred image. */
export const insertionAuc = defineMetric({
  ...SHARED,
  id: "insertion-auc",
  name: "Insertion AUC",
  direction: "higher",
  range: [0, 1],
  parameters: INSERTION,
  formula: "area under p_c as the highest pixels are restored on a blurred image",
  score: ({ curves }) => ({ value: areaUnder(present(curves).insertion) }),
});

/** How fast the class goes as the highest pixels are set to the mean colour. */
export const deletionAuc = defineMetric({
  ...SHARED,
  id: "deletion-auc",
  name: "Deletion AUC",
  direction: "lower",
  range: [0, 1],
  parameters: DELETION,
  formula: "area under p_c as the highest pixels are set to 0",
  score: ({ curves }) => ({ value: areaUnder(present(curves).deletion) }),
});

/**
 * A curve's area divided by the probability of the clean image. Each map is judged on the model it explains, and a more
 * confident model has larger areas whatever the map: this takes that away. Not defined where the clean probability is no
 * more than chance (1 / classes): the ratio would be that of two numbers next to 0, and a few such images would own the mean.
 */
function overClean(metric: Metric): Metric {
  return defineMetric({
    ...metric,
    id: `${metric.id}-over-clean`,
    name: `${metric.name} / clean`,
    range: [0, null],
    parameters: { ...metric.parameters, cleanAbove: "1 / classes" },
    formula: `${metric.formula}, divided by p_c of the clean image`,
    score(subject): Score {
      const score = metric.score(subject);
      const { clean, chance } = present(subject.curves);
      if ("undefined" in score) return score;
      return clean > chance ? { value: score.value / clean } : { undefined: "below_chance" };
    },
  });
}

export const insertionAucOverClean = overClean(insertionAuc);
export const deletionAucOverClean = overClean(deletionAuc);

function present(curves: Curves | null): Curves {
  if (!curves) throw new Error("this metric declares that it needs curves");
  return curves;
}
