import { describe, expect, it } from "vitest";
import type { ReportArm } from "#lib/study/compute-report.ts";
import type { StudyReport } from "#lib/study/report.ts";
import { isTold, listPairs } from "#lib/study/results/arm-pairs.ts";
import { leadWords } from "#lib/study/results/lead-words.ts";
import { listCaveats } from "#lib/study/results/list-caveats.ts";
import { studyReport } from "#test/support/study-report.ts";

const arm = (armId: string, explainerId = armId, statement: ReportArm["statement"] = "for"): ReportArm => ({
  armId,
  label: armId,
  explainerId,
  statement,
});
const ARMS = [arm("Grad-CAM"), arm("RISE"), arm("Random", "control-random")];

/** Every rater rates each arm on two images; `value` is what they give. */
function report(
  raters: number,
  value: (armId: string, rater: number, image: number) => number,
  arms: readonly ReportArm[] = ARMS,
): StudyReport {
  const ratings = Array.from({ length: raters }, (_, r) =>
    arms.flatMap(({ armId }) =>
      [0, 1].map((i) => ({
        rater: `r${r}`,
        armId,
        itemId: `i${i}`,
        mapId: `${armId} ${i}`,
        correct: null,
        value: value(armId, r, i),
      })),
    ),
  ).flat();
  return studyReport(arms, ratings);
}

/** RISE is a point over Grad-CAM for everyone; the control, over both, is no candidate. */
const clear = (armId: string, rater: number, image: number) =>
  ({ "Grad-CAM": 2, RISE: 3, Random: 5, "SCOUTER-": 4 })[armId]! - ((rater + image) % 2);
/** Half of the raters prefer either. */
const split = (armId: string, rater: number, image: number) =>
  armId === "Random" ? 1 : 3 + (rater % 2 === (armId === "RISE" ? 0 : 1) ? 1 : 0) - (image % 2);

describe("the words on who leads", () => {
  it("name the method rated highest, controls aside, and tell the next from it", () => {
    const words = leadWords(report(12, clear), "for");
    expect(words).toMatch(/^Of maps for a class, people rate those of RISE highest, mean rating 2\.50 \[/);
    expect(words).toMatch(
      /Grad-CAM, the next, is lower: the difference within raters is 1\.00 \[1\.00,\s1\.00\]/,
    );
    expect(words).toMatch(/p\s=\s0\.001 corrected for 3 pairs\.$/);
  });

  it("do not take what cannot be told apart for equal", () => {
    const words = leadWords(report(12, split), "for");
    expect(words).toContain("cannot be told from it");
    expect(words).toContain("That does not make them equal.");
  });

  it("say why nothing can be said, and nothing of a statement without methods", () => {
    const alike = report(12, (armId, rater) => (armId === "Random" ? 1 : 2 + (rater % 3)));
    expect(leadWords(alike, "for")).toMatch(/differs is undefined: every difference is 0\.$/);
    expect(leadWords(alike, "against")).toBeNull();
    const { comparisons: _, ...old } = alike;
    expect(leadWords(old, "for")).toMatch(/highest, mean rating \d\.\d\d \[[^\]]*\]\.$/);
  });
});

it("pairs stand with the higher first, by size", () => {
  const pairs = listPairs(report(12, clear), "for");
  expect(pairs.map(({ labels }) => `${labels.a} > ${labels.b}`)).toEqual([
    "Random > Grad-CAM",
    "Random > RISE",
    "RISE > Grad-CAM",
  ]);
  expect(pairs.map(({ difference }) => "value" in difference && difference.value)).toEqual([3, 2, 1]);
  expect(pairs.every(isTold)).toBe(true);
});

describe("what can't be said", () => {
  it("holds that few raters cannot tell any of so many pairs apart", () => {
    const few = listCaveats(report(5, clear));
    expect(few.join(" ")).toContain(
      "with 5 raters who tell a pair apart and 3 pairs tested, no corrected p can be below",
    );
    expect(few.join(" ")).toContain("5 raters are few to resample");
    const many = listCaveats(report(12, clear)).join(" ");
    expect(many).not.toContain("no corrected p");
    expect(many).not.toContain("That methods are equal");
  });

  it("counts pairs that are not told apart, and keeps statements apart", () => {
    const open = listCaveats(report(12, split)).join(" ");
    expect(open).toContain("That methods are equal: 1 of 3 pairs of maps for a class");
    const both = listCaveats(report(12, clear, [...ARMS, arm("SCOUTER-", "scouter-", "against")])).join(" ");
    expect(both).toContain("they were judged under different sentences");
    expect(open).not.toContain("different sentences");
  });
});
