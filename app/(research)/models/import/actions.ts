"use server";

import { discardImport } from "#lib/services/model-imports/discard-import.ts";
import { finishImport } from "#lib/services/model-imports/finish-import.ts";
import { reviseImport } from "#lib/services/model-imports/revise-import.ts";
import type { ActionState } from "../../_shell/action-state.ts";
import { runAction } from "../../_shell/run-action.ts";
import { readChoicesForm } from "./_import/read-choices-form.ts";

export async function reviseImportAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const { id } = await reviseImport(ctx, readChoicesForm(form));
    return `/models/import/${id}`;
  });
}

export async function finishImportAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const model = await finishImport(ctx, { importId: form.get("importId"), name: form.get("name") });
    return `/models/${model.id}`;
  });
}

export async function discardImportAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    await discardImport(ctx, { importId: form.get("importId") });
    return "/models/import";
  });
}
