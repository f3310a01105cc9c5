import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { krippendorffAlpha, type MeasurementLevel } from "#lib/stats/agreement/krippendorff.ts";
import { percentileInterval, replicate } from "#lib/stats/bootstrap.ts";
import { meansOfDraws, tabulate } from "#lib/stats/bootstrap-by-rater.ts";
import { meanAt } from "#lib/stats/bootstrap-mean.ts";
import { pearson, spearman } from "#lib/stats/correlation.ts";
import { quantile } from "#lib/stats/quantile.ts";

type Undefinable<T> = T | { undefined: string };

function golden<T>(name: string): (T & { name: string })[] {
  return JSON.parse(readFileSync(new URL(`./golden/stats/${name}.json`, import.meta.url), "utf8")).cases;
}

function close(got: number, want: number) {
  expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-9 + 1e-8 * Math.abs(want));
}

function closeAll(got: ArrayLike<number>, want: readonly number[]) {
  expect(got.length).toBe(want.length);
  for (const [i, value] of want.entries()) close(got[i], value);
}

/** Replays stored resamples, one a call. */
function replay(draws: readonly (readonly number[])[]) {
  let next = 0;
  return (indices: Int32Array) => indices.set(draws[next++]);
}

describe("Krippendorff's alpha", () => {
  interface Case {
    ratings: (number | null)[][];
    expected: Record<MeasurementLevel, Undefinable<number>>;
    bootstrap?: {
      level: MeasurementLevel;
      unit_indices: number[][];
      replicates: number[];
      percentile95: [number, number];
    };
  }
  it.each(golden<Case>("krippendorff"))("$name", ({ ratings, expected, bootstrap }) => {
    for (const [level, want] of Object.entries(expected)) {
      const got = krippendorffAlpha(ratings, level as MeasurementLevel);
      if (typeof want === "object") expect(got).toEqual(want);
      else close((got as { value: number }).value, want);
    }
    if (!bootstrap) return;
    const replicates = bootstrap.unit_indices.map((columns) => {
      const resample = ratings.map((row) => columns.map((column) => row[column]));
      return krippendorffAlpha(resample, bootstrap.level);
    });
    const values = Float64Array.from(replicates, (alpha) => (alpha as { value: number }).value);
    closeAll(values, bootstrap.replicates);
    const { low, high } = percentileInterval(values, 0.95);
    closeAll([low, high], bootstrap.percentile95);
  });
});

describe("bootstrap of a mean", () => {
  interface Case {
    x: number[];
    indices: number[][];
    expected: Record<"mean" | "median", { estimate: number; percentile95: [number, number] } | undefined>;
  }
  const median = (values: Float64Array, indices: Int32Array) =>
    quantile(Float64Array.from(indices, (i) => values[i]).sort(), 0.5);

  it.each(golden<Case>("bootstrap"))("$name", ({ x, indices, expected }) => {
    const values = Float64Array.from(x);
    const check = (statistic: typeof meanAt, want: Case["expected"]["mean"]) => {
      if (!want) return;
      close(
        statistic(
          values,
          Int32Array.from(x, (_, i) => i),
        ),
        want.estimate,
      );
      const replicates = replicate(x.length, indices.length, replay(indices), (draw) =>
        statistic(values, draw),
      );
      const { low, high } = percentileInterval(replicates, 0.95);
      closeAll([low, high], want.percentile95);
    };
    expect(expected.mean).toBeDefined();
    check(meanAt, expected.mean);
    check(median, expected.median);
  });
});

describe("bootstrap clustered by rater", () => {
  interface Draws {
    replicates: number[];
    percentile95: [number, number];
  }
  interface Case {
    rows: [number, number, number, number][];
    rater_indices: number[][];
    item_indices: number[][];
    expected: { estimate: number; by_rater: Draws; two_way: Draws };
  }
  const name = (index: number) => String(index).padStart(3, "0");

  it.each(golden<Case>("cluster_bootstrap"))("$name", ({ rows, rater_indices, item_indices, expected }) => {
    const table = tabulate(
      rows.map(([rater, item, method, value]) => ({
        rater: name(rater),
        item: name(item),
        group: name(method),
        value,
      })),
    );
    const check = (drawItems: boolean, want: Draws) => {
      const items = drawItems ? replay(item_indices) : null;
      const [zero, one] = meansOfDraws(table, rater_indices.length, replay(rater_indices), items);
      const differences = one.map((value, r) => value - zero[r]);
      closeAll(differences, want.replicates);
      const { low, high } = percentileInterval(differences, 0.95);
      closeAll([low, high], want.percentile95);
    };
    check(false, expected.by_rater);
    check(true, expected.two_way);
  });
});

describe("correlation", () => {
  interface Case {
    x: number[];
    y: number[];
    expected: {
      pearson: Undefinable<{ r: number; p: number; ci95_fisher: [number, number] }>;
      spearman: Undefinable<{ rho: number; p_t: number; ci95_fisher: [number, number] }>;
    };
  }
  it.each(golden<Case>("correlation"))("$name", ({ x, y, expected }) => {
    const check = (
      got: ReturnType<typeof pearson>,
      want: Undefinable<[number, number, [number, number]]>,
    ) => {
      if (!Array.isArray(want)) return expect(got).toEqual(want);
      if ("undefined" in got) throw new Error(`undefined: ${got.undefined}`);
      closeAll([got.value, got.p, got.low, got.high], [want[0], want[1], ...want[2]]);
    };
    const { pearson: p, spearman: s } = expected;
    check(pearson(x, y), "undefined" in p ? p : [p.r, p.p, p.ci95_fisher]);
    check(spearman(x, y), "undefined" in s ? s : [s.rho, s.p_t, s.ci95_fisher]);
  });
});
