"use server";

import { dismissDuplicates } from "#lib/services/duplicates/dismiss-duplicates.ts";
import { keepOne } from "#lib/services/duplicates/keep-one.ts";
import { moveGroup } from "#lib/services/duplicates/move-group.ts";
import { requestComparison } from "#lib/services/duplicates/request-comparison.ts";
import type { ActionState } from "../../_shell/action-state.ts";
import { runAction } from "../../_shell/run-action.ts";

const text = (form: FormData, name: string) => String(form.get(name) ?? "");
const groupOf = (form: FormData) => ({ datasetId: text(form, "datasetId"), groupId: text(form, "groupId") });

/** Back to the page the form was on: a path of this data set's duplicates and nothing else. */
function backTo(form: FormData): string {
  const path = `/datasets/${text(form, "datasetId")}/duplicates`;
  const query = text(form, "query");
  return query ? `${path}?${new URLSearchParams(query)}` : path;
}

export async function requestComparisonAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    await requestComparison(ctx, { datasetId: text(form, "datasetId") });
    return backTo(form);
  });
}

export async function dismissAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const imageId = text(form, "imageId");
    await dismissDuplicates(ctx, { ...groupOf(form), ...(imageId ? { imageId } : {}) });
    return backTo(form);
  });
}

export async function keepOneAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    await keepOne(ctx, { ...groupOf(form), imageId: text(form, "imageId") });
    return backTo(form);
  });
}

export async function moveGroupAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    await moveGroup(ctx, { ...groupOf(form), split: text(form, "split") });
    return backTo(form);
  });
}
