import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bradleyTerry } from "#lib/stats/preference/bradley-terry.ts";
import { plackettLuce } from "#lib/stats/preference/plackett-luce.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { fitted, noCounts, winTables } from "#test/support/choices.ts";

describe("plackettLuce", () => {
  it("of rankings of two is Bradley and Terry's model", () => {
    fc.assert(
      fc.property(winTables(3), (wins) => {
        const rankings = wins.flatMap((row, i) =>
          row.flatMap((count, j) => Array.from({ length: count }, () => [i, j])),
        );
        const [got, want] = [fitted(plackettLuce(rankings, 3)), fitted(bradleyTerry(wins, noCounts(3)))];
        got.scores.forEach((score, i) => {
          expect(score).toBeCloseTo(want.scores[i], 8);
          expect(got.standardErrors[i]).toBeCloseTo(want.standardErrors[i], 8);
        });
        expect(got.logLikelihood).toBeCloseTo(want.logLikelihood, 8);
      }),
    );
  });

  it("finds the abilities that rankings were drawn from", () => {
    const random = createRandom("plackett-luce");
    const truth = [1, 0.25, -0.25, -1];
    // The order of s + Gumbel noise is Plackett and Luce's.
    const rankings = Array.from({ length: 4000 }, () => {
      const worth = truth.map((score) => score - Math.log(-Math.log(random.uniform() + 2 ** -33)));
      return [0, 1, 2, 3].sort((a, b) => worth[b] - worth[a]).slice(0, 3);
    });
    // Three best of four shown: of the fourth it is known that it came last.
    const whole = rankings.map((ranking) => [
      ...ranking,
      ...[0, 1, 2, 3].filter((item) => !ranking.includes(item)),
    ]);
    const { scores, standardErrors } = fitted(plackettLuce(whole, 4));
    scores.forEach((score, i) => {
      expect(Math.abs(score - truth[i])).toBeLessThan(4 * standardErrors[i]);
      expect(standardErrors[i]).toBeLessThan(0.05);
    });
  });

  it("says why there is none", () => {
    expect(plackettLuce([], 3)).toEqual({ undefined: "no_decisive_comparisons" });
    expect(
      plackettLuce(
        [
          [0, 1],
          [1, 0],
        ],
        3,
      ),
    ).toEqual({ undefined: "comparison_graph_disconnected" });
    expect(() => plackettLuce([[0, 0]], 2)).toThrow(RangeError);
    expect(() => plackettLuce([[0, 5]], 2)).toThrow(RangeError);
  });
});
