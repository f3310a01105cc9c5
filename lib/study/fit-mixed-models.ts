import type { Rating } from "#lib/stats/bootstrap-by-rater.ts";
import type { Estimate, Undefined } from "#lib/stats/estimate.ts";
import {
  type CumulativeLinkModel,
  fitCumulativeLinkModel,
} from "#lib/stats/mixed-models/cumulative-link-model.ts";
import { fitLinearMixedModel, type LinearMixedModel } from "#lib/stats/mixed-models/linear-mixed-model.ts";
import { RANDOM_FACTORS, type RandomFactor, SINGULAR } from "#lib/stats/mixed-models/random-factors.ts";
import { normalQuantile } from "#lib/stats/normal-distribution.ts";
import type { MixedModel } from "./report.ts";
import type { RatedStimulus } from "./score-answers.ts";
import type { Statement } from "./template.ts";

/** Beyond so many ratings a cumulative link model takes minutes, which a report that follows its study has not. */
export const MOST_RATINGS = 20_000;

/** Half the width of a 95 % Wald interval, in standard errors. */
const WALD = normalQuantile(0.975);

interface Arm {
  readonly armId: string;
  readonly statement: Statement;
}

/**
 * Ratings of one map at a time by models with crossed random intercepts of rater and image, for each statement with two
 * arms or more: the linear model's marginal mean of every arm, what it would be if all raters rated it on all images, and the
 * cumulative link model's log odds of a higher answer against the statement's first arm, which takes answers for ordered and no more
 * (see lib/stats/mixed-models). Intervals are Wald's at 95 %; n = raters of the arm. A factor whose variance comes out as 0, or
 * of which there is but one level, is left out, and the rest fitted again.
 *
 * @returns nothing for statements with fewer than two rated arms; undefined `too_many_ratings` beyond `most`
 */
export function fitMixedModels(
  arms: readonly Arm[],
  ratings: readonly RatedStimulus[],
  most = MOST_RATINGS,
): MixedModel[] {
  return (["for", "against"] as const).flatMap((statement) => {
    const rated = arms.filter(
      (arm) => arm.statement === statement && ratings.some(({ armId }) => armId === arm.armId),
    );
    return rated.length < 2 ? [] : [fitStatement(statement, rated, ratings, most)];
  });
}

function fitStatement(
  statement: Statement,
  arms: readonly Arm[],
  ratings: readonly RatedStimulus[],
  most: number,
): MixedModel {
  // Models sort groups by name: the first arm of the study is the first group.
  const nameOf = new Map(arms.map(({ armId }, i) => [armId, String(i).padStart(6, "0")]));
  const rows = ratings.flatMap(({ rater, itemId, armId, value }): Rating[] => {
    const group = nameOf.get(armId);
    return group === undefined ? [] : [{ rater, item: itemId, group, value }];
  });
  const isTooLong = rows.length > most;
  const linear = isTooLong ? TOO_MANY : fitWithout(rows, fitLinearMixedModel, zeroOfLinear);
  const ordered = isTooLong ? TOO_MANY : fitWithout(rows, fitCumulativeLinkModel, zeroOfOrdered);
  const ratersOf = (armId: string) =>
    new Set(ratings.filter((rating) => rating.armId === armId).map(({ rater }) => rater)).size;
  return {
    statement,
    random: { linear: linear.random, ordered: ordered.random },
    arms: arms.map(({ armId }, i) => ({
      armId,
      mean: marginalMean(linear.model, i, ratersOf(armId)),
      logOdds: i === 0 ? null : logOdds(ordered.model, i, ratersOf(armId)),
    })),
  };
}

interface Fitted<Model> {
  readonly model: Model | Undefined;
  /** Factors that have random intercepts in it. */
  readonly random: RandomFactor[];
}

const TOO_MANY: Fitted<never> = { model: { undefined: "too_many_ratings" }, random: [] };

/** The model with as many random factors as the ratings bear. */
function fitWithout<Model extends object>(
  rows: readonly Rating[],
  fitWith: (rows: readonly Rating[], options: { random: readonly RandomFactor[] }) => Model | Undefined,
  zeroOf: (model: Model) => RandomFactor | null,
): Fitted<Model> {
  const levels = { rater: countOf(rows, "rater"), item: countOf(rows, "item") };
  let random = RANDOM_FACTORS.filter((factor) => levels[factor] > 1 && levels[factor] < rows.length);
  for (;;) {
    const model = fitWith(rows, { random });
    const zero = "undefined" in model ? null : zeroOf(model);
    if (zero === null) return { model, random };
    random = random.filter((factor) => factor !== zero);
  }
}

const countOf = (rows: readonly Rating[], factor: RandomFactor) =>
  new Set(rows.map((row) => row[factor])).size;

function zeroOfLinear({ variances, residualVariance }: LinearMixedModel): RandomFactor | null {
  return smallest(variances, SINGULAR ** 2 * residualVariance);
}

function zeroOfOrdered({ deviations }: CumulativeLinkModel): RandomFactor | null {
  return smallest(deviations, SINGULAR);
}

/** The factor whose spread is least, if that is none at all. */
function smallest(
  spreads: Readonly<Partial<Record<RandomFactor, number>>>,
  none: number,
): RandomFactor | null {
  const [least] = RANDOM_FACTORS.filter((factor) => spreads[factor] !== undefined).sort(
    (a, b) => spreads[a]! - spreads[b]!,
  );
  return least !== undefined && spreads[least]! <= none ? least : null;
}

function marginalMean(model: LinearMixedModel | Undefined, i: number, n: number): Estimate {
  if ("undefined" in model) return model;
  const { means, covariance } = model;
  if ("undefined" in covariance) return covariance;
  return wald(means[i], Math.sqrt(covariance[i * means.length + i]), n);
}

function logOdds(model: CumulativeLinkModel | Undefined, i: number, n: number): Estimate {
  if ("undefined" in model) return model;
  const { effects, standardErrors } = model;
  if ("undefined" in standardErrors) return standardErrors;
  return wald(effects[i], standardErrors.effects[i - 1], n);
}

const wald = (value: number, error: number, n: number): Estimate => ({
  value,
  low: value - WALD * error,
  high: value + WALD * error,
  n,
});
