import { expect, it } from "vitest";
import { nextName } from "#lib/services/studies/get-study-defaults.ts";
import { STUDY_ENCODING, StudyDesign } from "#lib/study/design.ts";
import { type ComparedStudy, listChanges } from "#lib/study/list-changes.ts";

const {
  contact: _c,
  stimulusBytes: _s,
  ...design
} = StudyDesign.parse({
  trialsPerRater: 12,
  quota: null,
  consentVersion: "2026-11",
  contact: "",
  encoding: STUDY_ENCODING,
  exclusions: { incomplete: { share: 1 } },
  openWhenReady: true,
  simulatedRaters: 0,
  stimulusBytes: null,
});
const before: ComparedStudy = {
  name: "Which convinces?",
  template: { id: "plausibility-rating", version: 1 },
  run: "First run",
  seed: 1,
  arms: ["SCOUTER+", "IBA"],
  images: { count: 20, digest: "a" },
  design,
};
const changed = (change: Partial<ComparedStudy>, part: Partial<ComparedStudy["design"]> = {}) =>
  listChanges(before, { ...before, ...change, design: { ...design, ...part } });

it("tells of nothing where the same study is done again, whatever nobody notices", () => {
  expect(changed({}, { openWhenReady: false, simulatedRaters: 12 })).toEqual([]);
});

it("tells of what is shown, asked and analysed, in words", () => {
  expect(changed({ name: "Again", seed: 2, arms: ["SCOUTER+", "IBA", "Grad-CAM"] })).toEqual([
    "Name: “Again”, before “Which convinces?”.",
    "Arms: SCOUTER+, IBA, Grad-CAM, before SCOUTER+, IBA.",
    "Seed: 2, before 1.",
  ]);
  expect(
    changed({}, { quota: 40, language: "zh-Hans", points: 7, retentionMonths: 12, exclusions: {} }),
  ).toEqual([
    "Points of the scale: 7, before left to the template.",
    "Most people: 40, before no limit.",
    "Language: 简体中文, before English.",
    "Personal data erased: 12 months after closing, before never.",
    "Left out: nobody, before whoever did not rate all of their pictures.",
  ]);
});

it("tells of checks, and of the classes to choose from", () => {
  const checks = { ...design.checks, quiz: "2026-11", attention: 2 };
  expect(changed({}, { checks, classes: ["fox", "owl"], classNames: true })).toEqual([
    "Names of the classes: told, before not told.",
    "Checks: quiz (version 2026-11) · attention checks: 2 a person, before none.",
    "Classes to choose from: fox, owl, before none.",
  ]);
});

it("tells of other images, as many or not", () => {
  expect(changed({ images: { count: 20, digest: "b" } })).toEqual(["Images: 20 rated, not the same ones."]);
  expect(changed({ images: { count: 8, digest: "b" } })).toEqual(["Images: 8 rated, before 20."]);
});

it("leaves nothing of the design unsaid, not even what has no words here", () => {
  const later = { ...design, quiz: { questions: 3 } };
  expect(listChanges(before, { ...before, design: later })).toEqual([
    'quiz: {"questions":3}, before undefined.',
  ]);
  const drawn = { ...design, encoding: { ...STUDY_ENCODING, opacity: 0.5 } };
  expect(listChanges(before, { ...before, design: drawn })).toHaveLength(1);
});

it("numbers the versions of a name", () => {
  expect(nextName("Which convinces?")).toBe("Which convinces? (version 2)");
  expect(nextName("Which convinces? (version 9)")).toBe("Which convinces? (version 10)");
  expect(nextName("x".repeat(120)).length).toBeLessThanOrEqual(120);
});
