import { describe, expect, it } from "vitest";
import { clusteredDifference, clusteredMeans, type Rating } from "#lib/stats/bootstrap-by-rater.ts";
import { bootstrapMean } from "#lib/stats/bootstrap-mean.ts";
import type { Interval } from "#lib/stats/estimate.ts";
import { createRandom } from "#lib/tensor/random.ts";

const options = (replicates = 1000) => ({ random: createRandom("clusters"), replicates });

/** Raters who differ by a personal shift of sd 1, judging `items` items of two groups whose true difference is 0.5. */
function simulate(raters: number, items: number, shiftSd = 1): Rating[] {
  const random = createRandom("ratings");
  return Array.from({ length: raters }, (_, r) => {
    const shift = shiftSd * random.normal();
    return Array.from({ length: items }, (_, i) => ({
      rater: `r${r}`,
      item: `i${i}`,
      group: i % 2 ? "a" : "b",
      value: shift + (i % 2 ? 0.5 : 0) + 0.1 * random.normal(),
    }));
  }).flat();
}

describe("clusteredMeans", () => {
  it("is wider than an interval that takes answers of one person for independent ones", () => {
    const ratings = simulate(20, 40);
    const clustered = clusteredMeans(ratings, options()).get("a") as Interval;
    const values = ratings.filter((row) => row.group === "a").map((row) => row.value);
    const naive = bootstrapMean(values, options()) as Interval;
    expect(clustered.value).toBeCloseTo(naive.value, 12);
    expect(clustered.high - clustered.low).toBeGreaterThan(3 * (naive.high - naive.low));
    expect(clustered.n).toBe(20);
  });

  it("does not depend on the order of the rows", () => {
    const ratings = simulate(6, 8);
    const shuffled = createRandom(1).shuffle(ratings);
    expect(clusteredMeans(shuffled, options(200))).toEqual(clusteredMeans(ratings, options(200)));
  });

  it("is undefined with a single rater", () => {
    const one = simulate(1, 10);
    expect(clusteredMeans(one, options(50)).get("a")).toEqual({ undefined: "fewer_than_two_raters" });
  });

  it("takes items into account when asked to", () => {
    const ratings = simulate(12, 6, 0).map((row) => ({
      ...row,
      value: row.value + Number(row.item.slice(1)),
    }));
    const byRater = clusteredMeans(ratings, options()).get("a") as Interval;
    const both = clusteredMeans(ratings, { ...options(), by: "rater-and-item" }).get("a") as Interval;
    expect(both.high - both.low).toBeGreaterThan(4 * (byRater.high - byRater.low));
  });
});

describe("clusteredDifference", () => {
  it("cancels the raters' personal level, since each resample holds whole raters", () => {
    const { value, low, high } = clusteredDifference(simulate(20, 40), "a", "b", options()) as Interval;
    expect(value).toBeCloseTo(0.5, 1);
    expect(high - low).toBeLessThan(0.1);
    expect(low).toBeGreaterThan(0.4);
  });

  it("is undefined for a group nobody rated", () => {
    expect(clusteredDifference(simulate(3, 4), "a", "z", options(50))).toEqual({ undefined: "no_values" });
  });
});
