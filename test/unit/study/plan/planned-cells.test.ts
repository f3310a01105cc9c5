import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignOneArm } from "#lib/study/arm-of-rater.ts";
import { assignTrials } from "#lib/study/assignment.ts";
import { plannedCells } from "#lib/study/plan/planned-cells.ts";

const alone = (arms: number) => Array.from({ length: arms }, (_, arm) => [arm]);

describe("planned counts", () => {
  it("of one map a trial are those of everybody's assigned trials, whatever the seed", () => {
    const design = fc.record({
      items: fc.integer({ min: 1, max: 15 }),
      arms: fc.integer({ min: 1, max: 5 }),
      trials: fc.integer({ min: 1, max: 15 }),
      raters: fc.integer({ min: 1, max: 12 }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(design, ({ items, arms, trials, raters, seed }) => {
        fc.pre(trials <= items);
        const cells = plannedCells({ items, arms, trialsPerRater: trials, conditions: alone(arms) }, raters);
        const assigned = Array.from({ length: raters }, (_, index) =>
          assignTrials({ items, arms, trialsPerRater: trials }, seed, index),
        );
        const counts = (of: (trial: { item: number; arm: number }) => number, size: number) => {
          const all = new Array<number>(size).fill(0);
          for (const trial of assigned.flat()) all[of(trial)]++;
          return { least: Math.min(...all), most: Math.max(...all) };
        };
        expect(cells.answers).toBe(raters * trials);
        expect(cells.map).toEqual(counts(({ item, arm }) => item * arms + arm, items * arms));
        expect(cells.arm).toEqual(counts(({ arm }) => arm, arms));
        if (arms < 2) {
          expect(cells.ratersOfPair).toBeNull();
          return;
        }
        const both = assigned.map((own) => new Set(own.map(({ arm }) => arm)));
        const pairs = alone(arms).flatMap(([a]) =>
          alone(arms).flatMap(([b]) =>
            a < b ? [both.filter((met) => met.has(a) && met.has(b)).length] : [],
          ),
        );
        expect(cells.ratersOfPair).toEqual({ least: Math.min(...pairs), most: Math.max(...pairs) });
        expect(cells.together).toEqual({ least: 0, most: 0 });
      }),
      { numRuns: 60 },
    );
  });

  it("of three arms in pairs: each trial judges two, each pair as often", () => {
    const conditions = [
      [0, 1],
      [1, 0],
      [0, 2],
      [2, 0],
      [1, 2],
      [2, 1],
    ];
    const cells = plannedCells({ items: 12, arms: 3, trialsPerRater: 12, conditions }, 6);
    expect(cells).toEqual({
      raters: 6,
      answers: 72,
      map: { least: 4, most: 4 },
      arm: { least: 48, most: 48 },
      together: { least: 24, most: 24 },
      ratersOfPair: { least: 6, most: 6 },
      ratersOfArm: null,
    });
  });

  it("where each rater belongs to one arm are those of such raters", () => {
    const design = { items: 10, arms: 3, trialsPerRater: 4, conditions: alone(3), armOfRater: true };
    const cells = plannedCells(design, 8);
    const maps = new Map<string, number>();
    for (let index = 0; index < 8; index++)
      for (const { item, arm } of assignOneArm({ items: 10, arms: 3, trialsPerRater: 4 }, 7, index))
        maps.set(`${item} ${arm}`, (maps.get(`${item} ${arm}`) ?? 0) + 1);
    expect(cells.map).toEqual({ least: maps.size < 30 ? 0 : 1, most: Math.max(...maps.values()) });
    expect(cells.arm).toEqual({ least: 8, most: 12 });
    expect(cells.ratersOfArm).toEqual({ least: 2, most: 3 });
    expect(cells.ratersOfPair).toEqual({ least: 0, most: 0 });
  });

  it("tell of maps that nobody judges", () => {
    const cells = plannedCells({ items: 20, arms: 2, trialsPerRater: 5, conditions: alone(2) }, 2);
    expect(cells.map).toEqual({ least: 0, most: 1 });
  });
});
