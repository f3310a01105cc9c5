import { describe, expect, test } from "vitest";
import { meansOfRaters, ratersIn, totalsByRater } from "#lib/stats/rater-totals.ts";
import { createRandom } from "#lib/tensor/random.ts";

const rows = [
  { rater: "b", group: "x", value: 5 },
  { rater: "a", group: "x", value: 1 },
  { rater: "a", group: "x", value: 2 },
  { rater: "a", group: "y", value: 4 },
];

describe("totals by rater", () => {
  test("make the means of groups, over all raters and over resamples", () => {
    const totals = totalsByRater(rows);
    expect(totals.groups).toEqual(["x", "y"]);
    expect([...meansOfRaters(totals, Int32Array.of(0, 1))]).toEqual([8 / 3, 4]);
    expect([...meansOfRaters(totals, Int32Array.of(0, 1, 1))]).toEqual([13 / 4, 4]);
    expect([...meansOfRaters(totals, Int32Array.of(1))]).toEqual([5, Number.NaN]);
    expect([ratersIn(totals, 0), ratersIn(totals, 1)]).toEqual([2, 1]);
  });

  test("are the same to the last digit whatever the order of rows", () => {
    const random = createRandom("totals");
    const many = Array.from({ length: 2000 }, () => ({
      rater: `r${random.integer(9)}`,
      group: `g${random.integer(3)}`,
      value: random.normal(),
    }));
    expect(totalsByRater(random.shuffle(many))).toEqual(totalsByRater(many));
  });
});
