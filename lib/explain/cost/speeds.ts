import type { Passes } from "./passes.ts";

/** A finished piece of a run: the maps of a few images made, or scored, by one worker. Times in ms since 1970. */
export interface FinishedShard {
  armId: string;
  kind: "explain" | "score";
  images: number;
  startedMs: number;
  endedMs: number;
}

/** An arm that finished shards belong to. */
export interface MeasuredArm {
  id: string;
  explainerId: string;
  modelId: string;
  options: unknown;
  mapsPerImage: number;
  /** Of one map. */
  passes: Passes;
  /** Forward passes that scoring one map takes. */
  scoringForwards: number;
  /** Maps made, and the mean time of one inside the method, ms. */
  maps: number;
  mapMs: number;
}

/** What was measured of one model, ms; null = not yet. */
export interface ModelSpeed {
  /** Around the maps of a shard: pictures decoded, weights handed over, results stored. */
  shardMs: number | null;
  scoreMs: number | null;
  scoredMaps: number;
  forwardMs: number | null;
  backwardMs: number | null;
}

/** What goes before the first map of a run: answers of the models that are missing, statistics, the plan. */
export interface Preparation {
  /** Answers and statistics that were missing. */
  forwards: number;
  ms: number;
}

export interface PreparationSpeed {
  /** Of a run that lacks nothing. */
  baseMs: number;
  /** Of an answer, pictures read and results stored; null = not yet. */
  answerMs: number | null;
}

export interface Speeds {
  preparation: PreparationSpeed;
  arms: readonly MeasuredArm[];
  models: ReadonlyMap<string, ModelSpeed>;
  /** Shards worked on at once, at least 1. */
  parallel: number;
}

/** A method of fewer passes a map says more of its own overhead than of a pass. */
const MANY_FORWARDS = 50;
const MANY_BACKWARDS = 10;

/**
 * What finished shards say of a machine's speed. Medians over shards, so that the first one of a process, which opens the model,
 * does not count for all; a map's own time is the mean over all maps.
 */
export function measureSpeeds(
  shards: readonly FinishedShard[],
  arms: readonly MeasuredArm[],
  preparations: readonly Preparation[] = [],
): Speeds {
  const modelIds = [...new Set(arms.map((arm) => arm.modelId))];
  return {
    preparation: preparationSpeed(preparations),
    arms,
    models: new Map(
      modelIds.map((id) => [
        id,
        speedOf(
          arms.filter((arm) => arm.modelId === id),
          shards,
        ),
      ]),
    ),
    parallel: parallelShards(shards),
  };
}

function preparationSpeed(all: readonly Preparation[]): PreparationSpeed {
  const baseMs = median(all.filter(({ forwards }) => forwards === 0).map(({ ms }) => ms)) ?? 0;
  const answering = all.filter(({ forwards }) => forwards > 0);
  const answers = answering.reduce((sum, { forwards }) => sum + forwards, 0);
  const ms = answering.reduce((sum, preparation) => sum + Math.max(0, preparation.ms - baseMs), 0);
  return { baseMs, answerMs: answers > 0 ? ms / answers : null };
}

function speedOf(arms: readonly MeasuredArm[], shards: readonly FinishedShard[]): ModelSpeed {
  const byId = new Map(arms.map((arm) => [arm.id, arm]));
  const around: number[] = [];
  const scoring: number[] = [];
  const scoringPass: number[] = [];
  let scoredMaps = 0;
  for (const { armId, kind, images, startedMs, endedMs } of shards) {
    const arm = byId.get(armId);
    if (!arm || images === 0) continue;
    const maps = images * arm.mapsPerImage;
    const ms = endedMs - startedMs;
    if (kind === "explain") around.push(Math.max(0, ms - maps * arm.mapMs));
    else {
      scoring.push(ms / maps);
      scoringPass.push(ms / maps / arm.scoringForwards);
      scoredMaps += maps;
    }
  }
  const forwardMs = meanPassMs(arms, forwardsAlone) ?? median(scoringPass);
  return {
    shardMs: median(around),
    scoreMs: median(scoring),
    scoredMaps,
    forwardMs,
    backwardMs: forwardMs === null ? null : meanPassMs(arms, backwardsBeside(forwardMs)),
  };
}

interface PassTime {
  passes: number;
  ms: number;
}

function forwardsAlone({ passes, mapMs }: MeasuredArm): PassTime | null {
  const { forwards, backwards, heads } = passes;
  return forwards >= MANY_FORWARDS && backwards + heads === 0 ? { passes: forwards, ms: mapMs } : null;
}

const backwardsBeside =
  (forwardMs: number) =>
  ({ passes: { forwards, backwards, heads }, mapMs }: MeasuredArm): PassTime | null =>
    backwards >= MANY_BACKWARDS && heads === 0
      ? { passes: backwards, ms: Math.max(0, mapMs - forwards * forwardMs) }
      : null;

function meanPassMs(
  arms: readonly MeasuredArm[],
  timeOf: (arm: MeasuredArm) => PassTime | null,
): number | null {
  let passes = 0;
  let ms = 0;
  for (const arm of arms) {
    const time = arm.maps > 0 ? timeOf(arm) : null;
    if (!time) continue;
    passes += time.passes * arm.maps;
    ms += time.ms * arm.maps;
  }
  return passes > 0 ? ms / passes : null;
}

/** Time worked over time in which anything was worked on. */
export function parallelShards(shards: readonly Pick<FinishedShard, "startedMs" | "endedMs">[]): number {
  let worked = 0;
  let busy = 0;
  let until = -Infinity;
  for (const { startedMs, endedMs } of [...shards].sort((a, b) => a.startedMs - b.startedMs)) {
    worked += endedMs - startedMs;
    busy += Math.max(0, endedMs - Math.max(startedMs, until));
    until = Math.max(until, endedMs);
  }
  return busy > 0 ? Math.max(1, worked / busy) : 1;
}

/** Middle value, of two the mean; null of none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
