import fc from "fast-check";
import { expect, test } from "vitest";
import { linearScale, niceDomain } from "#components/figures/linear-scale.ts";

const finite = fc.double({ min: -1e12, max: 1e12, noNaN: true });

test("the ends of the domain land on the ends of the range, and what lies outside is clamped", () => {
  const x = linearScale([1, 5], [100, 300]);
  expect([x(1), x(3), x(5), x(0), x(9)]).toEqual([100, 200, 300, 100, 300]);
  expect(x.ticks).toEqual([1, 2, 3, 4, 5]);
});

test("ticks are round, rising and inside the domain", () => {
  fc.assert(
    fc.property(finite, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, span) => {
      const { ticks } = linearScale([low, low + span], [0, 1]);
      const slack = span * 1e-6;
      for (const tick of ticks) expect(tick >= low - slack && tick <= low + span + slack).toBe(true);
      for (let i = 1; i < ticks.length; i++) expect(ticks[i]).toBeGreaterThan(ticks[i - 1]);
    }),
  );
});

test("a nice domain holds every value and is never empty", () => {
  fc.assert(
    fc.property(fc.array(finite, { maxLength: 8 }), (values) => {
      const [low, high] = niceDomain(values);
      expect(high).toBeGreaterThan(low);
      const slack = (high - low) * 1e-9;
      for (const value of values) expect(value >= low - slack && value <= high + slack).toBe(true);
    }),
    { examples: [[[0, 5e-324]], [[1e6, 1e6 + 2e-10]], [[0, 1e-310]], [[1e12, 1e12]], [[-0, 0]]] },
  );
});

test("values too close to tell apart get one tick, not an endless row of them", () => {
  expect(linearScale([1e6, 1e6 + 2e-10], [0, 1]).ticks).toEqual([1e6]);
  expect(linearScale([0, 5e-324], [0, 1]).ticks).toEqual([0]);
  expect(linearScale([3, 3], [0, 100]).ticks).toEqual([3]);
  expect(niceDomain([0, 5e-324])).toEqual([-0.5, 0.5]);
});
