import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AssignedTrial, assignTrials } from "#lib/study/assignment.ts";
import { carryOverOrder } from "#lib/study/carry-over-order.ts";
import { blockBalance, isLatinSquare, sequenceBalance } from "#lib/study/design-balance.ts";
import { balancedIncompleteBlocks } from "#lib/study/incomplete-blocks.ts";
import { williamsDesign } from "#lib/study/williams-design.ts";

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

describe("williamsDesign", () => {
  it.each(range(14).map((i) => i + 1))("balances positions and what comes before, %i treatments", (n) => {
    const times = n % 2 === 0 || n === 1 ? 1 : 2;
    const sequences = williamsDesign(n);
    expect(sequenceBalance(sequences, n)).toEqual({
      sequences: times * n,
      perPosition: times,
      perOrderedPair: n === 1 ? null : times,
    });
    expect(isLatinSquare(sequences.slice(0, n), n)).toBe(true);
  });

  it("is the design that Williams (1949) gives for four treatments, but for their names", () => {
    expect(williamsDesign(4)[0]).toEqual([0, 1, 3, 2]);
    expect(() => williamsDesign(0)).toThrow(RangeError);
    expect(() => williamsDesign(2.5)).toThrow(RangeError);
  });
});

describe("the balance of a design", () => {
  it("tells a Latin square from one that also balances what comes before", () => {
    const cyclic = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((k) => (i + k) % 4));
    expect(isLatinSquare(cyclic, 4)).toBe(true);
    expect(sequenceBalance(cyclic, 4)).toEqual({ sequences: 4, perPosition: 1, perOrderedPair: null });
    expect(isLatinSquare([[0, 1], [0, 1]], 2)).toBe(false); // biome-ignore format: a table
    expect(isLatinSquare([[0, 0], [1, 1]], 2)).toBe(false); // biome-ignore format: a table
  });

  it("finds out a pair that never meets and a treatment that comes too rarely", () => {
    expect(blockBalance([[0, 1], [2, 3], [0, 2], [1, 3]], 4)).toEqual({ blocks: 4, repeats: 2, together: null }); // biome-ignore format: a table
    expect(blockBalance([[0, 1], [0, 2]], 3)).toMatchObject({ repeats: null, together: null }); // biome-ignore format: a table
  });
});

describe("balancedIncompleteBlocks", () => {
  it("is balanced for up to 13 treatments, whatever the block", () => {
    for (let v = 2; v <= 13; v++)
      for (let k = 2; k <= v; k++) {
        const blocks = balancedIncompleteBlocks(v, k);
        const { repeats, together } = blockBalance(blocks, v);
        for (const block of blocks) expect(new Set(block).size).toBe(k);
        expect(repeats).toBe((blocks.length * k) / v);
        expect(together).toBe((repeats! * (k - 1)) / (v - 1));
      }
  });

  // Smallest designs as listed by Mathon and Rosa (2007, Handbook of Combinatorial Designs, section II.1).
  it.each([
    [7, 3, 7],
    [9, 3, 12],
    [13, 4, 13],
    [6, 3, 10],
    [8, 4, 14],
    [9, 4, 18],
    [10, 5, 18],
    [11, 5, 11],
    [12, 6, 22],
    [7, 4, 7],
    [15, 3, 35],
    [21, 5, 21],
  ])("has as few blocks as there can be: %i treatments, %i in a block: %i", (v, k, b) => {
    expect(balancedIncompleteBlocks(v, k)).toHaveLength(b);
  });

  it("refuses blocks that compare nothing or hold more than there is", () => {
    for (const [v, k] of [
      [5, 1],
      [3, 4],
      [5, 2.5],
    ])
      expect(() => balancedIncompleteBlocks(v, k)).toThrow(RangeError);
  });
});

describe("carryOverOrder", () => {
  const armsOf = (trials: readonly AssignedTrial[]) => trials.map(({ arm }) => arm);

  it.each([
    [4, 3],
    [5, 1],
    [6, 2],
    [3, 4],
  ])("balances what comes before within passes over raters, %i arms, %i passes", (arms, passes) => {
    const design = { items: 40, arms, trialsPerRater: arms * passes };
    // As many raters as fill the design in any case.
    const sequences = range(2 * arms).flatMap((index) => {
      const trials = range(arms * passes).map((item) => ({ item, arm: item % arms }));
      const order = armsOf(carryOverOrder(trials, design.arms, 9, index));
      return range(passes).map((pass) => order.slice(pass * arms, (pass + 1) * arms));
    });
    const { perPosition, perOrderedPair } = sequenceBalance(sequences, arms);
    expect(perPosition).toBe(2 * passes);
    expect(perOrderedPair).toBe(2 * passes);
  });

  it("keeps every trial that was assigned, in an order that (seed, index) tells", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: -5, max: 50 }), (arms, index) => {
        const trials = assignTrials({ items: 23, arms, trialsPerRater: 17 }, 3, index);
        const order = carryOverOrder(trials, arms, 3, index);
        expect(new Set(order)).toEqual(new Set(trials));
        expect(order).toHaveLength(17);
        expect(carryOverOrder(trials, arms, 3, index)).toEqual(order);
      }),
    );
  });

  it("shows images of an arm in another order to each", () => {
    const trials = range(20).map((item) => ({ item, arm: item % 2 }));
    const items = (index: number) =>
      carryOverOrder(trials, 2, 1, index)
        .filter(({ arm }) => arm === 0)
        .map(({ item }) => item);
    expect(items(0)).not.toEqual(items(1));
  });
});
