"use server";

import { getRun, type RunArmDetail } from "#lib/services/explanations/get-run.ts";
import { startRun } from "#lib/services/explanations/start-run.ts";
import type { ActionState } from "../../_shell/action-state.ts";
import { runAction } from "../../_shell/run-action.ts";

/** Starts a run of every class with the SCOUTER models of another run, on its images. */
export async function startEveryClassAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const run = await getRun(ctx, String(form.get("runId")));
    const started = await startRun(ctx, {
      versionId: run.version.id,
      name: `Every class: ${run.name}`.slice(0, 120),
      imageIds: run.imageIds,
      seed: run.seed,
      arms: everyClassArms(run.arms),
    });
    return `/explanations/${started.id}`;
  });
}

/** One arm for each SCOUTER model of the arms. */
function everyClassArms(arms: readonly RunArmDetail[]) {
  const slots = arms.filter(({ explainerId }) => explainerId === "scouter+" || explainerId === "scouter-");
  return [...new Map(slots.map((arm) => [arm.model.id, arm])).values()].map(({ explainerId, model }) => ({
    label: `${model.name}, every class`.slice(0, 80),
    explainerId,
    modelId: model.id,
    options: { map: "attention" },
    targetRule: "every",
  }));
}
