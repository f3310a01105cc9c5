import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { winProbabilities } from "#lib/stats/preference/abilities.ts";
import { bradleyTerry } from "#lib/stats/preference/bradley-terry.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { fitted, noCounts, total, winTables } from "#test/support/choices.ts";

describe("bradleyTerry", () => {
  it("of two items is half the log odds, with half the standard error of a log odds", () => {
    const { scores, standardErrors } = fitted(
      bradleyTerry(
        [
          [0, 12],
          [4, 0],
        ],
        noCounts(2),
      ),
    );
    expect(scores[0]).toBeCloseTo(Math.log(3) / 2, 10);
    expect(scores[1]).toBeCloseTo(-Math.log(3) / 2, 10);
    expect(standardErrors[0]).toBeCloseTo(Math.sqrt(1 / 12 + 1 / 4) / 2, 10);
  });

  it("gives the abilities of the American League's baseball teams of 1987 (Agresti 2002, table 10.10)", () => {
    // Milwaukee, Detroit, Toronto, New York, Boston, Cleveland, Baltimore; wins of the row.
    const wins = [
      [0, 7, 9, 7, 7, 9, 11],
      [6, 0, 7, 5, 11, 9, 9],
      [4, 6, 0, 7, 7, 8, 12],
      [6, 8, 6, 0, 6, 7, 10],
      [6, 2, 6, 7, 0, 7, 12],
      [4, 4, 5, 6, 6, 0, 6],
      [2, 4, 1, 3, 1, 7, 0],
    ];
    const { scores } = fitted(bradleyTerry(wins, noCounts(7)));
    const overBaltimore = scores.map((score) => (score - scores[6]).toFixed(2));
    expect(overBaltimore).toEqual(["1.58", "1.44", "1.29", "1.25", "1.11", "0.68", "0.00"]);
  });

  it("makes every item win as often as expected, and sums to 0", () => {
    fc.assert(
      fc.property(winTables(4), (wins) => {
        const { scores, covariance } = fitted(bradleyTerry(wins, noCounts(4)));
        expect(total(scores)).toBeCloseTo(0, 9);
        const p = winProbabilities(scores);
        wins.forEach((row, i) => {
          const expected = total(row.map((count, j) => (count + wins[j][i]) * p[i][j]));
          expect(expected).toBeCloseTo(total(row), 7);
          expect(total(covariance[i])).toBeCloseTo(0, 9);
        });
      }),
    );
  });

  it("does not depend on the order of the items", () => {
    fc.assert(
      fc.property(winTables(4), fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (wins, order) => {
        const moved = order.map((i) => order.map((j) => wins[i][j]));
        const [got, want] = [moved, wins].map((one) => fitted(bradleyTerry(one, noCounts(4))));
        order.forEach((item, place) => {
          expect(got.scores[place]).toBeCloseTo(want.scores[item], 8);
          expect(got.standardErrors[place]).toBeCloseTo(want.standardErrors[item], 8);
        });
      }),
    );
  });

  it("has standard errors as its scores spread over samples", () => {
    const random = createRandom("bradley-terry");
    const truth = [0.6, 0.1, -0.7];
    const p = winProbabilities(truth);
    const fits = Array.from({ length: 600 }, () => {
      const wins = noCounts(3);
      for (let i = 0; i < 3; i++)
        for (let j = i + 1; j < 3; j++)
          for (let game = 0; game < 80; game++) random.uniform() < p[i][j] ? wins[i][j]++ : wins[j][i]++;
      return fitted(bradleyTerry(wins, noCounts(3)));
    });
    for (const item of [0, 1, 2]) {
      const scores = fits.map((fit) => fit.scores[item]);
      const mean = total(scores) / scores.length;
      const spread = Math.sqrt(total(scores.map((score) => (score - mean) ** 2)) / scores.length);
      const told = total(fits.map((fit) => fit.standardErrors[item])) / fits.length;
      expect(mean).toBeCloseTo(truth[item], 1);
      expect(told / spread).toBeGreaterThan(0.92);
      expect(told / spread).toBeLessThan(1.08);
    }
  });

  it("stays exact where one win in a million is all that holds an item", () => {
    const wins = [
      [0, 999_999, 0],
      [1, 0, 999_999],
      [0, 1, 0],
    ];
    const { scores, standardErrors } = fitted(bradleyTerry(wins, noCounts(3)));
    const odds = Math.log(999_999);
    [odds, 0, -odds].forEach((score, i) => {
      expect(scores[i]).toBeCloseTo(score, 7);
    });
    // Of three in a row, two differences of variance 1/w + 1/l: the outer ones are (2 d1 + d2) / 3 from the middle of all.
    const variance = 1 / 999_999 + 1;
    expect(standardErrors[0]).toBeCloseTo(Math.sqrt((5 / 9) * variance), 7);
    expect(standardErrors[1]).toBeCloseTo(Math.sqrt((2 / 9) * variance), 7);
  });

  it("says why there is none", () => {
    expect(bradleyTerry([[0]], noCounts(1))).toEqual({ undefined: "fewer_than_two_items" });
    expect(bradleyTerry(noCounts(2), noCounts(2))).toEqual({ undefined: "no_decisive_comparisons" });
    expect(
      bradleyTerry(
        [
          [0, 3],
          [0, 0],
        ],
        noCounts(2),
      ),
    ).toEqual({ undefined: "win_graph_not_strongly_connected" });
    const apart = noCounts(3);
    [apart[0][1], apart[1][0]] = [1, 1];
    expect(bradleyTerry(apart, noCounts(3))).toEqual({ undefined: "comparison_graph_disconnected" });
  });
});
