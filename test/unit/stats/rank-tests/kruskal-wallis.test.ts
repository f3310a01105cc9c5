import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dunn } from "#lib/stats/rank-tests/dunn.ts";
import { kruskalWallis } from "#lib/stats/rank-tests/kruskal-wallis.ts";
import { mannWhitney } from "#lib/stats/rank-tests/mann-whitney.ts";
import { adjustPairs } from "#lib/stats/rank-tests/pairwise-p.ts";

const group = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 10 });

describe("Kruskal and Wallis' test", () => {
  it("has the textbook's figure: mucociliary efficiency of three groups", () => {
    // Hollander and Wolfe 1973, p. 116: H = .771.
    const groups = [
      [2.9, 3.0, 2.5, 2.6, 3.2],
      [3.8, 2.7, 4.0, 2.4],
      [2.8, 3.4, 3.7, 2.2, 2.0],
    ];
    expect(kruskalWallis(groups)).toMatchObject({
      h: expect.closeTo(0.7714, 4),
      df: 2,
      p: expect.closeTo(0.68, 3),
      n: 14,
    });
  });

  it("is with two groups the U test's normal approximation, and so is Dunn's comparison", () => {
    fc.assert(
      fc.property(group, group, (x, y) => {
        const found = kruskalWallis([x, y]);
        const test = mannWhitney(x, y, { method: "normal" });
        const pairs = dunn([x, y]);
        if ("undefined" in found || "undefined" in test || "undefined" in pairs) {
          expect([found, pairs]).toEqual([test, test]);
          return;
        }
        expect(found.p).toBeCloseTo(test.p, 9);
        expect(pairs[0][1]).toBeCloseTo(test.p, 9);
      }),
    );
  });

  it("does not ask for the order of the groups or of their values", () => {
    fc.assert(
      fc.property(group, group, group, (a, b, c) => {
        const found = kruskalWallis([a, b, c]);
        const changed = kruskalWallis([[...c].reverse(), a, b]);
        if ("undefined" in found || "undefined" in changed) {
          expect(changed).toEqual(found);
          return;
        }
        expect(changed.h).toBeCloseTo(found.h, 9);
      }),
    );
  });

  it("says why there is none", () => {
    expect(kruskalWallis([[1, 2]])).toEqual({ undefined: "fewer_than_two_groups" });
    expect(kruskalWallis([[1, 2], []])).toEqual({ undefined: "no_values" });
    expect(dunn([[1], [1, 1]])).toEqual({ undefined: "no_variation" });
  });
});

it("corrects the pairs of a matrix as one family", () => {
  const p = [
    [1, 0.01, 0.04],
    [0.01, 1, 0.03],
    [0.04, 0.03, 1],
  ];
  const want = [
    [1, 0.03, 0.06],
    [0.03, 1, 0.06],
    [0.06, 0.06, 1],
  ];
  expect(adjustPairs(p, "holm").map((row) => row.map((one) => Number(one.toFixed(12))))).toEqual(want);
});
