import { bootstrapSpearman } from "#lib/stats/correlation.ts";
import type { Estimate as StatEstimate } from "#lib/stats/estimate.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import type { Random } from "#lib/tensor/random.ts";
import { answerAgreement } from "./answer-agreement.ts";
import { ARM_STEPS, type ArmNumbers, armSteps, metricKey, reportRandom } from "./compute-arms.ts";
import { computePreference } from "./compute-preference.ts";
import { fitMixedModels } from "./fit-mixed-models.ts";
import { rateReliability } from "./rating-reliability.ts";
import type { MetricCorrelation, MixedModel, Preference, RatingReliability } from "./report.ts";
import type { GivenAnswer, RatedStimulus } from "./score-answers.ts";
import type { Statement, StudyTemplate } from "./template.ts";

export interface ReportArm {
  readonly armId: string;
  readonly label: string;
  readonly explainerId: string;
  readonly statement: Statement;
}

/** A metric's value on one map; null where it is undefined. */
export interface MapMetric {
  readonly mapId: string;
  readonly armId: string;
  readonly metricId: string;
  readonly profile: string;
  readonly value: number | null;
}

export interface ReportInput {
  readonly seed: number;
  readonly template: Pick<StudyTemplate, "shows" | "agreement" | "preference" | "score">;
  /** What an answer about one arm can be, in order; empty where answers are about several. */
  readonly values: readonly number[];
  readonly arms: readonly ReportArm[];
  readonly answers: readonly GivenAnswer[];
  /** What they score: see `scoreAnswers`. */
  readonly ratings: readonly RatedStimulus[];
  readonly metrics: readonly MapMetric[];
}

export interface ReportNumbers extends ArmNumbers {
  agreement: StatEstimate;
  reliability: RatingReliability[];
  mixedModels: MixedModel[];
  preference: Preference | null;
  correlations: MetricCorrelation[];
}

/**
 * The statistics of a study, seeded, from what its answers score for each arm: mean score an arm with an interval that
 * resamples whole raters, every two arms of a statement compared by the same resamples, or where each rater belongs to one arm, arm by
 * arm (`computeBetween`), models with random raters and images where maps are judged one at a time, mean scores apart for
 * right and wrong answers of the computer, Krippendorff's alpha of the answers, reliability of maps' means a statement where maps are judged
 * one at a time, the template's model of preference, metric means an arm with intervals over maps, and Spearman between mean score and
 * metric over maps, separately for statements for and against a class.
 */
export function computeReport(input: ReportInput): ReportNumbers {
  const steps = reportSteps(input);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Steps of `reportSteps`, each of some seconds where there are a million answers. */
export const REPORT_STEPS = ARM_STEPS + 5;

/** The same a step at a time, so that whoever computes it can say how far it is, do something else in between, or stop. */
export function* reportSteps(input: ReportInput): Generator<undefined, ReportNumbers> {
  const { template, answers, arms, ratings } = input;
  const random = reportRandom(input);
  const ofArms = yield* armSteps(input);
  yield;
  const isOneByOne = template.shows.kind === "one-arm";
  const agreement = answerAgreement(template, answers, random.fork("agreement"));
  yield;
  const reliability = isOneByOne ? rateReliability(arms, ratings, random.fork("reliability")) : [];
  yield;
  const mixedModels = isOneByOne ? fitMixedModels(arms, ratings) : [];
  yield;
  const preference = template.preference
    ? computePreference(template.preference, arms, answers, random.fork("preference"))
    : null;
  yield;
  const correlations = correlate(input, random.fork("correlations"));
  return { ...ofArms, agreement, reliability, mixedModels, preference, correlations };
}

function correlate({ arms, ratings, metrics }: ReportInput, random: Random): MetricCorrelation[] {
  const meanScore = new Map(
    [...groupBy(ratings, (rating) => rating.mapId)].map(([mapId, own]) => [
      mapId,
      own.reduce((sum, rating) => sum + rating.value, 0) / own.length,
    ]),
  );
  const statementOf = new Map(arms.map((arm) => [arm.armId, arm.statement]));
  const rated = metrics.filter(({ mapId, value }) => value !== null && meanScore.has(mapId));
  const groups = groupBy(rated, (metric) => `${metricKey(metric)} ${statementOf.get(metric.armId)}`);
  return [...groups].map(([key, points]) => ({
    metricId: points[0].metricId,
    profile: points[0].profile,
    statement: statementOf.get(points[0].armId)!,
    rho: bootstrapSpearman(
      points.map(({ mapId }) => meanScore.get(mapId)!),
      points.map(({ value }) => value!),
      { random: random.fork(key) },
    ),
  }));
}
