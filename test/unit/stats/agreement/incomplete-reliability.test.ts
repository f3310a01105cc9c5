import { describe, expect, it } from "vitest";
import { type ItemRating, leaveOneRaterOut } from "#lib/stats/agreement/leave-one-rater-out.ts";
import { meanReliability } from "#lib/stats/agreement/mean-reliability.ts";
import { noiseCeiling } from "#lib/stats/agreement/noise-ceiling.ts";
import { spearman } from "#lib/stats/correlation.ts";
import type { Interval } from "#lib/stats/estimate.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { plantedStudy } from "#test/support/planted-study.ts";

const options = () => ({ random: createRandom("reliability"), replicates: 200 });

/** @param table items x raters; null where a rater did not see the item */
function rate(table: readonly (readonly (number | null)[])[]): ItemRating[] {
  return table.flatMap((row, i) =>
    row.flatMap((value, r) => (value === null ? [] : { rater: `r${r}`, item: `i${i}`, value })),
  );
}

describe("a rater with the mean of the others", () => {
  it("is the lower noise ceiling where every rater saw every item", () => {
    const table = [
      [1, 2, 1],
      [3, 2, 4],
      [4, 5, 3],
      [5, 3, 5],
    ];
    const found = leaveOneRaterOut(rate(table), options()) as Interval;
    expect(found.value).toBeCloseTo((noiseCeiling(table) as { lower: number }).lower, 12);
    expect(found.n).toBe(3);
  });

  it("is taken over the items that others rated too, as by hand", () => {
    // Item 4 is r0's alone. r0 gave items 1 to 3 the ranks 1 2 3, the others' means 1, 5 and 2 have 1 3 2: rho 1/2. r1 and the means
    // 1, 3.5 and 2.5 both have 1 3 2: rho 1. r2 shares two items only.
    const table = [
      [1, 1, null],
      [2, 5, 5],
      [4, 3, 1],
      [5, null, null],
    ];
    expect(leaveOneRaterOut(rate(table), options())).toMatchObject({ value: 0.75, n: 2 });
  });

  it("says why it does not exist", () => {
    expect(leaveOneRaterOut(rate([[1], [2], [3]]), options())).toEqual({
      undefined: "fewer_than_two_raters",
    });
    expect(
      leaveOneRaterOut(
        rate([
          [1, 2],
          [2, 3],
        ]),
        options(),
      ),
    ).toEqual({ undefined: "too_few_points" });
  });
});

describe("the reliability of mean ratings", () => {
  it("is 1 for raters of one mind and undefined where nothing tells items apart", () => {
    const alike = [1, 2, 3, 4, 5].map((value) => [value, value, value, value]);
    expect(meanReliability(rate(alike), options())).toEqual({ value: 1, low: 1, high: 1, n: 5 });
    expect(meanReliability(rate(alike.map((row) => row.map(() => 3))), options())).toEqual({
      undefined: "no_variation",
    });
    expect(meanReliability(rate([[1], [2], [3]]), options())).toEqual({ undefined: "fewer_than_two_raters" });
    expect(
      meanReliability(
        rate([
          [1, 2],
          [2, 3],
        ]),
        options(),
      ),
    ).toEqual({ undefined: "too_few_points" });
  });

  it("is undefined where halves order items the other way round", () => {
    const opposed = [1, 2, 3, 4, 5].map((value) => [value, 6 - value]);
    expect(meanReliability(rate(opposed), options())).toEqual({ undefined: "unrelated_halves" });
  });

  it("does not depend on the order of the ratings", () => {
    const { ratings } = plantedStudy(
      { raters: 8, items: 9, plausibility: [0.3, 0.6, 0.7], spread: 0.2 },
      "order",
    );
    const rows = ratings.map(({ rater, mapId, value }) => ({ rater, item: mapId, value }));
    expect(meanReliability(createRandom(1).shuffle(rows), options())).toEqual(
      meanReliability(rows, options()),
    );
  });

  it.each([
    { raters: 12, spread: 0.3 },
    { raters: 48, spread: 0.15 },
  ])("has as its root what the true values reach: $raters raters, spread $spread", ({ raters, spread }) => {
    const design = { raters, items: 30, plausibility: [0.4, 0.5, 0.6], spread };
    const studies = Array.from({ length: 60 }, (_, k) => plantedStudy(design, `ceiling ${k}`));
    const average = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    const ceilings = studies.map(({ ratings }) => {
      const rows = ratings.map(({ rater, mapId, value }) => ({ rater, item: mapId, value }));
      return Math.sqrt((meanReliability(rows, options()) as Interval).value);
    });
    const reached = studies.map(({ ratings, truth }) => {
      const maps = [...truth.keys()];
      const means = maps.map((id) =>
        average(ratings.filter(({ mapId }) => mapId === id).map(({ value }) => value)),
      );
      const found = spearman(
        maps.map((id) => truth.get(id)!),
        means,
      );
      return (found as Interval).value;
    });
    expect(average(ceilings)).toBeGreaterThan(average(reached) - 0.02);
    expect(average(ceilings)).toBeLessThan(average(reached) + 0.04);
  });
});
