import { bcaInterval, jackknife } from "../bca-interval.ts";
import { bootstrapError, percentileInterval, reflectedInterval, replicate } from "../bootstrap.ts";
import { meanAt } from "../bootstrap-mean.ts";
import { quantile } from "../quantile.ts";
import { replayDraws } from "./replay-draws.ts";
import { statsKind } from "./stats-kind.ts";

interface Inputs {
  x: number[];
  /** Of each resample. */
  indices: number[][];
}

type Statistic = (values: Float64Array, indices: Int32Array) => number;

const medianAt: Statistic = (values, indices) =>
  quantile(Float64Array.from(indices, (i) => values[i]).sort(), 0.5);

/** Percentile, reflected and BCa intervals of the mean and of the median, on stored resamples. */
export const bootstrapIntervals = statsKind<Inputs>(({ x, indices }) => {
  const values = Float64Array.from(x);
  const answer = (statistic: Statistic) => {
    const at = (units: Int32Array) => statistic(values, units);
    const estimate = at(Int32Array.from(values.keys()));
    const replicates = replicate(x.length, indices.length, replayDraws(indices), at);
    const percentile = percentileInterval(replicates, 0.95);
    const basic = reflectedInterval(estimate, replicates, 0.95);
    const bca = bcaInterval(estimate, replicates, jackknife(x.length, at), 0.95);
    return {
      estimate,
      se: bootstrapError(replicates),
      percentile95: [percentile.low, percentile.high],
      basic95: [basic.low, basic.high],
      ...("undefined" in bca
        ? { bca95: bca }
        : {
            bca95: [bca.low, bca.high],
            z0: bca.bias,
            acceleration: bca.acceleration,
            bca_alphas: bca.levels,
          }),
    };
  };
  return { mean: answer(meanAt), median: answer(medianAt) };
});
