import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assignInOrder, assignTrials } from "#lib/study/assignment.ts";
import { type ConditionDesign, listConditions, setsOf } from "#lib/study/conditions.ts";
import { blockBalance, sequenceBalance } from "#lib/study/design-balance.ts";

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const maps = (count: number) => range(count).map(() => ({ plain: false }));
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

const compared = (arms: number, panels: number): ConditionDesign => ({
  shows: { kind: "arms", count: panels },
  arms: maps(arms),
  panels,
  referenceArm: null,
});

describe("listConditions", () => {
  test("of one arm a trial are the arms, in the order in which trials were always assigned", () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 9 }),
        (seed, arms, index) => {
          const design: ConditionDesign = { ...compared(arms, 1), shows: { kind: "one-arm" } };
          const conditions = listConditions(design, seed);
          const trials = { items: 20, arms, trialsPerRater: 13 };
          expect(
            assignInOrder(trials, seed, index).map(({ item, arm }) => ({ item, arm: conditions[arm][0] })),
          ).toEqual(assignTrials(trials, seed, index));
        },
      ),
    );
  });

  test("bring every two arms together equally often, each at every place equally often", () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 2, max: 4 }),
        (seed, arms, count) => {
          const panels = Math.min(arms, count);
          const conditions = listConditions(compared(arms, panels), seed);
          const { repeats, together } = blockBalance(conditions, arms);
          expect([repeats, together]).not.toContain(null);
          expect(sequenceBalance(conditions, arms).perPosition).not.toBeNull();
        },
      ),
      { numRuns: 40 },
    );
  });

  test("of pairs come with their mirror image, one after the other", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 8 }), (seed, arms) => {
        const conditions = listConditions(compared(arms, 2), seed);
        expect(conditions).toHaveLength(arms * (arms - 1));
        for (let at = 0; at < conditions.length; at += 2)
          expect(conditions[at + 1]).toEqual(conditions[at].toReversed());
      }),
    );
  });

  test("beside a reference: it is in each of them, on either side of each other arm", () => {
    const design: ConditionDesign = {
      ...compared(4, 2),
      shows: { kind: "beside-reference" },
      referenceArm: 2,
    };
    const conditions = listConditions(design, 5).map((pair) => pair.join(" "));
    expect(conditions.sort()).toEqual(["0 2", "1 2", "2 0", "2 1", "2 3", "3 2"]);
    expect(() => setsOf({ ...design, referenceArm: null })).toThrow(RangeError);
  });

  test("never put a picture without a map beside others; a plain study shows nothing else", () => {
    const arms = [...maps(3), { plain: true }];
    expect(setsOf({ ...compared(4, 2), arms }).flat()).not.toContain(3);
    expect(setsOf({ ...compared(4, 1), arms, shows: { kind: "plain" } })).toEqual([[3]]);
    expect(setsOf({ ...compared(4, 1), arms, shows: { kind: "one-arm" } })).toEqual([[0], [1], [2], [3]]);
  });
});

describe("raters who compare several arms", () => {
  const studies = fc
    .record({
      arms: fc.integer({ min: 2, max: 6 }),
      count: fc.integer({ min: 2, max: 4 }),
      items: fc.integer({ min: 1, max: 30 }),
      seed: seeds,
    })
    .chain(({ arms, count, items, seed }) =>
      fc.record({
        conditions: fc.constant(listConditions(compared(arms, Math.min(arms, count)), seed)),
        items: fc.constant(items),
        seed: fc.constant(seed),
        trialsPerRater: fc.integer({ min: 1, max: items }),
      }),
    );

  test("see no image twice, and image x condition cells differ by at most 1 over any consecutive of them", () => {
    fc.assert(
      fc.property(studies, fc.integer({ min: -20, max: 40 }), (study, first) => {
        const { conditions, seed, ...rest } = study;
        const design = { ...rest, arms: conditions.length };
        const cells = new Float64Array(design.items * design.arms);
        for (const index of range(12).map((k) => first + k)) {
          const trials = assignInOrder(design, seed, index);
          expect(new Set(trials.map(({ item }) => item)).size).toBe(design.trialsPerRater);
          for (const { item, arm } of trials) cells[item * design.arms + arm]++;
        }
        expect(Math.max(...cells) - Math.min(...cells)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("see a pair's arms on the left and on the right equally often but for the ends of their stretch", () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 2, max: 7 }),
        fc.integer({ min: 4, max: 30 }),
        fc.integer({ min: -20, max: 200 }),
        (seed, arms, items, index) => {
          const conditions = listConditions(compared(arms, 2), seed);
          const design = { items, arms: conditions.length, trialsPerRater: items };
          const lead = new Array<number>(arms).fill(0);
          for (const { arm } of assignInOrder(design, seed, index)) {
            const [left, right] = conditions[arm];
            lead[left]++;
            lead[right]--;
          }
          // The stretch may begin and end within a mirrored pair.
          expect(Math.max(...lead.map(Math.abs))).toBeLessThanOrEqual(2);
        },
      ),
    );
  });
});
