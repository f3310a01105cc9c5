import { bootstrapMean } from "#lib/stats/bootstrap-mean.ts";
import type { Estimate as StatEstimate } from "#lib/stats/estimate.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import { createRandom, type Random } from "#lib/tensor/random.ts";
import { armMeans } from "./arm-means.ts";
import { compareArms } from "./compare-arms.ts";
import { computeBetween } from "./compute-between.ts";
import type { MapMetric, ReportInput } from "./compute-report.ts";
import type { ArmComparison, ArmReport, Utility } from "./report.ts";
import { resampleRaters } from "./resample-raters.ts";
import { type CorrectnessSplit, splitByCorrectness } from "./split-by-correctness.ts";

/** What a report says of each arm, and of the arms compared. */
export interface ArmNumbers {
  arms: ArmReport[];
  comparisons: ArmComparison[];
  betweenRaters: boolean;
  utility?: Utility[];
  /** Null where people are shown neither map nor answer. */
  correctness: CorrectnessSplit[] | null;
}

/** Of all draws of a study's report. */
export const reportRandom = ({ seed }: Pick<ReportInput, "seed">): Random =>
  createRandom(seed).fork("report");

export const metricKey = ({ metricId, profile }: MapMetric): string => `${metricId} ${profile}`;

/** Steps of `armSteps`. */
export const ARM_STEPS = 2;

/** The numbers of arms a step at a time: all that is told of everybody beside those whom the rules leave in. */
export function* armSteps(input: ReportInput): Generator<undefined, ArmNumbers> {
  const { template, arms, ratings } = input;
  const random = reportRandom(input);
  const { means, ...compared } =
    template.shows.kind === "after-training"
      ? computeBetween(arms, ratings, random.fork("ratings"))
      : computeWithin(input, random.fork("ratings"));
  yield;
  return { ...compared, arms: describeArms(input, means, random) };
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
