import { describe, expect, test } from "vitest";
import { computePreference } from "#lib/study/compute-preference.ts";
import type { ReportArm } from "#lib/study/compute-report.ts";
import type { GivenAnswer } from "#lib/study/score-answers.ts";
import { createRandom } from "#lib/tensor/random.ts";

const arm = (armId: string): ReportArm => ({
  armId,
  label: armId,
  explainerId: "x",
  statement: "for",
});
const ARMS = ["a", "b", "c"].map(arm);

function answer(rater: number, arms: string, value: number, detail: unknown = null): GivenAnswer {
  const panels = [...arms].map((armId) => ({ armId, mapId: `m ${armId}`, correct: null }));
  return { rater: `r${rater}`, itemId: "i", value, detail, panels };
}
const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** Draws choices of 60 raters by Davidson's model with these strengths and nu. */
function pairs(strengths: Record<string, number>, nu: number): GivenAnswer[] {
  const random = createRandom("pairs");
  return range(60).flatMap((rater) =>
    ["ab", "ba", "ac", "ca", "bc", "cb"].map((both) => {
      const [left, right] = [...both].map((one) => Math.exp(strengths[one]));
      const tie = nu * Math.sqrt(left * right);
      const at = random.uniform() * (left + right + tie);
      return answer(rater, both, at < left ? 0 : at < left + right ? 1 : random.uniform() < 0.5 ? 2 : 3);
    }),
  );
}

describe("pairs", () => {
  test("strengths and ties that answers were drawn from lie within the intervals", () => {
    const truth = { a: 0.8, b: 0, c: -0.8 };
    const { arms, ties } = computePreference("pairs", ARMS, pairs(truth, 1), createRandom("p"));
    for (const { armId, score } of arms) {
      if (!("value" in score)) throw new Error(score.undefined);
      expect(score.low).toBeLessThan(truth[armId as "a"]);
      expect(score.high).toBeGreaterThan(truth[armId as "a"]);
      expect(score.n).toBe(60);
    }
    // nu / (2 + nu)
    if (!ties || !("value" in ties)) throw new Error("no ties");
    expect(ties.low).toBeLessThan(1 / 3);
    expect(ties.high).toBeGreaterThan(1 / 3);
    const sum = arms.reduce((all, { score }) => all + ("value" in score ? score.value : NaN), 0);
    expect(sum).toBeCloseTo(0, 9);
  });

  test("without a tie it is Bradley and Terry's model: of two, the log of the odds", () => {
    const answers = range(40).map((rater) =>
      answer(rater, rater % 2 ? "ab" : "ba", rater % 4 === 0 ? 0 : rater % 2 ? 0 : 1),
    );
    const { arms, ties } = computePreference("pairs", ARMS.slice(0, 2), answers, createRandom("p"));
    const [a, b] = arms.map(({ score }) => ("value" in score ? score.value : NaN));
    // b wins where r % 4 is 0, 10 of 40 times.
    expect(a - b).toBeCloseTo(Math.log(30 / 10), 6);
    expect(ties).toEqual({ undefined: "no_ties" });
  });

  test("say why there is no common scale", () => {
    const alone = [answer(0, "ab", 0), answer(1, "ba", 0), answer(2, "ab", 2)];
    expect(computePreference("pairs", ARMS, alone, createRandom("p")).arms.map(({ score }) => score)).toEqual(
      ARMS.map(() => ({ undefined: "comparison_graph_disconnected" })),
    );
    expect(computePreference("pairs", ARMS, [], createRandom("p")).ties).toEqual({
      undefined: "no_decisive_comparisons",
    });
    const two = ARMS.slice(0, 2);
    const always = range(5).map((rater) => answer(rater, "ab", 0));
    expect(computePreference("pairs", two, always, createRandom("p")).arms[0].score).toEqual({
      undefined: "win_graph_not_strongly_connected",
    });
    const one = [answer(0, "ab", 0), answer(0, "ab", 1), answer(0, "ab", 2)];
    expect(computePreference("pairs", two, one, createRandom("p")).arms[0].score).toEqual({
      undefined: "fewer_than_two_raters",
    });
  });
});

describe("rankings", () => {
  test("of two are the log of the odds, wherever on the screen they stood", () => {
    const answers = range(40).map((rater) => {
      const aFirst = rater % 4 !== 0;
      const both = rater % 2 ? "ab" : "ba";
      const first = both.indexOf(aFirst ? "a" : "b");
      return answer(rater, both, first, { order: [first, 1 - first] });
    });
    const { arms, ties } = computePreference("rankings", ARMS.slice(0, 2), answers, createRandom("p"));
    const [a, b] = arms.map(({ score }) => ("value" in score ? score.value : NaN));
    expect(a - b).toBeCloseTo(Math.log(30 / 10), 6);
    expect(ties).toBeNull();
  });
});

describe("best and worst", () => {
  test("count how much more often an arm is best than worst", () => {
    const answers = range(12).map((rater) =>
      rater % 3 === 0 ? answer(rater, "cba", 0, { worst: 1 }) : answer(rater, "abc", 0, { worst: 2 }),
    );
    const { arms } = computePreference("best-worst", [...ARMS, arm("d")], answers, createRandom("p"));
    expect(arms.map(({ score }) => ("value" in score ? score.value : score.undefined))).toEqual([
      8 / 12,
      -4 / 12,
      (4 - 8) / 12,
      "never_shown",
    ]);
  });
});
