import { describe, expect, it } from "vitest";
import { fitCumulativeLinkModel } from "#lib/stats/mixed-models/cumulative-link-model.ts";
import { fitLinearMixedModel } from "#lib/stats/mixed-models/linear-mixed-model.ts";
import { fitMixedModels } from "#lib/study/fit-mixed-models.ts";
import type { RatedStimulus } from "#lib/study/score-answers.ts";
import { plantedStudy } from "#test/support/planted-study.ts";

const { arms, ratings } = plantedStudy(
  { raters: 16, items: 12, plausibility: [0.6, 0.3, 0.5], spread: 0.2 },
  "mixed models",
);
const rows = ratings.map(({ rater, itemId, armId, value }) => ({ rater, item: itemId, group: armId, value }));

describe("mixed models of a study's ratings", () => {
  it("gives the linear model's marginal means, and the ordered one's effects against the first arm, with Wald intervals", () => {
    const [model, ...others] = fitMixedModels(arms, ratings);
    expect(others).toEqual([]);
    const linear = fitLinearMixedModel(rows);
    const ordered = fitCumulativeLinkModel(rows);
    if ("undefined" in linear || "undefined" in ordered) throw new Error("The planted study can be fitted");
    expect(model.random).toEqual({ linear: ["rater", "item"], ordered: ["rater", "item"] });
    for (const [i, { armId, mean, logOdds }] of model.arms.entries()) {
      expect(armId).toBe(arms[i].armId);
      expect(mean).toMatchObject({ value: linear.means[i], n: 16 });
      if (i > 0) expect(logOdds).toMatchObject({ value: ordered.effects[i], n: 16 });
      else expect(logOdds).toBeNull();
    }
    const { covariance } = linear;
    if ("undefined" in covariance) throw new Error("No variance of the planted study is 0");
    const [{ mean }] = model.arms;
    if ("undefined" in mean) throw new Error(mean.undefined);
    expect((mean.high - mean.low) / 2).toBeCloseTo(1.959963984540054 * Math.sqrt(covariance[0]), 10);
  });

  it("compares with the first arm of the study, whatever arms are called", () => {
    const turned = [...arms].reverse();
    const [model] = fitMixedModels(turned, ratings);
    const [straight] = fitMixedModels(arms, ratings);
    const last = model.arms.at(-1)?.logOdds;
    const first = straight.arms.at(-1)?.logOdds;
    if (!last || !first || "undefined" in last || "undefined" in first) throw new Error("Both are fitted");
    expect(last.value).toBeCloseTo(-first.value, 4);
    expect(last.low).toBeCloseTo(-first.high, 4);
  });

  it("takes statements apart, and says nothing of one with a single method", () => {
    const against = arms.map((arm, i) => (i === 2 ? { ...arm, statement: "against" as const } : arm));
    expect(fitMixedModels(against, ratings).map((model) => [model.statement, model.arms.length])).toEqual([
      ["for", 2],
    ]);
    expect(fitMixedModels(arms, [])).toEqual([]);
  });

  it("leaves out a factor that makes no difference", () => {
    // Every rater gives each arm the same answers: raters do not differ, pictures do.
    const alike = ["r0", "r1", "r2"].flatMap((rater) =>
      [1, 2, 4, 5].flatMap((level, item) =>
        ["a0", "a1"].map((armId, arm): RatedStimulus => {
          const value = level + ((item + arm) % 2 === 0 ? 0 : 1);
          return { rater, armId, itemId: `i${item}`, mapId: null, correct: null, value };
        }),
      ),
    );
    const [{ random, arms: found }] = fitMixedModels(arms, alike);
    expect(random.linear).toEqual(["item"]);
    expect(found[0].mean).toMatchObject({ n: 3 });
  });

  it("says where there are too many ratings for a report", () => {
    const [model] = fitMixedModels(arms, ratings, 50);
    expect(model.arms.map(({ mean }) => mean)).toEqual(Array(3).fill({ undefined: "too_many_ratings" }));
  });
});
