import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durbin } from "#lib/stats/rank-tests/durbin.ts";
import { friedman } from "#lib/stats/rank-tests/friedman.ts";

/** Seven treatments, three a block, every two together once. */
const FANO = [0, 1, 2, 3, 4, 5, 6].map((first) => [first, (first + 1) % 7, (first + 3) % 7]);
const fill = (value: (block: number, treatment: number) => number) =>
  FANO.map((shown, i) => Array.from({ length: 7 }, (_, j) => (shown.includes(j) ? value(i, j) : null)));

describe("Durbin's test", () => {
  it("is Friedman's where every block is complete", () => {
    const block = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(block, { minLength: 2, maxLength: 10 }), (blocks) => {
        const [ours, theirs] = [durbin(blocks), friedman(blocks)];
        if ("undefined" in ours || "undefined" in theirs) {
          expect(ours).toEqual(theirs);
          return;
        }
        expect(ours.chiSquare).toBeCloseTo(theirs.chiSquare, 10);
        expect(ours.p).toBeCloseTo(theirs.p, 10);
      }),
    );
  });

  it("is largest where one order holds in all blocks: 12 (t-1) sum (R_j - r (k+1) / 2)^2 / (b k (k^2 - 1))", () => {
    const found = durbin(fill((_, j) => j));
    if ("undefined" in found) throw new Error(found.undefined);
    const between = found.rankSums.reduce((sum, rankSum) => sum + (rankSum - 6) ** 2, 0);
    expect(found.rankSums.reduce((sum, one) => sum + one)).toBe(42);
    expect(found.chiSquare).toBeCloseTo((12 * 6 * between) / (7 * 3 * 8), 12);
    expect(found.df).toBe(6);
  });

  it("is 0 where each treatment is once first, once second and once third", () => {
    const place = (i: number, j: number) => FANO[i].indexOf(j);
    expect(durbin(fill(place))).toMatchObject({ chiSquare: 0, p: 1, rankSums: [6, 6, 6, 6, 6, 6, 6] });
  });

  it("says why there is none", () => {
    expect(durbin([[1, 2]])).toEqual({ undefined: "fewer_than_two_blocks" });
    expect(durbin([[1], [1]])).toEqual({ undefined: "fewer_than_two_groups" });
    expect(durbin(fill(() => 1))).toEqual({ undefined: "no_variation" });
    const unbalanced = { undefined: "unbalanced_blocks" };
    expect(durbin(fill((_, j) => j).slice(1))).toEqual(unbalanced);
    expect(
      durbin([
        [1, 2, null],
        [1, null, 2],
      ]),
    ).toEqual(unbalanced);
    expect(
      durbin([
        [1, 2, null],
        [1, 2, 3],
      ]),
    ).toEqual(unbalanced);
    // Two a block and each in two, but 1 and 3 are never together.
    const ring = [
      [1, 2, null, null],
      [null, 1, 2, null],
      [null, null, 1, 2],
      [2, null, null, 1],
    ];
    expect(durbin(ring)).toEqual(unbalanced);
    expect(
      durbin([
        [1, 2],
        [1, 2, 3],
      ]),
    ).toEqual(unbalanced);
  });
});
