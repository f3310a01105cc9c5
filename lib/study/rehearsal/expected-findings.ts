import type { Estimate } from "#lib/stats/estimate.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import { mean } from "#lib/stats/mean.ts";
import { simulatedPowers } from "#lib/stats/power/simulated-power.ts";
import type { Random } from "#lib/tensor/random.ts";
import { resampleArms } from "../arm-resamples.ts";
import { compareArms } from "../compare-arms.ts";
import { compareBetween } from "../compare-between.ts";
import type { ReportArm } from "../compute-report.ts";
import { scoreAnswers } from "../score-answers.ts";
import type { Mixture } from "./mixture.ts";
import { type StudyModel, simulateStudy } from "./simulate-study.ts";

/** Careful raters whose mean stands for what is planted: it is off by about 0.02 points of a five-point scale. */
const PLANTING_RATERS = 1000;
/** Tell a power to 5 percentage points. */
const POWER_STUDIES = 400;
const LEVEL = 0.05;

/**
 * What careful raters without number would score each arm, by simulation: the truth that a study of few raters, not all
 * of them careful, is to find. Nobody is left out by rules. An arm that nobody is shown is missing.
 */
export function plantedScores(model: StudyModel, random: Random): Map<string, number> {
  const careful: Mixture = new Map([["careful", 1]]);
  const everybody = { ...model, exclusions: {} };
  const answers = simulateStudy(everybody, { raters: PLANTING_RATERS, mixture: careful }, random);
  const ratings = scoreAnswers(model.template, answers);
  const byArm = groupBy(ratings, ({ armId }) => armId);
  return new Map([...byArm].map(([armId, own]) => [armId, mean(own.map(({ value }) => value))]));
}

/** Two arms to tell apart. */
export interface ArmPair {
  readonly a: string;
  readonly b: string;
}

/**
 * The power with which a study of so many raters tells each pair apart: the share of simulated studies in which the
 * report's own test, corrected by Holm over all pairs of a statement, is at most 0.05.
 */
export function powerOf(
  pairs: readonly ArmPair[],
  model: StudyModel,
  { arms, raters, mixture }: { arms: readonly ReportArm[]; raters: number; mixture: Mixture },
  random: Random,
): Estimate[] {
  return simulatedPowers(
    pairs.length,
    (study) => {
      const answers = simulateStudy(model, { raters, mixture }, study.fork("study"));
      const ratings = scoreAnswers(model.template, answers);
      // Only the tests are read: the intervals need not be good.
      const options = { random: study.fork("intervals"), replicates: 1 };
      const compared =
        model.template.shows.kind === "after-training"
          ? compareBetween(arms, resampleArms(ratings, options))
          : compareArms(arms, ratings, options);
      return pairs.map(({ a, b }) => {
        const found = compared.find((one) => (one.a === a && one.b === b) || (one.a === b && one.b === a));
        if (!found) return { undefined: "no_values" };
        return "undefined" in found.test ? found.test : { p: found.test.adjusted };
      });
    },
    { random, alpha: LEVEL, studies: POWER_STUDIES },
  );
}
