import path from "node:path";
import type { DatasetVersion, Run } from "#lib/db/generated/client.ts";
import type { Ctx } from "#lib/services/context.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { startRun } from "#lib/services/explanations/start-run.ts";
import { BASELINE } from "#lib/services/metrics/choose-judge.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { openFolderSource } from "#lib/storage/folder-source.ts";
import { DEMO_MODELS } from "./demo.ts";

const DATASET = {
  name: "Scenes",
  description: "Animal faces in several icon styles among other objects; every region is known exactly.",
};
const COMPARISON = "Methods and controls on 24 held-out images";
const PAIRS = "Why and why not, every class";
const IMAGES = 24;
const SEED = 1;
const SIMULATED_RATERS = 24;

export interface FillDemo {
  folder: string;
  studyKey: string;
  signal: AbortSignal;
  progress(done: number, total: number, message: string): Promise<void>;
}

/** Brings the demo's data in by the verbs that any researcher uses. Each step finds what an earlier call has done. */
export async function fillDemo(ctx: Ctx, { folder, studyKey, signal, progress }: FillDemo): Promise<void> {
  const version = await ensureScenes(ctx, { folder, signal, progress });
  const models = await findModels(ctx);

  // The pairs first: they are quick, and there is something to look at while the comparison is being made.
  const sample = { sampleSize: IMAGES };
  await ensureRun(ctx, version.id, PAIRS, { ...sample, arms: pairArms(models) });
  const comparison = await ensureRun(ctx, version.id, COMPARISON, {
    ...sample,
    arms: comparisonArms(models),
    judge: BASELINE,
  });
  if (!(await ctx.db.study.findUnique({ where: { key: studyKey }, select: { id: true } }))) {
    await createStudy(ctx, {
      runId: comparison.id,
      name: "Does the highlighted area support the answer?",
      key: studyKey,
      seed: SEED,
      openWhenReady: true,
      simulatedRaters: SIMULATED_RATERS,
    });
  }
}

/** The demo's pictures, imported and frozen. */
export async function ensureScenes(
  ctx: Ctx,
  { folder, signal, progress }: Omit<FillDemo, "studyKey">,
): Promise<DatasetVersion> {
  const source = await openFolderSource(path.join(folder, "scenes", "data"));
  const onProgress = (done: number, total: number) => progress(done, total, "importing images");
  const { datasetId } = await importFolder(ctx, { ...DATASET, source }, { onProgress, signal });
  return freezeVersion(ctx, { datasetId });
}

export type DemoModelIds = Record<keyof typeof DEMO_MODELS, string>;

export async function findModels(ctx: Ctx): Promise<DemoModelIds> {
  const find = async (name: string) => {
    const where = { workspaceId_name: { workspaceId: ctx.workspaceId, name } };
    return (await ctx.db.model.findUniqueOrThrow({ where, select: { id: true } })).id;
  };
  const { fc, plus, minus } = DEMO_MODELS;
  return { fc: await find(fc.name), plus: await find(plus.name), minus: await find(minus.name) };
}

/** The run of this name, or a new one. */
export async function ensureRun(ctx: Ctx, versionId: string, name: string, wish: object): Promise<Run> {
  const known = await ctx.db.run.findFirst({ where: { workspaceId: ctx.workspaceId, versionId, name } });
  return known ?? startRun(ctx, { versionId, name, seed: SEED, ...wish });
}

/** One arm of a run, as `startRun` takes it. */
export const arm = (
  label: string,
  explainerId: string,
  modelId: string,
  targetRule = "true",
  options = {},
) => ({
  label,
  explainerId,
  modelId,
  targetRule,
  options,
});

/** SCOUTER− never explains the true class: there is next to no evidence against it, and its map would be noise. */
function comparisonArms({ fc, plus, minus }: DemoModelIds) {
  return [
    arm("SCOUTER+", "scouter+", plus),
    arm("SCOUTER−, least similar class", "scouter-", minus, "least-similar"),
    arm("SCOUTER−, most similar class", "scouter-", minus, "most-similar"),
    arm("Grad-CAM", "grad-cam", fc),
    arm("SS-CAM", "ss-cam", fc, "true", { variant: "b", samples: 35 }),
    arm("IBA", "iba", fc),
    arm("Random map", "control-random", fc),
    arm("Centred Gaussian", "control-gaussian", fc),
    arm("Ground-truth region", "control-region", fc),
  ];
}

function pairArms({ plus, minus }: DemoModelIds) {
  return [
    { label: "SCOUTER+, every class", explainerId: "scouter+", modelId: plus, targetRule: "every" },
    { label: "SCOUTER−, every class", explainerId: "scouter-", modelId: minus, targetRule: "every" },
  ];
}
