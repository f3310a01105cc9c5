import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cochranQ } from "#lib/stats/binary-tests/cochran-q.ts";
import { mcnemar } from "#lib/stats/binary-tests/mcnemar.ts";
import { signTest } from "#lib/stats/binary-tests/sign-test.ts";

const count = fc.integer({ min: 0, max: 40 });

describe("the sign test", () => {
  it("has the chances of a fair coin", () => {
    // Arbuthnott 1710: more boys than girls in all of 82 years, one chance in 2^82.
    expect((signTest(82, 82, "greater") as { p: number }).p * 2 ** 82).toBeCloseTo(1, 10);
    expect(signTest(5, 5)).toEqual({ p: 2 / 32 });
    expect(signTest(7, 14)).toEqual({ p: 1 });
  });

  it("turns with the signs", () => {
    fc.assert(
      fc.property(count, count, (positive, negative) => {
        const n = positive + negative;
        expect(signTest(positive, n, "greater")).toEqual(signTest(negative, n, "less"));
        expect(signTest(positive, n)).toEqual(signTest(negative, n));
      }),
    );
  });

  it("says why there is none, and refuses what is no count", () => {
    expect(signTest(0, 0)).toEqual({ undefined: "all_differences_zero" });
    expect(() => signTest(3, 2)).toThrow(RangeError);
  });
});

describe("McNemar's test", () => {
  it("is the square of a normal score, one pair nearer with continuity", () => {
    const table = [
      [794, 150],
      [86, 570],
    ] as const;
    const chiSquare = (continuity: boolean) => mcnemar(table, { method: "chi-square", continuity });
    expect(chiSquare(false)).toMatchObject({ chiSquare: expect.closeTo(64 ** 2 / 236, 12), discordant: 236 });
    expect(chiSquare(true)).toMatchObject({ chiSquare: expect.closeTo(63 ** 2 / 236, 12) });
    expect((mcnemar(table) as { p: number }).p).toBeCloseTo((chiSquare(true) as { p: number }).p, 5);
  });

  it("looks at discordant pairs only, from either side", () => {
    fc.assert(
      fc.property(count, count, count, count, fc.boolean(), (a, b, c, d, continuity) => {
        for (const method of ["exact", "chi-square"] as const) {
          const found = mcnemar(
            [
              [a, b],
              [c, d],
            ],
            { method, continuity },
          );
          expect(
            mcnemar(
              [
                [0, c],
                [b, 0],
              ],
              { method, continuity },
            ),
          ).toEqual(found);
          if (b + c === 0) expect(found).toEqual({ undefined: "no_discordant_pairs" });
        }
      }),
    );
  });
});

describe("Cochran's Q", () => {
  it("is with two treatments McNemar's chi square", () => {
    fc.assert(
      fc.property(count, count, count, (both, b, c) => {
        const blocks = [
          ...Array(both).fill([1, 1]),
          ...Array(b).fill([1, 0]),
          ...Array(c).fill([0, 1]),
          [0, 0],
        ];
        const found = cochranQ(blocks);
        const test = mcnemar(
          [
            [both, b],
            [c, 1],
          ],
          { method: "chi-square" },
        );
        if ("undefined" in found || "undefined" in test) {
          expect(found).toEqual({ undefined: "no_variation_within_blocks" });
          expect(test).toEqual({ undefined: "no_discordant_pairs" });
          return;
        }
        expect(found.q).toBeCloseTo(test.chiSquare ?? Number.NaN, 9);
        expect(found.p).toBeCloseTo(test.p, 9);
        expect(found.mixed).toBe(b + c);
      }),
    );
  });

  it("is largest, n (k-1), where one treatment has all the successes", () => {
    expect(cochranQ(Array(9).fill([1, 0, 0, 0]))).toMatchObject({ q: 27, df: 3, mixed: 9 });
  });

  it("says why there is none", () => {
    expect(cochranQ([])).toEqual({ undefined: "no_values" });
    expect(cochranQ([[1, 0], [0]])).toEqual({ undefined: "incomplete_blocks" });
    expect(cochranQ([[1], [0]])).toEqual({ undefined: "fewer_than_two_groups" });
    expect(
      cochranQ([
        [1, 1],
        [0, 0],
      ]),
    ).toEqual({ undefined: "no_variation_within_blocks" });
  });
});
