"use server";

import { revalidatePath } from "next/cache";
import { cancelExport } from "#lib/services/exports/cancel-export.ts";
import { discardExport } from "#lib/services/exports/discard-export.ts";
import { startExport } from "#lib/services/exports/start-export.ts";
import type { ActionState } from "../../_shell/action-state.ts";
import { runAction } from "../../_shell/run-action.ts";

export async function startExportAction(_: ActionState, form: FormData): Promise<ActionState> {
  const given = (name: string) => form.get(name) || undefined;
  return runAction(async (ctx) => {
    const { datasetId } = await startExport(ctx, {
      datasetId: form.get("datasetId"),
      format: form.get("format"),
      version: given("version"),
      split: given("split"),
      className: given("className"),
      pictures: form.get("pictures") === "on",
    });
    revalidatePath(`/datasets/${datasetId}/exports`);
    return undefined;
  });
}

export async function cancelExportAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    await cancelExport(ctx, { exportId: form.get("exportId") });
    revalidatePath("/datasets/[id]/exports", "page");
    return undefined;
  });
}

export async function discardExportAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    await discardExport(ctx, { exportId: form.get("exportId") });
    revalidatePath("/datasets/[id]/exports", "page");
    return undefined;
  });
}
