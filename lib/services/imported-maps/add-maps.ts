import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import type { Run } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { IMPORTED, ImportedOptions } from "#lib/explain/imported.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import { evaluateShard } from "#lib/jobs/definitions/evaluate-shard.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { MAX_SHARD_IMAGES } from "../explanations/plan-shards.ts";
import { requireRun } from "../explanations/require-run.ts";
import { MAX_MAPS } from "../explanations/start-run.ts";
import { writeFloat32 } from "../explanations/write-float32.ts";
import { examineMaps, type FittingMap } from "./examine-maps.ts";
import { type MapsReport, openReport } from "./maps-report.ts";
import { type ImportPlan, type PlannedArm, planImport } from "./plan-import.ts";

export const AddMaps = z.object({
  runId: z.string(),
  label: z.string().trim().min(1).max(80).optional(),
  modelId: z.string().nullable().default(null),
  target: z.enum(["true", "predicted"]).default("true"),
  explains: z.enum(["for", "against", "either"]).default("for"),
  /** Look at everything, store nothing. */
  dryRun: z.boolean().default(false),
});

export interface AddedMaps {
  dryRun: boolean;
  /** An arm each. */
  methods: MapsReport[];
}

/** Room for reading and writing thousands of maps in one go: all of an import is there, or nothing. */
const STORE_TIMEOUT_MS = 600_000;

/**
 * Brings maps made elsewhere into a finished run as arms of their own, to be scored like the others. What does not fit is refused with
 * its reason and the rest is taken; `dryRun` says which is which first.
 * @throws AppError `not_found`; `conflict` for a run that is not over; `invalid` where nothing fits; `too_large`
 */
export async function addMaps(ctx: Ctx, input: unknown, source: FileSource): Promise<AddedMaps> {
  const { dryRun, ...wish } = AddMaps.parse(input);
  requireCan(ctx, "run:start");
  const plan = await planImport(ctx, wish, source);
  const methods = await examine(plan);
  if (dryRun) return { dryRun, methods };
  const useless = methods.find(({ fitting }) => fitting === 0);
  if (useless) {
    const why = useless.refused[0] ? ` The first: ${useless.refused[0].reason}.` : "";
    throw new AppError("invalid", `No map of "${useless.label}" fits the run.${why}`);
  }
  const count = methods.reduce((sum, { fitting }) => sum + fitting, 0);
  await ctx.db.$transaction(
    async (tx) => {
      const run = await requireRun(tx, ctx, wish.runId);
      requireRoom(run, count);
      for (const arm of plan.arms) await storeArm(tx, run, plan, arm, wish);
      await tx.run.update({
        where: { id: run.id },
        data: {
          state: "running",
          finishedAt: null,
          mapCount: { increment: count },
          mapsDone: { increment: count },
        },
      });
      const { modelId, target } = wish;
      const arms = methods.map(({ label, fitting, refusedCount }) => ({ label, fitting, refusedCount }));
      await audit(tx, ctx, "run.add-maps", `run:${run.id}`, { modelId, target, arms });
    },
    { timeout: STORE_TIMEOUT_MS },
  );
  return { dryRun, methods };
}

async function examine({ arms, place, imageCount }: ImportPlan): Promise<MapsReport[]> {
  const reports: MapsReport[] = [];
  for (const arm of arms) {
    const { add, report } = openReport(arm, imageCount);
    for await (const one of examineMaps(place, arm.method.maps)) add(one);
    reports.push(report());
  }
  return reports;
}

function requireRoom(run: Run, count: number): void {
  if (run.state !== "succeeded") {
    throw new AppError("conflict", `This run is ${run.state}: maps can be added once it is done.`);
  }
  if (run.mapCount + count > MAX_MAPS) {
    throw new AppError(
      "too_large",
      `The run would have ${run.mapCount + count} maps; ${MAX_MAPS} is the most. Add fewer.`,
    );
  }
}

async function storeArm(
  tx: Tx,
  run: Run,
  { place, modelId }: ImportPlan,
  { label, explains, method }: PlannedArm,
  wish: { modelId: string | null; target: string },
): Promise<void> {
  const { _max } = await tx.runArm.aggregate({ where: { runId: run.id }, _max: { position: true } });
  const armId = newId();
  const named = method.maps.some(({ targetClass }) => targetClass !== undefined);
  await tx.runArm.create({
    data: {
      id: armId,
      runId: run.id,
      position: (_max.position ?? -1) + 1,
      label,
      explainerId: IMPORTED,
      modelId,
      explainsModel: wish.modelId !== null,
      options: ImportedOptions.parse({ explains, method: method.method ?? undefined }),
      targetRule: named ? "given" : wish.target,
    },
  });
  let batch: FittingMap[] = [];
  const flush = async () => {
    await storeBatch(tx, run, armId, batch);
    batch = [];
  };
  for await (const one of examineMaps(place, method.maps)) {
    if ("map" in one) batch.push(one);
    if (batch.length === MAX_SHARD_IMAGES) await flush();
  }
  if (batch.length > 0) await flush();
}

async function storeBatch(tx: Tx, run: Run, armId: string, batch: readonly FittingMap[]): Promise<void> {
  await tx.saliencyMap.createMany({
    data: batch.map(({ imageId, target, map: { height, width, data } }) => ({
      id: newId(),
      armId,
      imageId,
      target,
      height,
      width,
      data: writeFloat32(data),
      engine: IMPORTED,
      elapsedMs: 0,
    })),
  });
  const imageIds = batch.map(({ imageId }) => imageId);
  const options = { workspaceId: run.workspaceId, runId: run.id, total: imageIds.length };
  await enqueue(tx, evaluateShard, { runId: run.id, armId, imageIds }, options);
}
