import type { Ctx } from "#lib/services/context.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { arm, type DemoModelIds, ensureRun, ensureScenes, type FillDemo, findModels } from "./fill-demo.ts";

/** The study that the paper's rating compares with: SCOUTER beside two methods that look at one model, and the controls. */
const NAME = "Rehearsal: SCOUTER+, SCOUTER−, SS-CAM, IBA and controls";
const IMAGES = 24;
const SEED = 1;

/**
 * The mission's study on the demo's pictures and models: data, run and study, each found where an earlier call has made
 * it. Its stimuli are drawn once its run is over; it is not opened, so that nobody but a rehearsal takes part.
 */
export async function openMission(
  ctx: Ctx,
  options: Omit<FillDemo, "studyKey">,
): Promise<{ runId: string; studyId: string }> {
  const version = await ensureScenes(ctx, options);
  const arms = missionArms(await findModels(ctx));
  const run = await ensureRun(ctx, version.id, NAME, { sampleSize: IMAGES, arms });
  const known = await ctx.db.study.findFirst({ where: { runId: run.id, name: NAME }, select: { id: true } });
  const study = known ?? (await createStudy(ctx, { runId: run.id, name: NAME, seed: SEED }));
  return { runId: run.id, studyId: study.id };
}

function missionArms({ fc, plus, minus }: DemoModelIds) {
  return [
    arm("SCOUTER+", "scouter+", plus),
    arm("SCOUTER−", "scouter-", minus, "least-similar"),
    arm("SS-CAM", "ss-cam", fc, "true", { variant: "b", samples: 35 }),
    arm("IBA", "iba", fc),
    arm("Random map", "control-random", fc),
    arm("Centred Gaussian", "control-gaussian", fc),
    arm("Edges", "control-edges", fc),
    arm("Ground-truth region", "control-region", fc),
  ];
}
