import fc from "fast-check";
import { expect, it } from "vitest";
import { centredInterval, percentileInterval, reflectedInterval } from "#lib/stats/bootstrap.ts";

const samples = fc
  .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 60 })
  .map((values) => Float64Array.from(values));
const value = fc.double({ min: -10, max: 10, noNaN: true });

it("the centred interval is the percentile one moved by what the replicates' mean is off", () => {
  fc.assert(
    fc.property(samples, value, (replicates, estimate) => {
      const centred = centredInterval(estimate, replicates, 0.95);
      const percentile = percentileInterval(replicates, 0.95);
      const shift = estimate - replicates.reduce((a, b) => a + b) / replicates.length;
      expect(centred.low - percentile.low).toBeCloseTo(shift, 9);
      expect(centred.high - percentile.high).toBeCloseTo(shift, 9);
    }),
  );
});

it("the reflected interval is the percentile one turned over at the value", () => {
  fc.assert(
    fc.property(samples, value, (replicates, estimate) => {
      const reflected = reflectedInterval(estimate, replicates, 0.9);
      const percentile = percentileInterval(replicates, 0.9);
      expect((reflected.low + percentile.high) / 2).toBeCloseTo(estimate, 9);
      expect((reflected.high + percentile.low) / 2).toBeCloseTo(estimate, 9);
    }),
  );
});
