import { describe, expect, it } from "vitest";
import { bestWorstScores } from "#lib/stats/preference/best-worst.ts";

describe("bestWorstScores", () => {
  it("lies in [-1, 1], reached by what is always best and always worst", () => {
    const trials = [
      { items: [0, 1, 2], best: 0, worst: 2 },
      { items: [0, 2], best: 0, worst: 2 },
      { items: [1, 0, 2], best: 0, worst: 2 },
    ];
    expect(bestWorstScores(trials, 4)).toEqual([
      { best: 3, worst: 0, appearances: 3, score: { value: 1 } },
      { best: 0, worst: 0, appearances: 2, score: { value: 0 } },
      { best: 0, worst: 3, appearances: 3, score: { value: -1 } },
      { best: 0, worst: 0, appearances: 0, score: { undefined: "never_shown" } },
    ]);
  });

  it("changes its sign when best and worst change places", () => {
    const trials = [
      { items: [0, 1, 2], best: 1, worst: 2 },
      { items: [0, 1], best: 0, worst: 1 },
    ];
    const turned = trials.map(({ items, best, worst }) => ({ items, best: worst, worst: best }));
    const scores = (of: typeof trials) =>
      bestWorstScores(of, 3).map(({ score }) => (score as { value: number }).value);
    scores(turned).forEach((score, item) => {
      expect(score).toBeCloseTo(-scores(trials)[item], 12);
    });
  });

  it("refuses a choice that was not shown, or the same item as best and worst", () => {
    expect(() => bestWorstScores([{ items: [0, 1], best: 2, worst: 1 }], 3)).toThrow(RangeError);
    expect(() => bestWorstScores([{ items: [0, 1], best: 1, worst: 1 }], 3)).toThrow(RangeError);
    expect(() => bestWorstScores([{ items: [0, 0], best: 0, worst: 0 }], 3)).toThrow(RangeError);
    expect(() => bestWorstScores([{ items: [0, 7], best: 0, worst: 7 }], 3)).toThrow(RangeError);
  });
});
