"use server";

import { revalidatePath } from "next/cache";
import { cancelPack } from "#lib/services/reports/packs/cancel-pack.ts";
import { startPack } from "#lib/services/reports/packs/start-pack.ts";
import type { ActionState } from "../../_shell/action-state.ts";
import { runAction } from "../../_shell/run-action.ts";

export async function startPackAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    await startPack(ctx, { studyId: form.get("studyId"), raters: form.get("raters") });
    revalidatePath("/studies/[id]/results", "page");
    return undefined;
  });
}

export async function cancelPackAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    await cancelPack(ctx, { packId: form.get("packId") });
    revalidatePath("/studies/[id]/results", "page");
    return undefined;
  });
}
