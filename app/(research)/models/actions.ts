"use server";

import { requireCtx } from "#lib/auth/session.ts";
import { cancelTraining } from "#lib/services/trainings/cancel-training.ts";
import { previewTraining, type TrainingPreview } from "#lib/services/trainings/preview-training.ts";
import { resumeTraining } from "#lib/services/trainings/resume-training.ts";
import { startTraining } from "#lib/services/trainings/start-training.ts";
import { type ActionState, NOTHING_SENT } from "../_shell/action-state.ts";
import { explainFailure, runAction } from "../_shell/run-action.ts";
import { readTrainingForm } from "./trainings/new/read-training-form.ts";

export async function startTrainingAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const training = await startTraining(ctx, readTrainingForm(form));
    return `/models/trainings/${training.id}`;
  });
}

/** What the form's training would be, or why it cannot be. */
export async function previewTrainingAction(
  form: FormData,
): Promise<ActionState & { preview: TrainingPreview | null }> {
  const ctx = await requireCtx();
  const { name: _, ...wish } = readTrainingForm(form);
  try {
    return { ...NOTHING_SENT, preview: await previewTraining(ctx, wish) };
  } catch (error) {
    return { ...explainFailure(error), preview: null };
  }
}

export async function cancelTrainingAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const training = await cancelTraining(ctx, { trainingId: form.get("trainingId") });
    return `/models/trainings/${training.id}`;
  });
}

export async function resumeTrainingAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const training = await resumeTraining(ctx, { trainingId: form.get("trainingId") });
    return `/models/trainings/${training.id}`;
  });
}
