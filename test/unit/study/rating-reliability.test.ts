import { expect, it } from "vitest";
import type { Interval } from "#lib/stats/estimate.ts";
import { rateReliability } from "#lib/study/rating-reliability.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { plantedStudy } from "#test/support/planted-study.ts";

const { arms, ratings } = plantedStudy(
  { raters: 12, items: 24, plausibility: [0.3, 0.5, 0.7], spread: 0.3 },
  "reliability",
);

it("takes the maps of each statement by themselves, and the ceiling is the root of their reliability", () => {
  const random = createRandom("r");
  const mixed = arms.map((arm) => (arm.armId === "a2" ? { ...arm, statement: "against" as const } : arm));
  const found = rateReliability(mixed, ratings, random);
  expect(found.map(({ statement }) => statement)).toEqual(["for", "against"]);
  for (const [i, statement] of (["for", "against"] as const).entries()) {
    const own = mixed.filter((arm) => arm.statement === statement);
    const alone = ratings.filter(({ armId }) => own.some((arm) => arm.armId === armId));
    expect(rateReliability(own, alone, random)).toEqual([found[i]]);
    const { splitHalf, ceiling } = found[i] as unknown as Record<string, Interval>;
    for (const part of ["value", "low", "high"] as const)
      expect(ceiling[part]).toBeCloseTo(Math.sqrt(splitHalf[part]), 12);
    expect(splitHalf.n).toBe(24 * own.length);
  }
});

it("has the reason of the reliability where there is no ceiling, and nothing of statements nobody rated", () => {
  const lone = ratings.filter(({ rater }) => rater === "r0");
  expect(rateReliability(arms, lone, createRandom("r"))).toEqual([
    {
      statement: "for",
      leaveOneOut: { undefined: "fewer_than_two_raters" },
      splitHalf: { undefined: "fewer_than_two_raters" },
      ceiling: { undefined: "fewer_than_two_raters" },
    },
  ]);
  expect(rateReliability(arms, [], createRandom("r"))).toEqual([]);
});
