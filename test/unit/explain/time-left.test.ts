import { describe, expect, it } from "vitest";
import type { RunEstimate } from "#lib/explain/cost/run-cost.ts";
import { timeLeftOfRun } from "#lib/explain/cost/time-left.ts";

const none = { forwards: 0, backwards: 0, heads: 0 };

/** Two judged arms on 10 images: 100 ms and 2 s a map, 50 ms a score, two shards at once. */
function estimate(slowMs: number | null = 20_000): RunEstimate {
  const arm = (label: string, ms: number | null) => ({ ...none, label, maps: 10, ms, basis: null });
  return {
    ...none,
    images: 10,
    maps: 20,
    bytes: 0,
    arms: [arm("fast", 1000), arm("slow", slowMs)],
    preparation: { ...none, ms: 0 },
    scoring: { ...none, maps: 20, ms: 1000 },
    judging: { ...none, maps: 0, modelId: null, ms: 0 },
    workerMs: 22_000,
    elapsedMs: 11_000,
    isTimed: true,
    parallel: 2,
  };
}

const nothing = { images: 0, ms: 0 };
const untouched = { isJudged: true, explain: nothing, score: nothing };

describe("the time left of a run", () => {
  it("is the estimate before anything is done", () => {
    expect(timeLeftOfRun([untouched, untouched], estimate(), null)).toBe(11_000);
  });

  it("goes by each arm's own shards, whatever was expected and however fast the others were", () => {
    const fast = { isJudged: true, explain: { images: 10, ms: 100 }, score: { images: 10, ms: 400 } };
    const slow = { isJudged: true, explain: { images: 2, ms: 8000 }, score: nothing };
    // 8 maps of 4 s; 10 scores of 40 ms, as the other arm's were.
    expect(timeLeftOfRun([fast, slow], estimate(), 1)).toBe(32_400);
    expect(timeLeftOfRun([fast, slow], estimate(null), 1)).toBe(32_400);
  });

  it("does not wait for scores of maps that are only looked at", () => {
    const done = { isJudged: false, explain: { images: 10, ms: 100 }, score: nothing };
    expect(timeLeftOfRun([done, { ...done, isJudged: false }], estimate(), 1)).toBe(0);
  });

  it("is not known while an arm was neither measured nor estimated", () => {
    expect(timeLeftOfRun([untouched, untouched], estimate(null), 2)).toBeNull();
  });
});
