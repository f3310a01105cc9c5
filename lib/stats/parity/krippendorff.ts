import { krippendorffAlpha, type MeasurementLevel, type RatingMatrix } from "../agreement/krippendorff.ts";
import { percentileInterval } from "../bootstrap.ts";
import { compareExpected } from "./compare-expected.ts";
import { numberOrReason, statsKind } from "./stats-kind.ts";

const LEVELS: readonly MeasurementLevel[] = ["nominal", "ordinal", "interval", "ratio"];

interface Inputs {
  ratings: RatingMatrix;
  /** Alpha on stored resamples of the units; its answers stand beside them. */
  bootstrap?: { level: MeasurementLevel; unit_indices: number[][] } | null;
  property?: "every value <= 0";
}

/** Alpha on every scale, and its percentile interval on stored resamples of the units. */
export const krippendorff = statsKind<Inputs>(
  ({ ratings, bootstrap, property }) => {
    const alphas = Object.fromEntries(
      LEVELS.map((level) => [level, numberOrReason(krippendorffAlpha(ratings, level))]),
    );
    const holds = Object.values(alphas).every((alpha) => typeof alpha === "number" && alpha <= 0);
    return {
      ...alphas,
      property: property && (holds ? property : "a value above 0"),
      bootstrap: bootstrap && resampled(ratings, bootstrap.level, bootstrap.unit_indices),
    };
  },
  ({ expected, bootstrap, property }, got, tolerance) =>
    compareExpected({ ...(expected as object), bootstrap, property }, got, tolerance),
);

function resampled(ratings: RatingMatrix, level: MeasurementLevel, draws: readonly number[][]) {
  const replicates = draws.map((units) => {
    const alpha = krippendorffAlpha(
      ratings.map((row) => units.map((unit) => row[unit])),
      level,
    );
    return "undefined" in alpha ? null : alpha.value;
  });
  const values = Float64Array.from(replicates.filter((value) => value !== null));
  const { low, high } = percentileInterval(values, 0.95);
  return { level, unit_indices: draws, replicates, percentile95: [low, high] };
}
