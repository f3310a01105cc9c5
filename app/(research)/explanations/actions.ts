"use server";

import { getImage } from "#lib/services/datasets/get-image.ts";
import { cancelRun } from "#lib/services/explanations/cancel-run.ts";
import { getPair } from "#lib/services/explanations/get-pair.ts";
import { retryRun } from "#lib/services/explanations/retry-run.ts";
import { startRun } from "#lib/services/explanations/start-run.ts";
import type { ActionState } from "../_shell/action-state.ts";
import { runAction } from "../_shell/run-action.ts";
import { pairArms } from "./_pair/pair-arms.ts";
import { readRunForm } from "./new/read-run-form.ts";

export async function startRunAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const run = await startRun(ctx, readRunForm(form));
    return `/explanations/${run.id}`;
  });
}

export async function cancelRunAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const run = await cancelRun(ctx, { runId: form.get("runId") });
    return `/explanations/${run.id}`;
  });
}

export async function retryRunAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const run = await retryRun(ctx, { runId: form.get("runId") });
    return `/explanations/${run.id}`;
  });
}

/** Starts a small run that makes the pair's missing maps of one image: every class, both models. */
export async function computePairAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const imageId = String(form.get("imageId"));
    const kind = form.get("map") === "additive" ? "additive" : "attention";
    const [image, pair] = await Promise.all([getImage(ctx, imageId), getPair(ctx, imageId)]);
    const run = await startRun(ctx, {
      versionId: String(form.get("versionId")),
      name: `Why / why not: ${image.fileName.split("/").at(-1)}`,
      imageIds: [imageId],
      arms: pairArms(pair, kind),
    });
    return `/explanations/pair/${imageId}?run=${run.id}&map=${kind}`;
  });
}
