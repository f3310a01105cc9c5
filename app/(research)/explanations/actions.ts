"use server";

import { redirect } from "next/navigation";
import { requireCtx } from "#lib/auth/session.ts";
import { getImage } from "#lib/services/datasets/get-image.ts";
import { cancelRun } from "#lib/services/explanations/cancel-run.ts";
import { estimateRun, type RunPreview } from "#lib/services/explanations/estimate-run.ts";
import { getPair } from "#lib/services/explanations/get-pair.ts";
import { measureRun } from "#lib/services/explanations/measure-run.ts";
import { retryRun } from "#lib/services/explanations/retry-run.ts";
import { startRun } from "#lib/services/explanations/start-run.ts";
import { type ActionState, NOTHING_SENT } from "../_shell/action-state.ts";
import { runAction } from "../_shell/run-action.ts";
import { pairArms } from "./_pair/pair-arms.ts";
import { explainRefusal } from "./new/explain-refusal.ts";
import type { RunFormWish } from "./new/form-arms.ts";

/** @param wish as the form holds it; the verb says whether it can work */
export async function startRunAction(_: ActionState, wish: RunFormWish): Promise<ActionState> {
  const ctx = await requireCtx();
  let runId: string;
  try {
    runId = (await startRun(ctx, wish)).id;
  } catch (error) {
    return explainRefusal(error, wish.arms);
  }
  redirect(`/explanations/${runId}`);
}

/** What the form's run would cost, or why it cannot be. */
export async function estimateRunAction(
  wish: RunFormWish,
): Promise<ActionState & { preview: RunPreview | null }> {
  const ctx = await requireCtx();
  try {
    return { ...NOTHING_SENT, preview: await estimateRun(ctx, wish) };
  } catch (error) {
    return { ...explainRefusal(error, wish.arms), preview: null };
  }
}

/** Starts the short run that measures what is not known of the form's run. */
export async function measureRunAction(wish: RunFormWish): Promise<ActionState & { runId: string | null }> {
  const ctx = await requireCtx();
  try {
    return { ...NOTHING_SENT, runId: (await measureRun(ctx, wish)).id };
  } catch (error) {
    return { ...explainRefusal(error, wish.arms), runId: null };
  }
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
