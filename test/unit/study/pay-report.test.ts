import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activeMs, elapsedMs, LONGEST_PAUSE_MS, reportPay } from "#lib/study/recruitment/pay-report.ts";

const MINUTE = 60_000;
const session = (...minutes: number[]) => ({ times: minutes.map((minute) => new Date(minute * MINUTE)) });
const reward = { amount: 2, currency: "EUR" };

describe("what people are paid", () => {
  it("is the reward for the median of active time", () => {
    const report = reportPay([session(0, 4, 8), session(0, 5, 10), session(0, 4, 90)], reward);
    // 8, 10 and 4 + 5 minutes of work.
    expect(report.medianActiveMinutes).toBeCloseTo(9, 12);
    expect(report.medianElapsedMinutes).toBe(10);
    expect(report.hourlyRate).toBeCloseTo(2 / (9 / 60), 12);
    expect(report.undefinedBecause).toBeNull();
  });

  it("is undefined, and says why, without people, reward or time", () => {
    expect(reportPay([], reward)).toMatchObject({
      hourlyRate: null,
      undefinedBecause: "nobody has completed yet",
    });
    expect(reportPay([session(0, 3)], null)).toMatchObject({
      medianActiveMinutes: 3,
      hourlyRate: null,
      undefinedBecause: "no reward was declared",
    });
    expect(reportPay([session(5, 5)], reward)).toMatchObject({ hourlyRate: null, medianActiveMinutes: 0 });
  });

  it("never counts more work than time passed, nor more than the longest pause a gap", () => {
    const times = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(times, (ms) => {
        const given = { times: ms.map((value) => new Date(value)) };
        const active = activeMs(given);
        return active >= 0 && active <= elapsedMs(given) && active <= (ms.length - 1) * LONGEST_PAUSE_MS;
      }),
    );
  });
});
