import type { Estimate } from "#lib/stats/estimate.ts";
import { wilson } from "#lib/stats/proportion/wilson.ts";
import { createRandom, type Random } from "#lib/tensor/random.ts";
import { compareArms } from "../compare-arms.ts";
import { type StudyModel, simulateStudy } from "../rehearsal/simulate-study.ts";
import { scoreAnswers } from "../score-answers.ts";
import { pairOf, planModels, type StudyToSimulate } from "./plan-model.ts";
import { PLANNED_ALPHA } from "./planned-power.ts";

/** Careful raters whose mean stands for what is planted: it is off by about 0.04 points of a five-point scale. */
const PLANTING_RATERS = 200;
/** Halvings of the effect that is planted: to a hundredth of what can be. */
const HALVINGS = 7;
const CAREFUL = new Map([["careful", 1]] as const);

export interface SimulatedPowerStep {
  /** Studies drawn so far. */
  readonly done: number;
  /** Of the studies drawn so far, with Wilson's interval for the chance of drawing. */
  readonly power: Estimate;
}

/**
 * The power of the primary test by simulation, study after study, so that whoever waits sees it come and may stop: careful simulated raters,
 * on the study's own assignment, between whose scores of the two arms the difference is planted; the share of studies in which
 * Wilcoxon's signed-rank test over raters is at most 0.05. Twice the same gives the same.
 *
 * @param difference of the arms' mean scores, in the units of the measure @param raters of a study, 2 or more
 * @returns nothing to yield where raters of this kind can't differ by so much: see `reachableDifference`
 */
export function* simulatePower(
  study: StudyToSimulate,
  { difference, raters, studies }: { difference: number; raters: number; studies: number },
): Generator<SimulatedPowerStep> {
  const models = planModels(study);
  const x = effectFor(study, models, difference);
  if (x === null) return;
  const model = models(x);
  const random = createRandom(study.seed).fork("planned power");
  let found = 0;
  for (let drawn = 0; drawn < studies; drawn++) {
    const source = random.fork(drawn);
    const answers = simulateStudy(model, { raters, mixture: CAREFUL }, source.fork("study"));
    const ratings = scoreAnswers(study.template, answers);
    // Only the test is read: the interval need not be good.
    const [{ test }] = compareArms(pairOf(study), ratings, {
      random: source.fork("interval"),
      replicates: 1,
    });
    if ("p" in test && test.p <= PLANNED_ALPHA) found++;
    yield { done: drawn + 1, power: wilson(found, drawn + 1) };
  }
}

/** The largest difference of two arms' mean scores that careful simulated raters can show, in the units of the measure. */
export const reachableDifference = (study: StudyToSimulate): number =>
  plantedDifference(study, planModels(study)(1));

/** The effect whose planted difference is this, by halving; null where none is as large. */
function effectFor(
  study: StudyToSimulate,
  models: (x: number) => StudyModel,
  difference: number,
): number | null {
  if (difference === 0) return 0;
  if (plantedDifference(study, models(1)) < difference) return null;
  let [below, above] = [0, 1];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (below + above) / 2;
    if (plantedDifference(study, models(middle)) < difference) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/** Mean score of the first arm less that of the second, over many careful raters who are the same for every effect. */
function plantedDifference(study: StudyToSimulate, model: StudyModel): number {
  const random: Random = createRandom(study.seed).fork("planted difference");
  const crowd = { raters: PLANTING_RATERS, mixture: CAREFUL };
  const ratings = scoreAnswers(study.template, simulateStudy(model, crowd, random));
  const [first, second] = pairOf(study).map(({ armId }) => {
    const own = ratings.filter((rating) => rating.armId === armId);
    return own.reduce((sum, { value }) => sum + value, 0) / own.length;
  });
  return first - second;
}
