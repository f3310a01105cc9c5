import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import {
  type AreaBySimilarity,
  areaBySimilarity,
  jointAreas,
} from "#lib/metrics/contrast/area-by-similarity.ts";
import { forAgainstOverlap } from "#lib/metrics/contrast/for-against-overlap.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { Ctx } from "../context.ts";
import { EVERY_CLASS } from "../explanations/check-arms.ts";
import type { StoredSimilarity } from "../explanations/store-similarity.ts";
import { keptResults } from "./kept-results.ts";
import { type ClassMaps, readClassMaps } from "./read-class-maps.ts";

/** One SCOUTER model's evidence about the true class and about more and less similar ones. */
export interface TrendArm {
  armId: string;
  label: string;
  explainerId: string;
  modelName: string;
  /** Images with a map of every class. */
  images: number;
  area: AreaBySimilarity;
}

export interface SimilarityTrend {
  /** The run that the maps are of: the one asked about, or another of the same version. */
  source: { runId: string; runName: string };
  /** What says which classes are alike, and on how many held-out images. */
  similarity: { modelName: string; imageCount: number };
  arms: TrendArm[];
  /** Overlap of the evidence for and against the same class on the same image; null where the maps cannot be compared. */
  overlap: { images: number; share: AreaBySimilarity } | null;
}

const SLOTS = ["scouter+", "scouter-"];
/** Enough for a figure; a table of record takes more. */
const REPLICATES = 1000;

/** Those of finished runs. */
const finished = keptResults<SimilarityTrend>(8);

/**
 * Li et al. 2021, table 2, from a run's maps of every class: mean area of SCOUTER+ and SCOUTER− maps by how much the class looks like
 * the true one. Where the run has none, from the newest run of the same version and models that has. Null where no run has.
 * @throws AppError `not_found`
 */
export async function getSimilarityTrend(ctx: Ctx, runId: string): Promise<SimilarityTrend | null> {
  requireCan(ctx, "run:read");
  const source = await findSource(ctx, runId);
  if (!source) return null;
  const kept = finished.get(source.id);
  if (kept && source.state === "succeeded") return kept;
  const similarity = source.similarity as unknown as StoredSimilarity;
  const options = () => ({ random: createRandom(source.seed).fork("similarity"), replicates: REPLICATES });
  const read = await Promise.all(
    source.arms.map(async (arm) => ({ arm, maps: await readClassMaps(ctx, arm, source.versionId) })),
  );
  const arms = read.flatMap(({ arm, maps }) => {
    if (maps.images.length === 0) return [];
    const areas = maps.images.map(({ cells }) => jointAreas(cells, maps.classCount));
    const labels = maps.images.map(({ truth }) => truth);
    return {
      armId: arm.id,
      label: arm.label,
      explainerId: arm.explainerId,
      modelName: arm.model.name,
      images: maps.images.length,
      area: areaBySimilarity(areas, labels, similarity.matrix, options()),
    };
  });
  const trend = {
    source: { runId: source.id, runName: source.name },
    similarity: { modelName: similarity.modelName, imageCount: similarity.imageCount },
    arms,
    overlap: overlapOf(read, similarity, options),
  };
  if (source.state === "succeeded") finished.keep(source.id, trend);
  return trend;
}

async function findSource(ctx: Ctx, runId: string) {
  const arms = {
    where: { targetRule: EVERY_CLASS, explainerId: { in: SLOTS } },
    orderBy: { position: "asc" as const },
    select: {
      id: true,
      label: true,
      explainerId: true,
      options: true,
      model: { select: { id: true, name: true, classNames: true } },
    },
  };
  const run = await ctx.db.run.findFirst({
    where: { id: runId, workspaceId: ctx.workspaceId },
    include: { arms: { select: { modelId: true, explainerId: true } } },
  });
  if (!run) throw new AppError("not_found", "There is no such run in this workspace.");
  const modelIds = run.arms.filter((arm) => SLOTS.includes(arm.explainerId)).map((arm) => arm.modelId);
  const candidates = await ctx.db.run.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      versionId: run.versionId,
      mapsDone: { gt: 0 },
      arms: { some: { targetRule: EVERY_CLASS, explainerId: { in: SLOTS }, modelId: { in: modelIds } } },
    },
    orderBy: { id: "desc" },
    take: 50,
    include: { arms },
  });
  const usable = candidates
    .map((one) => ({
      ...one,
      arms: one.arms.filter((arm) => isAttention(arm.options) && modelIds.includes(arm.model.id)),
    }))
    .filter((one) => one.similarity !== null && one.arms.length > 0);
  const most = Math.max(...usable.map((one) => one.imageIds.length));
  return usable.find((one) => one.id === runId) ?? usable.find((one) => one.imageIds.length === most) ?? null;
}

/** Attention is what the paper measures; shares of the logit may be of either sign. */
function isAttention(options: unknown): boolean {
  return ((options as { map?: string } | null)?.map ?? "attention") === "attention";
}

function overlapOf(
  read: readonly { arm: { explainerId: string }; maps: ClassMaps }[],
  similarity: StoredSimilarity,
  options: () => { random: ReturnType<typeof createRandom>; replicates: number },
): SimilarityTrend["overlap"] {
  const plus = read.find(({ arm }) => arm.explainerId === "scouter+")?.maps;
  const minus = read.find(({ arm }) => arm.explainerId === "scouter-")?.maps;
  if (!plus || !minus || plus.classCount !== minus.classCount) return null;
  const against = new Map(minus.images.map((image) => [image.imageId, image.cells]));
  const shares: number[][] = [];
  const labels: number[] = [];
  for (const { imageId, truth, cells } of plus.images) {
    const other = against.get(imageId);
    if (!other || other.length !== cells.length) continue;
    const size = cells.length / plus.classCount;
    const own = Array.from({ length: plus.classCount }, (_, l) => {
      const score = forAgainstOverlap(
        cells.subarray(l * size, (l + 1) * size),
        other.subarray(l * size, (l + 1) * size),
      );
      return "value" in score ? score.value : null;
    });
    if (!own.every((share) => share !== null)) continue;
    shares.push(own);
    labels.push(truth);
  }
  if (shares.length === 0) return null;
  return { images: shares.length, share: areaBySimilarity(shares, labels, similarity.matrix, options()) };
}
