import { expect, test } from "vitest";
import { messageFor } from "#components/rating/notice.tsx";
import type { OutboxEntry } from "#components/rating/outbox.ts";
import {
  isBreakDue,
  mergeAnswers,
  needsInstruction,
  nextTrial,
  progressOf,
  stimuliAhead,
} from "#components/rating/place.ts";
import { en } from "#lib/study/languages/en.ts";
import type { TrialView } from "#lib/study/participant-protocol.ts";

const trial = (id: string, practice: boolean, value: number | null): TrialView => ({
  id,
  stimuli: [`picture of ${id}`],
  answer: "koala",
  practice,
  asked: null,
  feedback: null,
  classes: [],
  value,
});
const trials = [
  trial("p1", true, 2),
  trial("p2", true, null),
  ...["a", "b", "c"].map((id) => trial(id, false, null)),
];
const entry = (trialId: string, value: number) => ({ trialId, value, state: "waiting" }) as OutboxEntry;

test("what the server holds wins over what waits here, and what waits counts as answered", () => {
  const merged = mergeAnswers(trials, [entry("p1", 5), entry("p2", 4), entry("a", 1)]);
  expect(merged.map((t) => t.value)).toEqual([2, 4, 1, null, null]);
  expect(nextTrial(merged)).toBe(3);
  expect(nextTrial(mergeAnswers(merged, [entry("b", 1), entry("c", 1)]))).toBeNull();
});

test("progress counts practice and rated trials apart", () => {
  expect(progressOf(trials, "p2")).toEqual({ practice: true, at: 2, of: 2 });
  expect(progressOf(trials, "b")).toEqual({ practice: false, at: 2, of: 3 });
});

test("once started at least four pictures are fetched ahead", () => {
  const many = Array.from({ length: 9 }, (_, i) => trial(String(i), false, null));
  expect(stimuliAhead(many, 2, true).length).toBeGreaterThanOrEqual(5);
  expect(stimuliAhead(many, 2, true)[0]).toBe("picture of 2");
  expect(stimuliAhead(many, 8, true)).toEqual(["picture of 8"]);
  expect(stimuliAhead(many, 0, false)).toHaveLength(2);
});

test("the instruction is shown to those who have answered nothing", () => {
  const session = {
    state: "consented",
    quiz: null,
    trials,
    examples: [],
    instruction: [],
    completionCode: null,
  } as const;
  const fresh = { ...session, trials: trials.map((t) => ({ ...t, value: null })) };
  expect(needsInstruction(fresh, false)).toBe(true);
  expect(needsInstruction(fresh, true)).toBe(false);
  expect(needsInstruction(session, false)).toBe(false);
});

test("the notice is silent while saving works, quiet at first, and calm when it lasts", () => {
  expect(messageFor({ waiting: 1, failures: 0, refused: null }, en.page)).toBe("");
  expect(messageFor({ waiting: 0, failures: 3, refused: null }, en.page)).toBe("");
  expect(messageFor({ waiting: 1, failures: 1, refused: null }, en.page)).toBe(
    "Saved on this device, will send.",
  );
  expect(messageFor({ waiting: 2, failures: 5, refused: null }, en.page)).toContain("safe on this device");
});

test("a break comes after every so many rated trials, never in practice or before the first", () => {
  const due = (at: number, practice = false) => isBreakDue({ practice, at, of: 20 }, 5);
  expect(Array.from({ length: 20 }, (_, i) => i + 1).filter((at) => due(at))).toEqual([6, 11, 16]);
  expect(due(6, true)).toBe(false);
  expect(isBreakDue({ practice: false, at: 6, of: 20 }, null)).toBe(false);
});
