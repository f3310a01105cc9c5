import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assignOneArm } from "#lib/study/arm-of-rater.ts";
import type { AssignmentDesign } from "#lib/study/assignment.ts";
import { assignmentDesigns, spread, studySeeds } from "#test/support/assignment-designs.ts";

const designs = assignmentDesigns({ items: 30, arms: 8 });
const firsts = fc.integer({ min: -60, max: 500 });

const from = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);

/** The one arm of a rater. */
function armOf(design: AssignmentDesign, seed: number, index: number): number {
  const [{ arm }] = assignOneArm(design, seed, index);
  return arm;
}

describe("a rater of one arm", () => {
  test("sees every image at most once, all of them under the same arm", () => {
    fc.assert(
      fc.property(designs, studySeeds, firsts, (design, seed, index) => {
        const trials = assignOneArm(design, seed, index);
        expect(trials).toHaveLength(design.trialsPerRater);
        expect(new Set(trials.map(({ item }) => item)).size).toBe(design.trialsPerRater);
        for (const { item } of trials) expect(item >= 0 && item < design.items).toBe(true);
        const arms = new Set(trials.map(({ arm }) => arm));
        expect(arms.size).toBe(1);
        expect([...arms][0] >= 0 && [...arms][0] < design.arms).toBe(true);
        expect(assignOneArm(design, seed, index)).toEqual(trials);
      }),
    );
  });

  test("over any consecutive raters, simulated ones too, the sizes of arms differ by at most 1", () => {
    fc.assert(
      fc.property(
        designs,
        studySeeds,
        firsts,
        fc.integer({ min: 1, max: 60 }),
        (design, seed, first, raters) => {
          const sizes = new Array<number>(design.arms).fill(0);
          for (const index of from(first, raters)) sizes[armOf(design, seed, index)]++;
          expect(spread(sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test("within every arm, over any of its consecutive raters, images are shown equally often or once more", () => {
    fc.assert(
      fc.property(
        designs,
        studySeeds,
        firsts,
        fc.integer({ min: 1, max: 60 }),
        (design, seed, first, raters) => {
          const shown = Array.from({ length: design.arms }, () => new Array<number>(design.items).fill(0));
          for (const index of from(first, raters))
            for (const { item, arm } of assignOneArm(design, seed, index)) shown[arm][item]++;
          for (const counts of shown) expect(spread(counts)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test("is set apart from the others of a block by nothing but the arm", () => {
    fc.assert(
      fc.property(designs, studySeeds, fc.integer({ min: -9, max: 60 }), (design, seed, block) => {
        const sequences = from(block * design.arms, design.arms).map((index) =>
          assignOneArm(design, seed, index),
        );
        const items = sequences.map((trials) => trials.map(({ item }) => item));
        for (const own of items) expect(own).toEqual(items[0]);
        expect(sequences.map(([{ arm }]) => arm)).toEqual(from(0, design.arms));
      }),
    );
  });
});
