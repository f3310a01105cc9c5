import { bootstrapAlpha } from "#lib/stats/agreement/krippendorff.ts";
import { clusteredMeans } from "#lib/stats/bootstrap-by-rater.ts";
import { bootstrapMean } from "#lib/stats/bootstrap-mean.ts";
import { bootstrapSpearman } from "#lib/stats/correlation.ts";
import type { Estimate as StatEstimate } from "#lib/stats/estimate.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import { createRandom, type Random } from "#lib/tensor/random.ts";
import { compareArms } from "./compare-arms.ts";
import { rateReliability } from "./rating-reliability.ts";
import type { ArmComparison, ArmReport, MetricCorrelation, RatingReliability } from "./report.ts";
import { resampleRaters } from "./resample-raters.ts";
import type { Statement } from "./template.ts";

/** One rating as the analysis sees it. */
export interface RatedStimulus {
  readonly rater: string;
  readonly armId: string;
  readonly itemId: string;
  readonly mapId: string;
  readonly value: number;
}

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
  readonly scale: readonly number[];
  readonly arms: readonly ReportArm[];
  readonly ratings: readonly RatedStimulus[];
  readonly metrics: readonly MapMetric[];
}

export interface ReportNumbers {
  agreement: StatEstimate;
  reliability: RatingReliability[];
  arms: ArmReport[];
  comparisons: ArmComparison[];
  correlations: MetricCorrelation[];
}

/**
 * The statistics of a plausibility study, seeded: mean rating an arm with an interval that resamples whole raters, every two arms of a
 * statement compared by the same resamples, ordinal Krippendorff alpha over stimuli (arm x item), reliability of maps' means a statement, metric means an arm with intervals over maps, and Spearman
 * between mean rating and metric over maps, separately for statements for and against a class.
 */
export function computeReport(input: ReportInput): ReportNumbers {
  const random = createRandom(input.seed).fork("report");
  const ofRaters = resampleRaters(input.ratings, random.fork("ratings"));
  const means = clusteredMeans(
    input.ratings.map((rating) => ({
      rater: rating.rater,
      item: rating.itemId,
      group: rating.armId,
      value: rating.value,
    })),
    ofRaters,
  );
  return {
    agreement: agreement(input.ratings, random.fork("agreement")),
    reliability: rateReliability(input.arms, input.ratings, random.fork("reliability")),
    comparisons: compareArms(input.arms, input.ratings, ofRaters),
    arms: input.arms.map((arm) => describeArm(input, arm, means.get(arm.armId), random)),
    correlations: correlate(input, random.fork("correlations")),
  };
}

function describeArm(
  { ratings, metrics, scale }: ReportInput,
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
    counts: scale.map((value) => own.filter((rating) => rating.value === value).length),
    rating: mean ?? { undefined: "no_values" },
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

/** Raters x stimuli, null where a rater did not see a stimulus. */
function agreement(ratings: readonly RatedStimulus[], random: Random): StatEstimate {
  const stimulusOf = (rating: RatedStimulus) => `${rating.itemId} ${rating.armId}`;
  const stimuli = [...new Set(ratings.map(stimulusOf))].sort();
  const column = new Map(stimuli.map((stimulus, i) => [stimulus, i]));
  const rows = [...groupBy(ratings, (rating) => rating.rater)].map(([, own]) => {
    const row: (number | null)[] = stimuli.map(() => null);
    for (const rating of own) row[column.get(stimulusOf(rating))!] = rating.value;
    return row;
  });
  return bootstrapAlpha(rows, "ordinal", { random });
}

function correlate({ arms, ratings, metrics }: ReportInput, random: Random): MetricCorrelation[] {
  const meanRating = new Map(
    [...groupBy(ratings, (rating) => rating.mapId)].map(([mapId, own]) => [
      mapId,
      own.reduce((sum, rating) => sum + rating.value, 0) / own.length,
    ]),
  );
  const statementOf = new Map(arms.map((arm) => [arm.armId, arm.statement]));
  const rated = metrics.filter(({ mapId, value }) => value !== null && meanRating.has(mapId));
  const groups = groupBy(rated, (metric) => `${metricKey(metric)} ${statementOf.get(metric.armId)}`);
  return [...groups].map(([key, points]) => ({
    metricId: points[0].metricId,
    profile: points[0].profile,
    statement: statementOf.get(points[0].armId)!,
    rho: bootstrapSpearman(
      points.map(({ mapId }) => meanRating.get(mapId)!),
      points.map(({ value }) => value!),
      { random: random.fork(key) },
    ),
  }));
}

const metricKey = ({ metricId, profile }: MapMetric): string => `${metricId} ${profile}`;
