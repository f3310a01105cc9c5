import { describe, expect, it } from "vitest";
import type { StudyReport } from "#lib/study/report.ts";
import { flowSteps } from "#lib/study/results/flow-steps.ts";
import { sensitivityWords } from "#lib/study/results/sensitivity-words.ts";
import { studyReport } from "#test/support/study-report.ts";

const ARMS = ["Grad-CAM", "RISE"].map((armId) => ({
  armId,
  label: armId,
  explainerId: armId,
  statement: "for" as const,
}));

/** Raters of whom each rates both methods on two images, RISE `lead` points higher. */
function rated(raters: number, lead: (rater: number) => number): StudyReport {
  const ratings = Array.from({ length: raters }, (_, r) =>
    ARMS.flatMap(({ armId }) =>
      [0, 1].map((i) => ({
        rater: `r${r}`,
        armId,
        itemId: `i${i}`,
        mapId: `${armId} ${i}`,
        correct: null,
        value: armId === "RISE" ? 3 + lead(r) : 3,
      })),
    ),
  ).flat();
  return studyReport(ARMS, ratings);
}

/** The first report as the primary one, beside what is found with everybody. */
const beside = (primary: StudyReport, everybody: StudyReport): StudyReport => ({
  ...primary,
  withoutExclusions: {
    raters: everybody.raters.answering,
    ratings: everybody.ratings,
    arms: everybody.arms,
    comparisons: everybody.comparisons!,
  },
});
const clear = rated(10, (r) => 1 + (r % 2));
const reversed = rated(10, (r) => -1 - (r % 2));
const level = rated(10, (r) => (r < 6 ? 1 : -1));

describe("what is found with everybody", () => {
  it("is the same where the same method leads and is told from the next, whatever its numbers", () => {
    const [words, ...more] = sensitivityWords(
      beside(
        clear,
        rated(14, (r) => 1 + (r % 2)),
      ),
    );
    expect(words).toMatch(
      /^With everybody the same is found: of maps for a class, people rate those of RISE highest/,
    );
    expect(more).toEqual([]);
  });

  it("is something else where another method leads", () => {
    expect(sensitivityWords(beside(clear, reversed))[0]).toMatch(
      /^With everybody something else is found: of maps for a class, people rate those of Grad-CAM highest/,
    );
  });

  it("is something else where the lead is no longer told from the next", () => {
    expect(sensitivityWords(beside(clear, level))[0]).toMatch(
      /something else is found: .*cannot be told from it/,
    );
  });

  it("needs no words where nobody is left out", () => {
    expect(sensitivityWords(clear)).toEqual([]);
  });
});

it("each step of the flow loses exactly those who leave it", () => {
  const flow = {
    consented: 17,
    withdrawn: 1,
    screened: 0,
    practised: 14,
    rated: 12,
    completed: 11,
    pilot: 1,
    excluded: 2,
    byRule: [{ rule: "too-fast", words: "answered too fast", raters: 2, undefined: 0 }],
    analysed: 9,
  };
  const steps = flowSteps(flow, 108);
  expect(steps.map(({ raters }) => raters)).toEqual([17, 14, 12, 9]);
  steps.slice(0, -1).forEach(({ raters, leaving }, i) => {
    const left = leaving.reduce((sum, one) => sum + one.raters, 0);
    expect(raters - left).toBe(steps[i + 1].raters);
  });
  expect(steps[2].leaving[1].parts).toEqual([{ label: "too fast", raters: 2 }]);
});
