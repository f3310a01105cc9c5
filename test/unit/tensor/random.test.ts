import { describe, expect, it } from "vitest";
import { createRandom } from "#lib/tensor/random.ts";

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

describe("a seeded source of randomness", () => {
  it("begins where the SHA-256 of its name says, and goes on as xoroshiro128+ (computed with Python's hashlib and integers)", () => {
    const draw = (name: string) => {
      const random = createRandom(name);
      return range(3).map(() => random.uniform());
    };
    expect(draw("7")).toEqual([0.8969564225990325, 0.5155225871130824, 0.8817669688723981]);
    expect(draw("7/order/0")).toEqual([0.0689515785779804, 0.39366226992569864, 0.4760107393376529]);
  });

  it("is the same for a number and its decimal text, and for a fork and its path", () => {
    expect(createRandom(7).uniform()).toBe(createRandom("7").uniform());
    expect(createRandom(7).fork("order").fork(0).uniform()).toBe(createRandom("7/order/0").uniform());
  });

  it.each([
    ["seeds that follow each other", (i: number) => createRandom(i)],
    ["labels that follow each other", (i: number) => createRandom(7).fork("order").fork(i)],
    ["forks of seeds that follow each other", (i: number) => createRandom(i).fork("study")],
  ])("draws first numbers that have nothing to do with each other: %s", (_, open) => {
    const n = 4000;
    const first = range(n).map((i) => open(i).uniform());
    const cells = range(20).map((cell) => first.filter((value) => Math.floor(20 * value) === cell).length);
    const chiSquare = cells.reduce((sum, count) => sum + (count - n / 20) ** 2 / (n / 20), 0);
    // 0.1 % and 99.9 % points of chi-square with 19 degrees of freedom.
    expect(chiSquare).toBeGreaterThan(5.4);
    expect(chiSquare).toBeLessThan(43.8);
    // Mean distance of neighbours: 1/3 where they are independent, standard deviation 0.236 / sqrt(n).
    const steps = range(n - 1).map((i) => Math.abs(first[i + 1] - first[i]));
    const meanStep = steps.reduce((sum, step) => sum + step, 0) / steps.length;
    expect(Math.abs(meanStep - 1 / 3)).toBeLessThan((4 * 0.236) / Math.sqrt(n));
  });
});
