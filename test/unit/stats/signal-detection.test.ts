import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Detection, signalDetection } from "#lib/stats/signal-detection.ts";

const count = fc.integer({ min: 1, max: 50 });

describe("signalDetection", () => {
  it("is with rates of .84 and .16 two standard deviations apart and unbiased (Macmillan and Creelman 2005, table A5.1)", () => {
    const found = signalDetection({ hits: 84, misses: 16, falseAlarms: 16, correctRejections: 84 }, "none");
    expect((found as Detection).dPrime).toBeCloseTo(1.989, 3);
    expect((found as Detection).criterion).toBeCloseTo(0, 10);
  });

  it("changes the sign of d' when signal and noise change places, and of the criterion when yes and no do", () => {
    fc.assert(
      fc.property(count, count, count, count, (hits, misses, falseAlarms, correctRejections) => {
        const found = signalDetection({ hits, misses, falseAlarms, correctRejections }) as Detection;
        const swapped = signalDetection({
          hits: falseAlarms,
          misses: correctRejections,
          falseAlarms: hits,
          correctRejections: misses,
        }) as Detection;
        expect(swapped.dPrime).toBeCloseTo(-found.dPrime, 9);
        expect(swapped.criterion).toBeCloseTo(found.criterion, 9);
        const refused = signalDetection({
          hits: misses,
          misses: hits,
          falseAlarms: correctRejections,
          correctRejections: falseAlarms,
        }) as Detection;
        expect(refused.criterion).toBeCloseTo(-found.criterion, 9);
      }),
    );
  });

  it("is below 0 for somebody who answers the opposite on purpose", () => {
    const found = signalDetection({ hits: 1, misses: 9, falseAlarms: 9, correctRejections: 1 });
    expect((found as Detection).dPrime).toBeLessThan(-2);
  });

  it("says why there is none", () => {
    const all = { hits: 9, misses: 0, falseAlarms: 2, correctRejections: 7 };
    expect(signalDetection(all, "none")).toEqual({ undefined: "rate_is_0_or_1" });
    expect(signalDetection(all)).toHaveProperty("dPrime");
    expect(signalDetection({ ...all, hits: 0 })).toEqual({ undefined: "no_values" });
  });
});
