import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binomialTail } from "#lib/stats/binomial-distribution.ts";
import type { Interval } from "#lib/stats/estimate.ts";
import { agrestiCoull } from "#lib/stats/proportion/agresti-coull.ts";
import { clopperPearson } from "#lib/stats/proportion/clopper-pearson.ts";
import { jeffreys } from "#lib/stats/proportion/jeffreys.ts";
import { wilson } from "#lib/stats/proportion/wilson.ts";

const METHODS = { wilson, clopperPearson, agrestiCoull, jeffreys };
const counted = fc
  .integer({ min: 1, max: 200 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

describe.each(Object.entries(METHODS))("the interval of a share by %s", (_, interval) => {
  it("mirrors with failures for successes, holds the share, widens with the level", () => {
    fc.assert(
      fc.property(counted, ([k, n]) => {
        const [found, mirrored, wider] = [
          interval(k, n),
          interval(n - k, n),
          interval(k, n, 0.99),
        ] as Interval[];
        expect(found.low).toBeCloseTo(1 - mirrored.high, 10);
        expect(found.high).toBeCloseTo(1 - mirrored.low, 10);
        expect(wider.low).toBeLessThanOrEqual(found.low);
        expect(wider.high).toBeGreaterThanOrEqual(found.high);
        expect(found).toMatchObject({ value: k / n, n });
        expect(found.low).toBeGreaterThanOrEqual(0);
        expect(found.high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("says that nothing was counted, and refuses what is no count", () => {
    expect(interval(0, 0)).toEqual({ undefined: "no_values" });
    expect(() => interval(3, 2)).toThrow("not a count");
    expect(() => interval(-1, 2)).toThrow("not a count");
  });
});

describe("Clopper and Pearson's interval", () => {
  it("ends where a one-sided binomial test rejects at half of what is left", () => {
    fc.assert(
      fc.property(counted, ([k, n]) => {
        const { low, high } = clopperPearson(k, n) as Interval;
        if (k > 0) expect(binomialTail(k, n, low)).toBeCloseTo(0.025, 10);
        else expect(low).toBe(0);
        if (k < n) expect(1 - binomialTail(k + 1, n, high)).toBeCloseTo(0.025, 10);
        else expect(high).toBe(1);
      }),
    );
  });

  it("is 1 - .025^(1/n) wide when nothing succeeded", () => {
    expect(clopperPearson(0, 10)).toMatchObject({ high: expect.closeTo(1 - 0.025 ** 0.1, 12) });
  });
});

it("lies within Agresti and Coull's about the same centre, by Wilson", () => {
  fc.assert(
    fc.property(counted, ([k, n]) => {
      const [inner, outer] = [wilson(k, n), agrestiCoull(k, n)] as Interval[];
      expect(outer.low).toBeLessThanOrEqual(inner.low + 1e-12);
      expect(outer.high).toBeGreaterThanOrEqual(inner.high - 1e-12);
      if (outer.low > 0 && outer.high < 1)
        expect(outer.low + outer.high).toBeCloseTo(inner.low + inner.high, 10);
    }),
  );
});

it("ends by Jeffreys at a quantile of Beta(3/2, 1/2) for one success of one", () => {
  // Its distribution function at sin^2 a is (2 a - sin 2a) / pi.
  const { low } = jeffreys(1, 1) as Interval;
  const a = Math.asin(Math.sqrt(low));
  expect((2 * a - Math.sin(2 * a)) / Math.PI).toBeCloseTo(0.025, 10);
});
