import { describe, expect, it } from "vitest";
import type { StudyReport } from "#lib/study/report.ts";
import { lockWords, primaryWords } from "#lib/study/results/primary-words.ts";
import { studyReport } from "#test/support/study-report.ts";

const ARMS = ["A", "B"].map((armId) => ({
  armId,
  label: armId,
  explainerId: armId,
  statement: "for" as const,
}));

/** Every rater gives A this much more than B, on two images. */
function locked(leads: readonly number[], contrast: [string, string] | null, answersBefore = 0): StudyReport {
  const ratings = leads.flatMap((lead, r) =>
    ARMS.flatMap(({ armId }) =>
      [0, 1].map((i) => ({
        rater: `r${r}`,
        armId,
        itemId: `i${i}`,
        mapId: `${armId}${i}`,
        correct: null,
        value: armId === "A" ? 3 + lead : 3,
      })),
    ),
  );
  const primaryContrast = contrast && { first: contrast[0], second: contrast[1] };
  const lock = {
    hash: "f".repeat(64),
    primaryContrast,
    lockedAt: "2026-11-28T15:00:00.000Z",
    answersBefore,
    answersAfter: 40,
  };
  return { ...studyReport(ARMS, ratings), lock };
}

describe("the primary contrast in words", () => {
  it("is the difference the plan named, its way round, with a p that is not corrected", () => {
    const words = primaryWords(locked([1, 2, 1, 2, 1, 2], ["A", "B"]));
    expect(words).toMatch(/, A less B: 1\.50 \[/);
    expect(words).toMatch(
      /over 6 raters, p\s=\s0\.03\d, not corrected as the one primary test\. The two are told apart\.$/,
    );
    expect(primaryWords(locked([1, 2, 1, 2, 1, 2], ["B", "A"]))).toMatch(/, B less A: −1\.50 \[/);
  });

  it("says that two are not told apart, or why nothing can be said", () => {
    expect(primaryWords(locked([1, -1, 1, -1], ["A", "B"]))).toMatch(/The two are not told apart\.$/);
    expect(primaryWords(locked([0, 0, 0], ["A", "B"]))).toMatch(
      /its test is undefined, every difference is 0\.$/,
    );
    expect(primaryWords(locked([], ["A", "B"]))).toMatch(/: undefined, /);
  });

  it("is not there without a plan or without a contrast", () => {
    expect(primaryWords(locked([1, 2], null))).toBeNull();
    expect(primaryWords({ ...locked([1, 2], ["A", "B"]), lock: null })).toBeNull();
  });
});

it("the lock says which answers the primary analysis is of", () => {
  expect(lockWords(locked([1], null))).toBe("The plan was locked before the first of the 40 answers.");
  expect(lockWords(locked([1], null, 8))).toMatch(
    /after 8 answers and before 40: the primary analysis is of those who joined after/,
  );
  expect(lockWords({ ...locked([1], null), lock: null })).toMatch(/exploratory/);
});
