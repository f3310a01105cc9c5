import { type MapTime, type TimeBasis, timeOfMap } from "./map-time.ts";
import { type Passes, sumPasses, timesPasses, wholePasses } from "./passes.ts";
import type { Speeds } from "./speeds.ts";

/** One arm of a run that is to be estimated. */
export interface ArmWish {
  label: string;
  explainerId: string;
  modelId: string;
  /** As parsed by the method's schema. */
  options: unknown;
  /** Of one map. */
  passes: Passes;
  mapsPerImage: number;
  /** Images a shard holds. */
  shardImages: number;
  isJudged: boolean;
  /** Forward passes that scoring one map takes. */
  scoringForwards: number;
}

export interface RunWish {
  images: number;
  arms: readonly ArmWish[];
  /** Answers of the models that are missing and have to be made first, and images that statistics are estimated on. */
  answers: number;
  /** Forward passes of the judge for all maps, once they are made; null without one. */
  judge: { modelId: string; maps: number; forwardsPerMap: number } | null;
  /** Bytes of a map at most: one float32 a pixel of the largest input. */
  mapBytes: number;
}

/** A part of a run; time in ms of one worker slot, null where nothing like it was measured. */
export interface PartEstimate extends Passes {
  ms: number | null;
}

export interface ArmEstimate extends PartEstimate {
  label: string;
  maps: number;
  /** Null where the time is. */
  basis: TimeBasis | null;
}

export interface RunEstimate extends Passes {
  images: number;
  maps: number;
  /** At most. */
  bytes: number;
  arms: ArmEstimate[];
  /** Before the first map, by one worker alone. */
  preparation: PartEstimate;
  scoring: PartEstimate & { maps: number };
  /** After the end of the run. */
  judging: PartEstimate & { maps: number; modelId: string | null };
  /** Of all parts whose time is known, ms of one worker slot. */
  workerMs: number;
  /** From start to end, without the judge, with as many shards at once as were seen. */
  elapsedMs: number;
  /** Whether that is all of them. */
  isTimed: boolean;
  /** Shards worked on at once, as measured. */
  parallel: number;
}

/** What a run costs: passes exactly, time as far as it was measured. Nothing is guessed. */
export function estimateCost(
  { images, arms, answers, judge, mapBytes }: RunWish,
  speeds: Speeds,
): RunEstimate {
  const armEstimates = arms.map((arm) => estimateArm(arm, images, speeds));
  const scoring = arms.filter((arm) => arm.isJudged).map((arm) => estimateScoring(arm, images, speeds));
  const preparation = estimatePreparation(answers, speeds);
  const judging = estimateJudging(judge, speeds);
  const parts = [preparation, ...armEstimates, ...scoring, judging];
  const workerMs = parts.reduce((sum, { ms }) => sum + (ms ?? 0), 0);
  const preparationMs = preparation.ms ?? 0;
  const maps = armEstimates.reduce((sum, arm) => sum + arm.maps, 0);
  return {
    ...sumPasses(parts),
    images,
    maps,
    bytes: maps * mapBytes,
    arms: armEstimates,
    preparation,
    scoring: {
      ...sumParts(scoring),
      maps: armEstimates.reduce((sum, { maps: own }, i) => sum + (arms[i].isJudged ? own : 0), 0),
    },
    judging: { ...judging, maps: judge?.maps ?? 0, modelId: judge?.modelId ?? null },
    workerMs,
    elapsedMs: preparationMs + (workerMs - preparationMs - (judging.ms ?? 0)) / speeds.parallel,
    isTimed: parts.every(({ ms }) => ms !== null),
    parallel: speeds.parallel,
  };
}

function estimatePreparation(forwards: number, { preparation }: Speeds): PartEstimate {
  const { baseMs, answerMs } = preparation;
  const ms = forwards === 0 ? baseMs : answerMs === null ? null : baseMs + forwards * answerMs;
  return { forwards, backwards: 0, heads: 0, ms };
}

function estimateArm(arm: ArmWish, images: number, speeds: Speeds): ArmEstimate {
  const maps = images * arm.mapsPerImage;
  const time: MapTime | null = timeOfMap(arm, speeds);
  const around = speeds.models.get(arm.modelId)?.shardMs ?? 0;
  return {
    label: arm.label,
    maps,
    ...timesPasses(arm.passes, maps),
    ms: time && maps * time.ms + Math.ceil(images / arm.shardImages) * around,
    basis: time?.basis ?? null,
  };
}

function estimateScoring(arm: ArmWish, images: number, { models }: Speeds): PartEstimate {
  const maps = images * arm.mapsPerImage;
  const { scoreMs = null, forwardMs = null } = models.get(arm.modelId) ?? {};
  const each = scoreMs ?? (forwardMs === null ? null : forwardMs * arm.scoringForwards);
  return {
    ...timesPasses({ forwards: arm.scoringForwards, backwards: 0, heads: 0 }, maps),
    ms: each && each * maps,
  };
}

function estimateJudging(judge: RunWish["judge"], { models }: Speeds): PartEstimate {
  const forwards = judge ? judge.maps * judge.forwardsPerMap : 0;
  const forwardMs = (judge && models.get(judge.modelId)?.forwardMs) ?? null;
  const ms = forwards === 0 ? 0 : forwardMs === null ? null : forwards * forwardMs;
  return { forwards, backwards: 0, heads: 0, ms };
}

function sumParts(parts: readonly PartEstimate[]): PartEstimate {
  const ms = parts.reduce<number | null>(
    (sum, part) => (sum === null || part.ms === null ? null : sum + part.ms),
    0,
  );
  return { ...sumPasses(parts), ms };
}

/** Above either, a run is started only when its cost was confirmed. */
export interface CostLimit {
  /** Of one worker slot. */
  workerMinutes: number;
  /** Forward and backward. */
  passes: number;
}

/** Ten minutes are a coffee; five million passes are 600 maps of RISE. */
export const USUAL_COST_LIMIT: CostLimit = { workerMinutes: 10, passes: 5_000_000 };

const MINUTE_MS = 60_000;

export function isAbove(estimate: RunEstimate, limit: CostLimit): boolean {
  return wholePasses(estimate) > limit.passes || estimate.workerMs > limit.workerMinutes * MINUTE_MS;
}
