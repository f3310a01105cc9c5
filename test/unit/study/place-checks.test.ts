import fc from "fast-check";
import { expect, test } from "vitest";
import { placeChecks } from "#lib/study/checks/place-checks.ts";
import { createRandom } from "#lib/tensor/random.ts";

const numbers = (n: number) => Array.from({ length: n }, (_, i) => i);
const place = (
  n: number,
  attention: number,
  repeats: number,
  seed: number,
  backdrops: readonly number[] = [],
) => placeChecks(numbers(n), { attention, repeats, values: [1, 5], backdrops }, createRandom(seed));

const designs = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.nat(), fc.nat({ max: 1e6 }))
  .map(([n, a, r, seed]) => [n, a % (n + 1), r % (Math.floor(n / 2) + 1), seed] as const);

test("the rated trials keep their order, and every check that is asked for is there", () => {
  fc.assert(
    fc.property(designs, ([n, attention, repeats, seed]) => {
      const placed = place(n, attention, repeats, seed);
      expect(placed.filter(({ check }) => check === null).map(({ shown }) => shown)).toEqual(numbers(n));
      expect(placed.filter(({ check }) => check === "attention")).toHaveLength(attention);
      expect(placed.filter(({ check }) => check === "repeat")).toHaveLength(repeats);
      expect(placed.every(({ check, expected }) => (expected !== null) === (check === "attention"))).toBe(
        true,
      );
    }),
  );
});

test("a repeat comes once, and half of the rated trials or more after what it repeats", () => {
  fc.assert(
    fc.property(designs, ([n, attention, repeats, seed]) => {
      const placed = place(n, attention, repeats, seed);
      const again = placed.filter(({ check }) => check === "repeat").map(({ shown }) => shown);
      expect(new Set(again).size).toBe(repeats);
      for (const shown of again) {
        const first = placed.findIndex((trial) => trial.shown === shown && trial.check === null);
        const second = placed.findIndex((trial) => trial.shown === shown && trial.check === "repeat");
        const between = placed.slice(first + 1, second).filter(({ check }) => check === null);
        expect(between.length).toBeGreaterThanOrEqual(Math.ceil(n / 2));
      }
    }),
  );
});

test("attention checks are spread: one follows a trial of each stretch, and asks for what may be asked for", () => {
  fc.assert(
    fc.property(designs, ([n, attention, repeats, seed]) => {
      const placed = place(n, attention, repeats, seed);
      const after = placed.flatMap(({ check }, at) =>
        check === "attention" ? [placed.slice(0, at).filter((trial) => trial.check === null).length - 1] : [],
      );
      for (const [i, trial] of after.entries()) {
        expect(trial).toBeGreaterThanOrEqual(Math.floor((i * n) / attention));
        expect(trial).toBeLessThan(Math.floor(((i + 1) * n) / attention));
      }
      const asked = placed.filter(({ check }) => check === "attention");
      expect(asked.every(({ expected }) => expected === 1 || expected === 5)).toBe(true);
    }),
  );
});

test("the same rater gets the same checks, another one others; practice pictures stand behind them where there are some", () => {
  expect(place(20, 3, 4, 7)).toEqual(place(20, 3, 4, 7));
  expect(place(20, 3, 4, 7)).not.toEqual(place(20, 3, 4, 8));
  const shown = place(20, 3, 0, 7, [-1, -2]).filter(({ check }) => check === "attention");
  expect(shown.map((trial) => trial.shown)).toEqual([-1, -2, -1]);
});

test("more checks than fit are refused, and none leave the sequence as it was", () => {
  expect(() => place(5, 0, 3, 1)).toThrow(RangeError);
  expect(() => place(5, 6, 0, 1)).toThrow(RangeError);
  expect(place(5, 0, 0, 1)).toEqual(numbers(5).map((shown) => ({ shown, check: null, expected: null })));
});
