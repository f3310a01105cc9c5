import { describe, expect, test } from "vitest";
import { type ComparedArm, leadersOf, tabulateStudies } from "#lib/study/across-studies.ts";
import { leadersWords } from "../../../app/(research)/studies/across/_across/leaders-words.ts";

const arm = (label: string, value: number | null, statement: "for" | "against" = "for"): ComparedArm => ({
  label,
  explainerId: label === "Random" ? "control-random" : "method",
  statement,
  score: value === null ? { undefined: "no_values" } : { value },
});
const isCandidate = ({ explainerId }: ComparedArm) => explainerId !== "control-random";

const studies = [
  { arms: [arm("IBA", 3), arm("SCOUTER+", 4), arm("Random", 5), arm("SCOUTER−", 2, "against")] },
  { arms: [arm("SCOUTER+", 2), arm("SS-CAM", 2)] },
  { arms: [arm("Random", 1), arm("SCOUTER+", null)] },
];

describe("methods by studies", () => {
  const rows = tabulateStudies(studies, "for");

  test("those that most studies asked about come first, then the higher ones", () => {
    expect(rows.map(({ label }) => label)).toEqual(["SCOUTER+", "Random", "IBA", "SS-CAM"]);
    expect(rows[0].cells.map((cell) => cell?.score)).toEqual([
      { value: 4 },
      { value: 2 },
      { undefined: "no_values" },
    ]);
    expect(rows[3].cells).toEqual([undefined, expect.objectContaining({ label: "SS-CAM" }), undefined]);
  });

  test("statements are never in one table", () => {
    expect(tabulateStudies(studies, "against").map(({ label }) => label)).toEqual(["SCOUTER−"]);
    expect(tabulateStudies([], "for")).toEqual([]);
  });

  test("a control never leads, and of two alike none does", () => {
    expect(leadersOf(rows, isCandidate)).toEqual(["SCOUTER+", null, null]);
    expect(leadersOf([], isCandidate)).toEqual([]);
  });
});

test("the sentence counts in how many studies each method comes first", () => {
  expect(leadersWords([null], "for", "people")).toBeNull();
  expect(leadersWords(["A"], "for", "people")).toContain("in the one study people put first A.");
  const words = leadersWords(["B", "A", null, "B"], "against", "simulated raters");
  expect(words).toContain(
    "Of maps against a class, in 4 studies simulated raters put first B in 2 and A in 1.",
  );
});
