import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kendallTau } from "#lib/stats/kendall.ts";

const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })), {
  minLength: 3,
  maxLength: 25,
});
const sides = (of: readonly (readonly [number, number])[]) => [of.map(([x]) => x), of.map(([, y]) => y)];

describe("Kendall's tau-b", () => {
  it("is 1 for one order and -1 for the other, with the chance of either among n! orders", () => {
    const x = [3, 1, 4, 2, 9];
    expect(kendallTau(x, [30, 10, 40, 20, 90])).toEqual({ value: 1, p: 2 / 120, n: 5, method: "exact" });
    expect(kendallTau(x, [-3, -1, -4, -2, -9])).toMatchObject({ value: -1, p: 2 / 120 });
  });

  it("is the count of pairs, ties left out of both sides", () => {
    // 1-2 and 1-3 alike, 2-3 tied on x: 2 / sqrt(2 * 3).
    expect(kendallTau([1, 2, 2], [1, 2, 3])).toMatchObject({ value: 2 / Math.sqrt(6), method: "normal" });
  });

  it("turns its sign with a side, stays with both, and takes any order of the points", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 0, max: 24 }), (given, by) => {
        const [x, y] = sides(given);
        const found = kendallTau(x, y);
        const turned = sides([...given.slice(by), ...given.slice(0, by)]);
        expect(kendallTau(turned[0], turned[1])).toEqual(found);
        expect(kendallTau(y, x)).toEqual(found);
        if ("undefined" in found) return;
        const back = kendallTau(
          x,
          y.map((value) => -value),
        );
        expect(back).toMatchObject({ p: found.p });
        expect((back as { value: number }).value).toBeCloseTo(-found.value, 14);
        expect(Math.abs(found.value)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("counts all orders: exact p by enumeration", () => {
    const orders = (items: number[]): number[][] =>
      items.length === 0
        ? [[]]
        : items.flatMap((one) =>
            orders(items.filter((other) => other !== one)).map((rest) => [one, ...rest]),
          );
    const x = [0, 1, 2, 3, 4, 5];
    const tau = (y: number[]) => (kendallTau(x, y) as { value: number }).value;
    const all = orders(x).map(tau);
    for (const y of [
      [0, 1, 3, 2, 4, 5],
      [5, 0, 3, 1, 2, 4],
    ]) {
      const extreme = all.filter((value) => Math.abs(value) >= Math.abs(tau(y)) - 1e-12).length;
      expect(kendallTau(x, y)).toMatchObject({ p: expect.closeTo(extreme / all.length, 12) });
    }
  });

  it("says why there is none, and refuses an exact p of ties", () => {
    expect(kendallTau([1, 2], [1, 2])).toEqual({ undefined: "too_few_points" });
    expect(kendallTau([1, 1, 1], [1, 2, 3])).toEqual({ undefined: "no_variation" });
    expect(() => kendallTau([1, 1, 2], [1, 2, 3], { method: "exact" })).toThrow(RangeError);
  });
});
