"use server";

import { cancelImport } from "#lib/services/imports/cancel-import.ts";
import { createImport } from "#lib/services/imports/create-import.ts";
import { discardImport } from "#lib/services/imports/discard-import.ts";
import { inspectImport } from "#lib/services/imports/inspect-import.ts";
import { startImport } from "#lib/services/imports/start-import.ts";
import type { ActionState } from "../../_shell/action-state.ts";
import { runAction } from "../../_shell/run-action.ts";

const text = (form: FormData, name: string) => String(form.get(name) ?? "");

const addressOf = (importId: string) => `/datasets/import/${importId}`;

export async function importPlaceAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const [kind, place] = [text(form, "kind"), text(form, "place")];
    const name = place.replace(/[/\\]+$/, "").replace(/^.*[/\\]/, "");
    const datasetId = text(form, "datasetId") || undefined;
    const { id } = await createImport(ctx, {
      datasetId,
      name: name || undefined,
      source: kind === "s3" ? { kind, address: place } : { kind, path: place },
    });
    return addressOf(id);
  });
}

export async function inspectDatasetAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const importId = text(form, "importId");
    const format = form.has("format") ? text(form, "format") || null : undefined;
    const newClasses = form.has("asksClasses") ? form.has("newClasses") : undefined;
    await inspectImport(ctx, { importId, format, newClasses });
    return addressOf(importId);
  });
}

export async function startImportAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const importId = text(form, "importId");
    await startImport(ctx, { importId, name: form.has("name") ? text(form, "name") : undefined });
    return addressOf(importId);
  });
}

export async function cancelImportAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const importId = text(form, "importId");
    await cancelImport(ctx, { importId });
    return addressOf(importId);
  });
}

export async function discardDatasetImportAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    await discardImport(ctx, { importId: text(form, "importId") });
    return "/datasets/import";
  });
}
