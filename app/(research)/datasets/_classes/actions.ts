"use server";

import { createClass } from "#lib/services/classes/create-class.ts";
import { deleteClass } from "#lib/services/classes/delete-class.ts";
import { mergeClasses } from "#lib/services/classes/merge-classes.ts";
import { reorderClasses } from "#lib/services/classes/reorder-classes.ts";
import { undoMerge } from "#lib/services/classes/undo-merge.ts";
import { updateClass } from "#lib/services/classes/update-class.ts";
import type { ActionState } from "../../_shell/action-state.ts";
import { runAction } from "../../_shell/run-action.ts";
import type { Arrangement } from "./class-order.ts";

const text = (form: FormData, name: string) => String(form.get(name) ?? "");
const change = (form: FormData) => ({ datasetId: text(form, "datasetId"), revision: text(form, "revision") });
const pageOf = (datasetId: string, classId?: string) =>
  `/datasets/${datasetId}/classes${classId ? `?class=${classId}` : ""}`;

export async function createClassAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const id = await createClass(ctx, { ...change(form), name: text(form, "name") });
    return pageOf(text(form, "datasetId"), id);
  });
}

export async function updateClassAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const classId = text(form, "classId");
    await updateClass(ctx, {
      ...change(form),
      classId,
      name: text(form, "name"),
      description: text(form, "description"),
      shortcut: text(form, "shortcut"),
      parentId: text(form, "parentId"),
    });
    return pageOf(text(form, "datasetId"), classId);
  });
}

export async function mergeClassesAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const intoId = text(form, "intoId");
    await mergeClasses(ctx, { ...change(form), classId: text(form, "classId"), intoId });
    return pageOf(text(form, "datasetId"), intoId);
  });
}

export async function undoMergeAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    await undoMerge(ctx, { ...change(form), eventId: text(form, "eventId") });
    return pageOf(text(form, "datasetId"));
  });
}

export async function deleteClassAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    await deleteClass(ctx, { ...change(form), classId: text(form, "classId") });
    return pageOf(text(form, "datasetId"));
  });
}

/** One step in the tree, from the keyboard, a button or a drag. */
export async function arrangeClassAction(
  datasetId: string,
  revision: number,
  classId: string,
  wish: NonNullable<Arrangement>,
): Promise<ActionState> {
  return runAction(async (ctx) => {
    if ("order" in wish) await reorderClasses(ctx, { datasetId, revision, order: wish.order });
    else await updateClass(ctx, { datasetId, revision, classId, parentId: wish.parentId });
    return pageOf(datasetId, classId);
  });
}
