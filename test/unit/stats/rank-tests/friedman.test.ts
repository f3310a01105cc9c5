import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signTest } from "#lib/stats/binary-tests/sign-test.ts";
import { type Blocks, rankWithinBlocks } from "#lib/stats/rank-tests/block-ranks.ts";
import { conover } from "#lib/stats/rank-tests/conover.ts";
import { friedman } from "#lib/stats/rank-tests/friedman.ts";
import { criticalDifference, nemenyi, nemenyiQuantile } from "#lib/stats/rank-tests/nemenyi.ts";

const blocksOf = (treatments: number) =>
  fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: treatments, maxLength: treatments }), {
    minLength: 2,
    maxLength: 12,
  });

/** Seconds to round first base by three ways of running, 22 players: Hollander and Wolfe 1973, p. 140. */
const ROUNDING_TIMES = [
  [5.4, 5.5, 5.55],
  [5.85, 5.7, 5.75],
  [5.2, 5.6, 5.5],
  [5.55, 5.5, 5.4],
  [5.9, 5.85, 5.7],
  [5.45, 5.55, 5.6],
  [5.4, 5.4, 5.35],
  [5.45, 5.5, 5.35],
  [5.25, 5.15, 5.0],
  [5.85, 5.8, 5.7],
  [5.25, 5.2, 5.1],
  [5.65, 5.55, 5.45],
  [5.6, 5.35, 5.45],
  [5.05, 5.0, 4.95],
  [5.5, 5.5, 5.4],
  [5.45, 5.55, 5.5],
  [5.55, 5.55, 5.35],
  [5.45, 5.5, 5.55],
  [5.5, 5.45, 5.25],
  [5.65, 5.6, 5.4],
  [5.7, 5.65, 5.55],
  [6.3, 6.3, 6.25],
];

describe("Friedman's test", () => {
  it("has the textbook's figure, ties and all", () => {
    expect(friedman(ROUNDING_TIMES)).toMatchObject({
      chiSquare: expect.closeTo(11.1429, 4),
      df: 2,
      p: expect.closeTo(0.0038, 4),
      blocks: 22,
    });
  });

  it("gives Iman and Davenport's F of its chi square: (n-1) chi^2 / (n (k-1) - chi^2)", () => {
    fc.assert(
      fc.property(blocksOf(4), (blocks) => {
        const found = friedman(blocks);
        if ("undefined" in found || "undefined" in found.imanDavenport) return;
        const n = blocks.length;
        const want = ((n - 1) * found.chiSquare) / (n * 3 - found.chiSquare);
        expect(found.imanDavenport.f / (want || 1)).toBeCloseTo(want ? 1 : 0, 8);
        expect(found.imanDavenport.df).toEqual([3, 3 * (n - 1)]);
      }),
    );
  });

  it("does not ask for the order of blocks or treatments, nor for the scale within a block", () => {
    fc.assert(
      fc.property(blocksOf(3), (blocks) => {
        const found = friedman(blocks);
        const changed = friedman(
          [...blocks].reverse().map(([a, b, c], i) => [c, a, b].map((value) => Math.exp(value + i))),
        );
        if ("undefined" in found || "undefined" in changed) {
          expect(changed).toEqual(found);
          return;
        }
        expect(changed.chiSquare).toBeCloseTo(found.chiSquare, 9);
        const [a, b, c] = found.meanRanks;
        [c, a, b].forEach((mean, j) => {
          expect(changed.meanRanks[j]).toBeCloseTo(mean, 12);
        });
      }),
    );
  });

  it("is with two treatments the square of the sign test's normal score", () => {
    const blocks = [...Array(9).fill([1, 2]), ...Array(3).fill([2, 1])];
    expect(friedman(blocks)).toMatchObject({ chiSquare: expect.closeTo((9 - 3) ** 2 / 12, 12) });
    expect((signTest(9, 12) as { p: number }).p).toBeCloseTo(0.146, 3);
  });

  it("says why there is none", () => {
    expect(friedman([[1, 2]])).toEqual({ undefined: "fewer_than_two_blocks" });
    expect(friedman([[1], [2]])).toEqual({ undefined: "fewer_than_two_groups" });
    expect(
      friedman([
        [1, null],
        [1, 2],
      ]),
    ).toEqual({ undefined: "incomplete_blocks" });
    expect(
      friedman([
        [1, 2],
        [1, 2, 3],
      ]),
    ).toEqual({ undefined: "incomplete_blocks" });
    expect(
      friedman([
        [1, 1],
        [2, 2],
      ]),
    ).toEqual({ undefined: "no_variation" });
    const agreed = friedman([
      [1, 2, 3],
      [0, 5, 7],
    ]);
    expect(agreed).toMatchObject({ chiSquare: 4, imanDavenport: { undefined: "identical_rankings" } });
  });
});

describe("its comparisons of pairs", () => {
  it("uses Demsar's (2006) critical values and difference", () => {
    // Table 5a, alpha = .05 and .10; 3.2: four classifiers on 14 data sets lie 1.25 apart.
    [1.96, 2.343, 2.569, 2.728, 2.85, 2.949, 3.031, 3.102, 3.164].forEach((want, i) => {
      expect(nemenyiQuantile(i + 2)).toBeCloseTo(want, 2);
    });
    expect(nemenyiQuantile(10, 0.1)).toBeCloseTo(2.92, 2);
    expect(criticalDifference(4, 14)).toBeCloseTo(1.25, 2);
  });

  it("calls significant what lies farther apart than the critical difference, and only that", () => {
    const p = nemenyi(ROUNDING_TIMES) as number[][];
    const { meanRanks } = friedman(ROUNDING_TIMES) as { meanRanks: readonly number[] };
    const critical = criticalDifference(3, 22);
    let [apart, near] = [0, 0];
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        const differs = Math.abs(meanRanks[i] - meanRanks[j]) > critical;
        if (differs) apart++;
        else near++;
        expect(p[i][j] < 0.05).toBe(differs);
      }
    expect([apart, near]).toEqual([2, 7]);
  });

  it("gives symmetric p values that are 1 for equals", () => {
    fc.assert(
      fc.property(blocksOf(3), (blocks) => {
        const doubled: Blocks = blocks.map(([a, b, c]) => [a, b, c, a]);
        for (const found of [nemenyi(doubled), conover(doubled)]) {
          if ("undefined" in found) continue;
          expect(found[0][3]).toBeCloseTo(1, 12);
          expect(found[1][2]).toBe(found[2][1]);
        }
      }),
    );
  });

  it("says why there are none", () => {
    expect(
      nemenyi([
        [1, null],
        [1, 2],
      ]),
    ).toEqual({ undefined: "incomplete_blocks" });
    expect(
      conover([
        [1, 1],
        [2, 2],
      ]),
    ).toEqual({ undefined: "no_variation" });
    expect(
      conover([
        [1, 2, 3],
        [0, 5, 7],
      ]),
    ).toEqual({ undefined: "identical_rankings" });
  });

  it("ranks what is shown, and only that", () => {
    expect(rankWithinBlocks([[7, null, 3, 7]])).toEqual([[2.5, null, 1, 2.5]]);
  });
});
