import { bootstrapMean } from "#lib/stats/bootstrap-mean.ts";
import { bootstrapSpearman } from "#lib/stats/correlation.ts";
import type { Estimate as StatEstimate } from "#lib/stats/estimate.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import { createRandom, type Random } from "#lib/tensor/random.ts";
import { answerAgreement } from "./answer-agreement.ts";
import { armMeans } from "./arm-means.ts";
import { compareArms } from "./compare-arms.ts";
import { computeBetween } from "./compute-between.ts";
import { computePreference } from "./compute-preference.ts";
import { fitMixedModels } from "./fit-mixed-models.ts";
import { rateReliability } from "./rating-reliability.ts";
import type {
  ArmComparison,
  ArmReport,
  MetricCorrelation,
  MixedModel,
  Preference,
  RatingReliability,
  Utility,
} from "./report.ts";
import { resampleRaters } from "./resample-raters.ts";
import type { GivenAnswer, RatedStimulus } from "./score-answers.ts";
import { type CorrectnessSplit, splitByCorrectness } from "./split-by-correctness.ts";
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

export interface ReportNumbers {
  agreement: StatEstimate;
  reliability: RatingReliability[];
  arms: ArmReport[];
  comparisons: ArmComparison[];
  betweenRaters: boolean;
  utility?: Utility[];
  /** Null where people are shown neither map nor answer. */
  correctness: CorrectnessSplit[] | null;
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
export const REPORT_STEPS = 6;

/** The same a step at a time, so that whoever computes it can say how far it is, do something else in between, or stop. */
export function* reportSteps(input: ReportInput): Generator<undefined, ReportNumbers> {
  const { template, answers, arms, ratings } = input;
  const random = createRandom(input.seed).fork("report");
  const { means, ...compared } =
    template.shows.kind === "after-training"
      ? computeBetween(arms, ratings, random.fork("ratings"))
      : computeWithin(input, random.fork("ratings"));
  const isOneByOne = template.shows.kind === "one-arm";
  yield;
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
  const described = describeArms(input, means, random);
  yield;
  const correlations = correlate(input, random.fork("correlations"));
  return { agreement, reliability, mixedModels, ...compared, arms: described, preference, correlations };
}

/** Where each rater meets several arms, or all. */
function computeWithin({ template, arms, ratings }: ReportInput, random: Random) {
  const ofRaters = resampleRaters(ratings, random);
  return {
    betweenRaters: false,
    means: armMeans(ratings, ofRaters),
    comparisons: compareArms(arms, ratings, ofRaters),
    correctness: template.shows.kind === "plain" ? null : splitByCorrectness(arms, ratings, ofRaters),
  };
}

/** What arms are counted by. */
interface Rated {
  readonly raters: Set<string>;
  readonly items: Set<string>;
  ratings: number;
}

function describeArms(
  { arms, answers, ratings, metrics, values }: ReportInput,
  means: ReadonlyMap<string, StatEstimate>,
  random: Random,
): ArmReport[] {
  const rated = new Map(
    arms.map(({ armId }): [string, Rated] => [armId, { raters: new Set(), items: new Set(), ratings: 0 }]),
  );
  for (const { armId, rater, itemId } of ratings) {
    const own = rated.get(armId);
    if (!own) continue;
    own.raters.add(rater);
    own.items.add(itemId);
    own.ratings++;
  }
  const given = new Map<string, number>();
  for (const { panels, value } of answers) {
    if (panels.length !== 1) continue;
    const key = `${value} ${panels[0].armId}`;
    given.set(key, (given.get(key) ?? 0) + 1);
  }
  const byArm = groupBy(metrics, ({ armId }) => armId);
  return arms.map((arm) => {
    const own = rated.get(arm.armId)!;
    return {
      ...arm,
      raters: own.raters.size,
      ratings: own.ratings,
      items: own.items.size,
      counts: values.map((value) => given.get(`${value} ${arm.armId}`) ?? 0),
      score: means.get(arm.armId) ?? { undefined: "no_values" },
      metrics: [...groupBy(byArm.get(arm.armId) ?? [], metricKey)].map(([key, own]) => ({
        metricId: own[0].metricId,
        profile: own[0].profile,
        mean: bootstrapMean(
          own.map((metric) => metric.value),
          { random: random.fork(`metric/${arm.armId}/${key}`) },
        ),
      })),
    };
  });
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

const metricKey = ({ metricId, profile }: MapMetric): string => `${metricId} ${profile}`;
