"use server";

import { requireCtx } from "#lib/auth/session.ts";
import { assignImageSplits } from "#lib/services/splits/assign-splits.ts";
import { previewSplits, type SplitPreview } from "#lib/services/splits/plan-splits.ts";
import { undoSplits } from "#lib/services/splits/undo-splits.ts";
import { type ActionState, NOTHING_SENT } from "../../_shell/action-state.ts";
import { explainFailure, runAction } from "../../_shell/run-action.ts";
import { readWish, type WishValues } from "./read-wish.ts";

/** A preview with the wish it is of, so that what is applied is what is shown; after a mistake the wish alone. */
export type PreviewState = ActionState & { wish: WishValues | null; preview: SplitPreview | null };

export async function previewSplitsAction(_: PreviewState, form: FormData): Promise<PreviewState> {
  const ctx = await requireCtx();
  const wish = readWish(form);
  try {
    return { ...NOTHING_SENT, wish, preview: await previewSplits(ctx, wish) };
  } catch (error) {
    return { ...explainFailure(error), wish, preview: null };
  }
}

export async function assignSplitsAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const wish = readWish(form);
    await assignImageSplits(ctx, wish, { digest: String(form.get("digest")) });
    return `/datasets/${wish.datasetId}/splits`;
  });
}

export async function undoSplitsAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const datasetId = String(form.get("datasetId"));
    await undoSplits(ctx, { datasetId, assignmentId: String(form.get("assignmentId")) });
    return `/datasets/${datasetId}/splits`;
  });
}
