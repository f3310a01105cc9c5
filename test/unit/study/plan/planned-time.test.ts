import { expect, it } from "vitest";
import { assumedSeconds } from "#lib/study/consent.ts";
import { plannedCost, plannedTime } from "#lib/study/plan/planned-time.ts";

const plan = { trials: 27, practice: 3, raters: 20 };

it("goes by the pace of earlier studies where there were enough answers, else by the kind of answer", () => {
  const measured = { medianSeconds: 4, answers: 50, studies: 1 };
  expect(plannedTime(plan, "scale", measured)).toEqual({
    secondsPerTrial: 4,
    measured,
    minutesPerRater: 3,
    hours: 1,
  });
  const assumed = plannedTime(plan, "ranking", { ...measured, answers: 49 });
  expect(assumed).toMatchObject({ secondsPerTrial: assumedSeconds("ranking"), measured: null });
  expect(assumed.minutesPerRater).toBe(1 + (30 * assumedSeconds("ranking")) / 60);
});

it("costs hours times pay, and the platform's share on top", () => {
  const time = plannedTime(plan, "scale", { medianSeconds: 4, answers: 500, studies: 2 });
  expect(plannedCost(time, { perHour: 12, feeShare: 1 / 3 })).toEqual({
    reward: expect.closeTo(0.6, 12),
    pay: 12,
    fee: 4,
    total: 16,
  });
  expect(plannedCost(time, { perHour: 0, feeShare: 0.3 }).total).toBe(0);
});
