import type { Random } from "#lib/tensor/random.ts";
import { cohenKappa } from "../agreement/cohen-kappa.ts";
import { bootstrap } from "../bootstrap.ts";
import type { Estimate, Value } from "../estimate.ts";
import { groupBy } from "../group-by.ts";
import { quantile } from "../quantile.ts";
import { type DrawnRegion, iouOf } from "./drawn-region.ts";
import { matchRegions, type RegionPair } from "./match-regions.ts";

/** One picture drawn by two people who did not see each other's work. */
export interface DoubleDrawing {
  /** Which picture it is. Where more than two people drew it there is one entry a pair of them. */
  picture: string;
  a: readonly DrawnRegion[];
  b: readonly DrawnRegion[];
}

export interface RegionAgreement {
  /** Pictures, and pairs of drawings of the same one: as many, unless more than two people drew some. */
  images: number;
  drawings: number;
  /** Least IoU of two regions that count as the same. */
  threshold: number;
  /** Did both see that something is there? */
  found: {
    both: number;
    onlyA: number;
    onlyB: number;
    /** 2 both / (2 both + onlyA + onlyB) with a 95 % interval by bootstrap over images. */
    f1: Estimate;
    /** F1 of drawings of different pictures: what agreeing by habit of place alone gives. */
    chance: Value;
    /** (f1 - chance) / (1 - chance): 1 = all found by both, 0 = no better than chance. */
    corrected: Value;
  };
  /** Of the regions both found: did they name them alike? */
  class: {
    pairs: number;
    observed: Value;
    kappa: Value;
  };
  /** Of the regions both found: do they lie on each other? */
  place: {
    pairs: number;
    meanIou: Estimate;
    /** Mean over regions of the largest IoU with any region the other person drew on the same, and on another picture. */
    nearest: Value;
    chance: Value;
    /** Share of regions whose nearest IoU is above the 95th percentile of chance. */
    sigma: Value;
    /** Kolmogorov-Smirnov distance of the nearest IoUs to those of chance, in [0, 1]. */
    ks: Value;
  };
}

export interface RegionAgreementOptions {
  random: Random;
  threshold?: number;
  replicates?: number;
  /** Most pairs of different pictures that chance is estimated from. */
  chancePairs?: number;
}

/**
 * Agreement of two people on where things are, in three questions that a raw mean IoU mixes up: found, class, place; each
 * beside what chance gives. Chance is empirical: A's drawing of one picture against B's of another, in relative
 * coordinates, so that data sets whose objects all lie in the middle do not look agreed upon. The pairs of drawings of one picture
 * are no independent units: they are resampled together, and never stand for chance.
 *
 * Source: found, class and place as in detection evaluation; sigma and KS: Braylan, Alonso and Lease, "Measuring annotator
 * agreement generally across complex structured, multi-object, and free-text annotation tasks", WWW 2022, section 4.
 * @returns undefined `no_values` where nobody drew anything, `fewer_than_two_values` for chance on one picture alone
 */
export function regionAgreement(
  drawings: readonly DoubleDrawing[],
  { random, threshold = 0.5, replicates, chancePairs = 2000 }: RegionAgreementOptions,
): RegionAgreement {
  const rows = drawings.map((row) => ({ ...row, pairs: matchRegions(row.a, row.b, threshold) }));
  const units = [...groupBy(rows, ({ picture }) => picture).values()];
  const others = crossPairs(drawings, chancePairs, random.fork("chance")).map(
    ([{ a }, { b }]): Row => ({ picture: "", a, b, pairs: matchRegions(a, b, threshold) }),
  );
  const sampled = { random: random.fork("found"), replicates };
  const f1 = f1Of(rows);
  const chance = others.length === 0 ? null : f1Of(others);
  const matched = rows.flatMap(({ a, b, pairs }) =>
    pairs.map((pair) => ({ a: a[pair.a].className, b: b[pair.b].className })),
  );
  const sum = (count: (row: Row) => number) => rows.reduce((total, row) => total + count(row), 0);
  const both = sum(({ pairs }) => pairs.length);
  return {
    images: units.length,
    drawings: drawings.length,
    threshold,
    found: {
      both,
      onlyA: sum(({ a }) => a.length) - both,
      onlyB: sum(({ b }) => b.length) - both,
      f1:
        f1 === null
          ? { undefined: "no_values" }
          : bootstrap(f1, units.length, (indices) => f1Of(pick(units, indices)), sampled),
      chance: orReason(chance, others.length === 0 ? "fewer_than_two_values" : "no_values"),
      corrected:
        f1 === null || chance === null
          ? { undefined: f1 === null ? "no_values" : "fewer_than_two_values" }
          : chance === 1
            ? { undefined: "no_variation" }
            : { value: (f1 - chance) / (1 - chance) },
    },
    class: {
      pairs: matched.length,
      observed: orReason(
        matched.length === 0 ? null : matched.filter(({ a, b }) => a === b).length / matched.length,
        "no_values",
      ),
      kappa: cohenKappa(classTable(matched)),
    },
    place: placeOf(units, others, { random: random.fork("place"), replicates }),
  };
}

interface Row extends DoubleDrawing {
  pairs: RegionPair[];
}

function f1Of(rows: readonly Row[]): number | null {
  let both = 0;
  let drawn = 0;
  for (const { a, b, pairs } of rows) {
    both += pairs.length;
    drawn += a.length + b.length;
  }
  return drawn === 0 ? null : (2 * both) / drawn;
}

function placeOf(
  units: readonly Row[][],
  others: readonly Row[],
  sampled: { random: Random; replicates?: number },
): RegionAgreement["place"] {
  const rows = units.flat();
  const pairs = iousOf(rows);
  const meanIou = meanOf(pairs);
  const near = rows.flatMap(nearest);
  const far = others.flatMap(nearest);
  const sorted = Float64Array.from(far).sort();
  const none = { undefined: others.length === 0 ? "fewer_than_two_values" : "no_values" } as const;
  const comparable = near.length > 0 && far.length > 0;
  const usual = comparable ? quantile(sorted, 0.95) : 0;
  return {
    pairs: pairs.length,
    meanIou:
      meanIou === null
        ? { undefined: "no_values" }
        : bootstrap(meanIou, units.length, (indices) => meanOf(iousOf(pick(units, indices))), sampled),
    nearest: orReason(meanOf(near), "no_values"),
    chance: orReason(meanOf(far), none.undefined),
    sigma: comparable ? { value: near.filter((iou) => iou > usual).length / near.length } : none,
    ks: comparable ? { value: kolmogorovSmirnov(near, far) } : none,
  };
}

const iousOf = (rows: readonly Row[]) => rows.flatMap(({ pairs }) => pairs.map(({ iou }) => iou));

/** Of each of A's regions, the largest IoU with any of B's; none where B drew nothing. */
function nearest({ a, b }: Pick<DoubleDrawing, "a" | "b">): number[] {
  return b.length === 0 ? [] : a.map((left) => Math.max(...b.map((right) => iouOf(left, right))));
}

/** Largest difference of the two empirical distribution functions. */
export function kolmogorovSmirnov(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()];
  let largest = 0;
  let [i, j] = [0, 0];
  while (i < x.length && j < y.length) {
    const at = Math.min(x[i], y[j]);
    while (i < x.length && x[i] <= at) i++;
    while (j < y.length && y[j] <= at) j++;
    largest = Math.max(largest, Math.abs(i / x.length - j / y.length));
  }
  return largest;
}

function classTable(pairs: readonly { a: string | null; b: string | null }[]): number[][] {
  const names = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const table = names.map(() => names.map(() => 0));
  for (const { a, b } of pairs) table[names.indexOf(a)][names.indexOf(b)]++;
  return table;
}

/** Ordered pairs of drawings of different pictures: all of them, or `most` drawn at random. */
function crossPairs(
  drawings: readonly DoubleDrawing[],
  most: number,
  random: Random,
): [DoubleDrawing, DoubleDrawing][] {
  const n = drawings.length;
  if (n * (n - 1) <= most) {
    return drawings.flatMap((a) =>
      drawings
        .filter(({ picture }) => picture !== a.picture)
        .map((b): [DoubleDrawing, DoubleDrawing] => [a, b]),
    );
  }
  if (drawings.every(({ picture }) => picture === drawings[0].picture)) return [];
  return Array.from({ length: most }, () => {
    for (;;) {
      const [a, b] = [drawings[random.integer(n)], drawings[random.integer(n)]];
      if (a.picture !== b.picture) return [a, b];
    }
  });
}

const pick = (units: readonly Row[][], indices: Int32Array): Row[] =>
  Array.from(indices, (i) => units[i]).flat();

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function orReason(value: number | null, reason: "no_values" | "fewer_than_two_values"): Value {
  return value === null ? { undefined: reason } : { value };
}
