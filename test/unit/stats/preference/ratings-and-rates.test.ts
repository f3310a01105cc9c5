import { describe, expect, it } from "vitest";
import { eloRatings } from "#lib/stats/preference/elo.ts";
import { winRates } from "#lib/stats/preference/win-rate.ts";
import { noCounts, total } from "#test/support/choices.ts";

describe("eloRatings", () => {
  it("moves equals by half of k, keeps the mean, and the better by less", () => {
    expect(eloRatings([{ first: 0, second: 1, score: 1 }], 2)).toEqual([1016, 984]);
    const games = [
      { first: 0, second: 1, score: 1 },
      { first: 1, second: 2, score: 0.5 },
      { first: 2, second: 0, score: 0 },
    ];
    expect(total(eloRatings(games, 3, { k: 20, base: 1500 })) / 3).toBeCloseTo(1500, 9);
    const [once, twice] = [1, 2].map((n) => eloRatings(Array(n).fill(games[0]), 2)[0]);
    expect(twice - once).toBeLessThan(once - 1000);
  });

  it("refuses a game with oneself and a score beyond 1", () => {
    expect(() => eloRatings([{ first: 0, second: 0, score: 1 }], 2)).toThrow(RangeError);
    expect(() => eloRatings([{ first: 0, second: 1, score: 3 }], 2)).toThrow(RangeError);
  });
});

describe("winRates", () => {
  it("counts a tie as half, and has none for what was never shown", () => {
    const wins = noCounts(3);
    wins[0][1] = 3;
    const ties = noCounts(3);
    [ties[0][1], ties[1][0]] = [2, 2];
    expect(winRates(wins, ties)).toEqual([
      { exposures: 5, rate: { value: 0.8 } },
      { exposures: 5, rate: { value: 0.2 } },
      { exposures: 0, rate: { undefined: "never_shown" } },
    ]);
  });
});
