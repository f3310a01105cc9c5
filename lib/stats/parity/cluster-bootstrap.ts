import { bootstrapError, type Draw, percentileInterval } from "../bootstrap.ts";
import { meansOfDraws, type RatingTable } from "../bootstrap-by-rater.ts";
import { replayDraws } from "./replay-draws.ts";
import { statsKind } from "./stats-kind.ts";

interface Inputs {
  /** rater, item, method (0 or 1), rating */
  rows: [number, number, number, number][];
  /** Of each resample. */
  rater_indices: number[][];
  item_indices: number[][];
}

/** Mean rating of method 1 minus that of method 0, on stored resamples of raters, and of raters and items. */
export const clusterBootstrap = statsKind<Inputs>(({ rows, rater_indices, item_indices }) => {
  const table = tableOf(rows, rater_indices[0].length, item_indices[0].length);
  const differences = (count: number, raters: Draw, items: Draw | null) => {
    const [zero, one] = meansOfDraws(table, count, raters, items);
    return one.map((value, r) => value - zero[r]);
  };
  const resampled = (items: Draw | null) => {
    const replicates = differences(rater_indices.length, replayDraws(rater_indices), items);
    const { low, high } = percentileInterval(replicates, 0.95);
    return { replicates, percentile95: [low, high], se: bootstrapError(replicates) };
  };
  const everyone: Draw = (raters) => raters.set([...raters.keys()]);
  return {
    estimate: differences(1, everyone, null)[0],
    by_rater: resampled(null),
    two_way: resampled(replayDraws(item_indices)),
  };
});

/** Raters and items are numbered; one without a row is drawn as often as the others. */
function tableOf(rows: Inputs["rows"], raters: number, items: number): RatingTable {
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i));
  return {
    raters: numbers(raters),
    items: numbers(items),
    groups: numbers(2),
    rater: Int32Array.from(rows, ([rater]) => rater),
    item: Int32Array.from(rows, ([, item]) => item),
    group: Int32Array.from(rows, ([, , method]) => method),
    value: Float64Array.from(rows, ([, , , rating]) => rating),
  };
}
