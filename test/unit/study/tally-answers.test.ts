import { expect, test } from "vitest";
import type { GivenAnswer } from "#lib/study/score-answers.ts";
import { countKinds, tallyAnswers } from "#lib/study/tally-answers.ts";

const answer = (rater: string, arms: string[], value: number, detail: unknown = null): GivenAnswer => ({
  rater,
  itemId: `of ${rater}`,
  panels: arms.map((armId) => ({ armId, mapId: null, correct: null })),
  value,
  detail,
});

test("answers are of a kind where arms, places, value and detail are the same, whoever gave them about whatever image", () => {
  const tally = tallyAnswers([
    answer("b", ["x", "y"], 0),
    answer("a", ["x", "y"], 0),
    answer("a", ["y", "x"], 0),
    answer("a", ["x", "y"], 1),
    answer("a", ["x", "y"], 1, { worst: 0 }),
  ]);
  expect(tally.kinds).toHaveLength(4);
  expect(tally.byRater.map((own) => [...own])).toEqual([[0, 1, 2, 3], [0]]);
});

test("a resample counts a rater's answers as often as the rater is drawn", () => {
  const tally = tallyAnswers([
    answer("a", ["x", "y"], 0),
    answer("b", ["x", "y"], 0),
    answer("b", ["x", "y"], 1),
  ]);
  expect(countKinds(tally, [1, 1, 0]).map(({ times }) => times)).toEqual([3, 2]);
  expect(countKinds(tally, [0]).map(({ times }) => times)).toEqual([1, 0]);
});
