import { describe, expect, it } from "vitest";
import { timeOfMap } from "#lib/explain/cost/map-time.ts";
import { type Passes, passesOfMap } from "#lib/explain/cost/passes.ts";
import { type ArmWish, estimateCost, isAbove, type RunWish } from "#lib/explain/cost/run-cost.ts";
import {
  type FinishedShard,
  type MeasuredArm,
  measureSpeeds,
  parallelShards,
} from "#lib/explain/cost/speeds.ts";
import { findExplainer } from "#lib/explain/registry.ts";
import { parseOptions } from "#lib/explain/run-explainer.ts";

const passes = (forwards: number, backwards = 0, heads = 0): Passes => ({ forwards, backwards, heads });

const arm = (change: Partial<MeasuredArm> = {}): MeasuredArm => ({
  id: "a",
  explainerId: "rise",
  modelId: "m",
  options: { masks: 100 },
  mapsPerImage: 1,
  passes: passes(100),
  scoringForwards: 65,
  maps: 8,
  mapMs: 200,
  ...change,
});

const shard = (change: Partial<FinishedShard> = {}): FinishedShard => ({
  armId: "a",
  kind: "explain",
  images: 4,
  startedMs: 0,
  endedMs: 1000,
  ...change,
});

const nothing = measureSpeeds([], []);

describe("passes of a map", () => {
  it("follow from the options and the size of the model", () => {
    const model = { inputSize: 96, featureShape: { channels: 128 } };
    const of = (id: string, options = {}) =>
      passesOfMap(findExplainer(id), parseOptions(findExplainer(id), options), model);
    expect(of("ss-cam", { samples: 2 })).toEqual(passes(257));
    expect(of("ss-cam", { samples: 2, channels: 10 })).toEqual(passes(21));
    expect(of("integrated-gradients", { steps: 20 })).toEqual(passes(20, 20));
    expect(of("iba", { steps: 3, samples: 4 })).toEqual(passes(1, 0, 12));
    expect(of("control-random")).toEqual(passes(0));
  });
});

describe("speed, from finished shards", () => {
  it("is the time around the maps, of a score, and of a pass", () => {
    const shards = [
      shard({ endedMs: 900 }),
      shard({ endedMs: 9_000 }),
      shard({ endedMs: 1_000 }),
      shard({ kind: "score", endedMs: 520 }),
    ];
    const { models } = measureSpeeds(shards, [arm()]);
    expect(models.get("m")).toEqual({
      // 4 maps of 200 ms; the shard that opened the model is an outlier.
      shardMs: 200,
      scoreMs: 130,
      scoredMaps: 4,
      // 200 ms over 100 passes.
      forwardMs: 2,
      backwardMs: null,
    });
  });

  it("takes a pass from the curves of a score where no method makes many", () => {
    const gradCam = arm({ explainerId: "grad-cam", passes: passes(1, 1), mapMs: 30 });
    const score = shard({ kind: "score", images: 1, endedMs: 130 });
    expect(measureSpeeds([score], [gradCam]).models.get("m")).toMatchObject({
      forwardMs: 2,
      backwardMs: null,
    });
  });

  it("takes a backward pass from a method of many, beside its forward passes", () => {
    const smooth = arm({ id: "b", explainerId: "smooth-grad", passes: passes(50, 50), mapMs: 350 });
    expect(measureSpeeds([], [arm(), smooth]).models.get("m")).toMatchObject({ forwardMs: 2, backwardMs: 5 });
  });

  it("leaves what nothing was measured of unknown", () => {
    expect(nothing.models.get("m")).toBeUndefined();
    const gradCam = arm({ passes: passes(1, 1) });
    expect(measureSpeeds([], [gradCam]).models.get("m")).toMatchObject({ forwardMs: null, scoreMs: null });
  });

  it("counts shards at once over the time anything was worked on", () => {
    const at = (startedMs: number, endedMs: number) => ({ startedMs, endedMs });
    expect(parallelShards([])).toBe(1);
    expect(parallelShards([at(0, 10), at(10, 20)])).toBe(1);
    expect(parallelShards([at(0, 10), at(0, 10)])).toBe(2);
    expect(parallelShards([at(5, 15), at(0, 10), at(100, 105)])).toBe(25 / 20);
  });
});

describe("the time of a map", () => {
  const wish = { explainerId: "rise", modelId: "m", options: { masks: 100 }, passes: passes(100) };

  it("is that of the same method, model and options, if there are any", () => {
    const speeds = measureSpeeds([], [arm(), arm({ id: "b", options: { masks: 5 }, mapMs: 1 })]);
    expect(timeOfMap(wish, speeds)).toEqual({ ms: 200, basis: { kind: "maps", maps: 8 } });
  });

  it("does not depend on the order of the options", () => {
    const speeds = measureSpeeds([], [arm({ options: { b: 1, a: 2 } })]);
    const time = timeOfMap({ ...wish, options: { a: 2, b: 1 } }, speeds);
    expect(time?.basis.kind).toBe("maps");
  });

  it("is in proportion to the passes under other options", () => {
    const more = { ...wish, options: { masks: 300 }, passes: passes(300) };
    const speeds = measureSpeeds([], [arm()]);
    expect(timeOfMap(more, speeds)).toEqual({ ms: 600, basis: { kind: "other-options", maps: 8 } });
  });

  it("is that of the passes where the method was never run on the model", () => {
    const speeds = measureSpeeds([], [arm()]);
    const other = { ...wish, explainerId: "occlusion", passes: passes(122) };
    expect(timeOfMap(other, speeds)).toEqual({
      ms: 244,
      basis: { kind: "passes", forwardMs: 2, backwardMs: null },
    });
  });

  it("is not guessed: of gradients, a head or a model that was not measured", () => {
    const speeds = measureSpeeds([], [arm()]);
    expect(timeOfMap({ ...wish, explainerId: "i-gos", passes: passes(1, 1) }, speeds)).toBeNull();
    expect(timeOfMap({ ...wish, explainerId: "iba", passes: passes(1, 0, 100) }, speeds)).toBeNull();
    expect(timeOfMap({ ...wish, modelId: "other" }, speeds)).toBeNull();
  });
});

describe("the cost of a run", () => {
  const armWish = (change: Partial<ArmWish> = {}): ArmWish => ({
    label: "RISE",
    explainerId: "rise",
    modelId: "m",
    options: { masks: 100 },
    passes: passes(100),
    mapsPerImage: 1,
    shardImages: 4,
    isJudged: true,
    scoringForwards: 65,
    ...change,
  });
  const runWish = (change: Partial<RunWish> = {}): RunWish => ({
    images: 10,
    arms: [armWish()],
    answers: 7,
    judge: null,
    mapBytes: 100,
    ...change,
  });
  const speeds = measureSpeeds(
    [shard(), shard({ kind: "score", startedMs: 500, endedMs: 900 })],
    [arm()],
    [
      { forwards: 0, ms: 100 },
      { forwards: 20, ms: 140 },
    ],
  );

  it("adds up answers, maps and scores", () => {
    const estimate = estimateCost(runWish(), speeds);
    expect(estimate).toMatchObject({
      images: 10,
      maps: 10,
      bytes: 1000,
      forwards: 7 + 1000 + 650,
      // 10 maps of 200 ms in 3 shards of 200 ms around them.
      arms: [{ maps: 10, ms: 2600 }],
      scoring: { maps: 10, ms: 1000, forwards: 650 },
      // 100 ms in any case, and 2 ms an answer.
      preparation: { ms: 114, forwards: 7 },
      workerMs: 3714,
      // The two shards overlapped: 1400 ms of work in 1000 ms.
      parallel: 1.4,
      elapsedMs: 114 + 3600 / 1.4,
      isTimed: true,
    });
  });

  it("does not score maps of every class, and makes one a class", () => {
    const arms = [armWish({ mapsPerImage: 5, isJudged: false })];
    expect(estimateCost(runWish({ arms }), speeds)).toMatchObject({
      maps: 50,
      forwards: 5007,
      scoring: { maps: 0, ms: 0 },
    });
  });

  it("counts what a judge is asked, after the end of the run", () => {
    const judge = { modelId: "m", maps: 10, forwardsPerMap: 65 };
    const [alone, judged] = [null, judge].map((by) => estimateCost(runWish({ judge: by }), speeds));
    expect(judged.judging).toMatchObject({ maps: 10, forwards: 650, ms: 1300 });
    expect([judged.forwards - alone.forwards, judged.workerMs - alone.workerMs]).toEqual([650, 1300]);
    expect(judged.elapsedMs).toBe(alone.elapsedMs);
    const stranger = runWish({ judge: { ...judge, modelId: "other" } });
    expect(estimateCost(stranger, speeds)).toMatchObject({ judging: { ms: null }, isTimed: false });
  });

  it("says what it does not know, and adds up what it knows", () => {
    const arms = [armWish(), armWish({ label: "IBA", explainerId: "iba", passes: passes(1, 0, 100) })];
    const estimate = estimateCost(runWish({ arms, answers: 0 }), speeds);
    expect(estimate.arms.map(({ ms, basis }) => [ms, basis?.kind])).toEqual([
      [2600, "maps"],
      [null, undefined],
    ]);
    expect(estimate).toMatchObject({ isTimed: false, workerMs: 4700, heads: 1000 });
    expect(estimateCost(runWish(), nothing)).toMatchObject({
      isTimed: false,
      workerMs: 0,
      scoring: { ms: null },
      preparation: { ms: null },
    });
  });

  it("is above a limit by its passes or by its time", () => {
    const estimate = estimateCost(runWish(), speeds);
    expect(isAbove(estimate, { passes: 1657, workerMinutes: 0.062 })).toBe(false);
    expect(isAbove(estimate, { passes: 1656, workerMinutes: 1 })).toBe(true);
    expect(isAbove(estimate, { passes: 1657, workerMinutes: 0.061 })).toBe(true);
  });
});
