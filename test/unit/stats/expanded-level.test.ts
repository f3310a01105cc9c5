import { describe, expect, it } from "vitest";
import { expandedLevel } from "#lib/stats/expanded-level.ts";

describe("expandedLevel", () => {
  it.each([
    // From tables: t(.975, 9) = 2.2622, sqrt(10/9) t = 2.3846, Phi(-2.3846) = .00855; t(.975, 19) = 2.0930, 2.1474, .01588.
    [10, 0.9829],
    [20, 0.9682],
  ])("of %i units is as by tables", (units, level) => {
    expect(expandedLevel(units, 0.95)).toBeCloseTo(level, 4);
  });

  it("falls to the level itself as units are added, and takes two at least", () => {
    const levels = [2, 3, 5, 10, 100, 1e6].map((units) => expandedLevel(units, 0.9));
    for (const [i, level] of levels.slice(1).entries()) expect(level).toBeLessThan(levels[i]);
    expect(levels.at(-1)).toBeCloseTo(0.9, 5);
    expect(() => expandedLevel(1, 0.95)).toThrow(RangeError);
  });
});
