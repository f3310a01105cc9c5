import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cliffsDelta, mannWhitney, superiority } from "#lib/stats/rank-tests/mann-whitney.ts";
import { midranks } from "#lib/stats/ranks.ts";

const side = (maxLength: number) => fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength });

/** All ways to choose `size` of the values. */
function choices(values: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return values.flatMap((value, i) => choices(values.slice(i + 1), size - 1).map((rest) => [value, ...rest]));
}

describe("the U test", () => {
  it("has the textbook's figures: permeability of the chorioamnion at term and earlier", () => {
    // Hollander and Wolfe 1973, p. 69: U = 35, one-sided p = .1272.
    const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const earlier = [1.15, 0.88, 0.9, 0.74, 1.21];
    const found = mannWhitney(term, earlier, { alternative: "greater" });
    expect(found).toMatchObject({ ux: 35, uy: 15, p: expect.closeTo(0.1272, 4), n: 15, method: "exact" });
  });

  it("counts the choices among tied ranks as they are", () => {
    fc.assert(
      fc.property(side(4), side(4), (x, y) => {
        const found = mannWhitney(x, y, { alternative: "greater" });
        if ("undefined" in found) {
          expect(new Set([...x, ...y]).size).toBe(1);
          return;
        }
        const ranks = [...midranks([...x, ...y])];
        const total = (chosen: readonly number[]) => chosen.reduce((sum, rank) => sum + rank, 0);
        const observed = total(ranks.slice(0, x.length));
        const all = choices(ranks, x.length);
        const extreme = all.filter((chosen) => total(chosen) >= observed - 1e-9).length;
        expect(found.p).toBeCloseTo(extreme / all.length, 12);
      }),
    );
  });

  it("turns with its sides, and is near normal for many", () => {
    fc.assert(
      fc.property(side(30), side(30), (x, y) => {
        for (const method of ["exact", "normal"] as const) {
          const there = mannWhitney(x, y, { method, alternative: "less" });
          const back = mannWhitney(y, x, { method, alternative: "greater" });
          if ("undefined" in there || "undefined" in back) {
            expect(there).toEqual(back);
            return;
          }
          expect([there.ux, there.uy]).toEqual([back.uy, back.ux]);
          expect(there.p).toBeCloseTo(back.p, 10);
        }
      }),
      { numRuns: 30 },
    );
    const x = Array.from({ length: 30 }, (_, i) => i * 1.1);
    const y = Array.from({ length: 30 }, (_, i) => i + 0.5);
    const p = (method: "exact" | "normal") => (mannWhitney(x, y, { method }) as { p: number }).p;
    expect(Math.abs(p("exact") - p("normal"))).toBeLessThan(0.01);
  });

  it("says why there is none", () => {
    expect(mannWhitney([], [1])).toEqual({ undefined: "no_values" });
    expect(mannWhitney([1], [1, 1])).toEqual({ undefined: "no_variation" });
  });
});

describe("its effect sizes", () => {
  it("are the share of pairs, a tie for half", () => {
    fc.assert(
      fc.property(side(12), side(12), (x, y) => {
        const pairs = x.flatMap((a) => y.map((b) => (Math.sign(a - b) + 1) / 2));
        const share = pairs.reduce((sum, one) => sum + one, 0) / pairs.length;
        expect((superiority(x, y) as { value: number }).value).toBeCloseTo(share, 12);
        expect((cliffsDelta(x, y) as { value: number }).value).toBeCloseTo(2 * share - 1, 12);
      }),
    );
    expect(superiority([], [1])).toEqual({ undefined: "no_values" });
    expect(cliffsDelta([1], [])).toEqual({ undefined: "no_values" });
  });
});
