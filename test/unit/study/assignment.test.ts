import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AssignmentDesign, assignTrials, fittingTrialCount } from "#lib/study/assignment.ts";
import { assignmentDesigns, spread, studySeeds } from "#test/support/assignment-designs.ts";

const designs = assignmentDesigns({ items: 40, arms: 12 });

function countArms(design: AssignmentDesign, trials: { arm: number }[]): number[] {
  const counts = new Array<number>(design.arms).fill(0);
  for (const { arm } of trials) counts[arm]++;
  return counts;
}

function countCells(design: AssignmentDesign, seed: number, first: number, raters: number): number[] {
  const cells = new Array<number>(design.items * design.arms).fill(0);
  for (let index = first; index < first + raters; index++)
    for (const { item, arm } of assignTrials(design, seed, index)) cells[item * design.arms + arm]++;
  return cells;
}

describe("assignTrials", () => {
  test("nobody sees an image twice, and everything is within range", () => {
    fc.assert(
      fc.property(designs, studySeeds, fc.integer({ min: -50, max: 500 }), (design, seed, index) => {
        const trials = assignTrials(design, seed, index);
        expect(trials).toHaveLength(design.trialsPerRater);
        expect(new Set(trials.map((t) => t.item)).size).toBe(design.trialsPerRater);
        for (const { item, arm } of trials) {
          expect(item).toBeGreaterThanOrEqual(0);
          expect(item).toBeLessThan(design.items);
          expect(arm).toBeGreaterThanOrEqual(0);
          expect(arm).toBeLessThan(design.arms);
        }
      }),
    );
  });

  test("arms are balanced within a rater: by 1 when every item is shown, by 2 at the most", () => {
    fc.assert(
      fc.property(designs, studySeeds, fc.integer({ min: -50, max: 500 }), (design, seed, index) => {
        expect(spread(countArms(design, assignTrials(design, seed, index)))).toBeLessThanOrEqual(2);
        const complete = { ...design, trialsPerRater: design.items };
        expect(spread(countArms(complete, assignTrials(complete, seed, index)))).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("over any consecutive raters the item x arm cells differ by at most 1", () => {
    fc.assert(
      fc.property(
        designs,
        studySeeds,
        fc.integer({ min: -30, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (design, seed, first, raters) => {
          expect(spread(countCells(design, seed, first, raters))).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test("as many raters as arms cover every cell exactly once when everyone sees every item", () => {
    fc.assert(
      fc.property(designs, studySeeds, (design, seed) => {
        const complete = { ...design, trialsPerRater: design.items };
        expect(new Set(countCells(complete, seed, 0, design.arms))).toEqual(new Set([1]));
      }),
    );
  });

  test("a sequence follows from the seed and the index alone", () => {
    const design = { items: 21, arms: 8, trialsPerRater: 16 };
    const alone = assignTrials(design, 7, 3);
    for (const index of [0, 1, 2]) assignTrials(design, 7, index);
    expect(assignTrials(design, 7, 3)).toEqual(alone);
    expect(assignTrials(design, 8, 3)).not.toEqual(alone);
    expect(assignTrials(design, 7, 4)).not.toEqual(alone);
  });

  test("the order is shuffled: the same arm does not always come first", () => {
    const design = { items: 16, arms: 8, trialsPerRater: 16 };
    const first = Array.from({ length: 80 }, (_, index) => assignTrials(design, 1, index)[0].arm);
    expect(new Set(first).size).toBe(8);
  });

  test("refuses a design without trials", () => {
    expect(() => assignTrials({ items: 0, arms: 2, trialsPerRater: 1 }, 1, 0)).toThrow(RangeError);
    expect(() => assignTrials({ items: 3, arms: 2, trialsPerRater: 4 }, 1, 0)).toThrow(RangeError);
  });
});

test("fittingTrialCount keeps arms equal where it can", () => {
  expect(fittingTrialCount(21, 8, 24)).toBe(16);
  expect(fittingTrialCount(40, 8, 24)).toBe(24);
  expect(fittingTrialCount(5, 8, 24)).toBe(5);
});
