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
  const { template, answers, arms, ratings } = input;
  const random = createRandom(input.seed).fork("report");
  const { means, ...compared } =
    template.shows.kind === "after-training"
      ? computeBetween(arms, ratings, random.fork("ratings"))
      : computeWithin(input, random.fork("ratings"));
  const isOneByOne = template.shows.kind === "one-arm";
  return {
    agreement: answerAgreement(template, answers, random.fork("agreement")),
    reliability: isOneByOne ? rateReliability(arms, ratings, random.fork("reliability")) : [],
    mixedModels: isOneByOne ? fitMixedModels(arms, ratings) : [],
    ...compared,
    arms: arms.map((arm) => describeArm(input, arm, means.get(arm.armId), random)),
    preference: template.preference
      ? computePreference(template.preference, arms, answers, random.fork("preference"))
      : null,
    correlations: correlate(input, random.fork("correlations")),
  };
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

function describeArm(
  { answers, ratings, metrics, values }: ReportInput,
  arm: ReportArm,
  mean: StatEstimate | undefined,
  random: Random,
): ArmReport {
  const own = ratings.filter((rating) => rating.armId === arm.armId);
  const byMetric = groupBy(
    metrics.filter((metric) => metric.armId === arm.armId),
    metricKey,
  );
  return {
    ...arm,
    raters: new Set(own.map((rating) => rating.rater)).size,
    ratings: own.length,
    items: new Set(own.map((rating) => rating.itemId)).size,
    counts: values.map((value) => answers.filter((one) => isAbout(one, arm) && one.value === value).length),
    score: mean ?? { undefined: "no_values" },
    metrics: [...byMetric].map(([key, values]) => ({
      metricId: values[0].metricId,
      profile: values[0].profile,
      mean: bootstrapMean(
        values.map((metric) => metric.value),
        { random: random.fork(`metric/${arm.armId}/${key}`) },
      ),
    })),
  };
}

const isAbout = ({ panels }: GivenAnswer, { armId }: ReportArm): boolean =>
  panels.length === 1 && panels[0].armId === armId;

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
