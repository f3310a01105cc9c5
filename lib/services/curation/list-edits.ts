import { requireCan } from "#lib/auth/can.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { ImageEditKind, ImageEditState } from "#lib/db/generated/enums.ts";
import type { Ctx } from "../context.ts";
import { requireDataset } from "../datasets/require-dataset.ts";
import { requireEdit } from "./require-edit.ts";
import { undoUntil } from "./undo-time.ts";

export interface EditSummary {
  id: string;
  kind: ImageEditKind;
  /** Name of the class, split, tag or note that was given; null where nothing was. */
  value: string | null;
  state: ImageEditState;
  imageCount: number;
  changedCount: number;
  /** Images the worker has been by. */
  doneCount: number;
  error: string | null;
  /** Until when it can be taken back; null when there is nothing to take back, or no way any more. */
  undoUntil: Date | null;
  by: string;
  createdAt: Date;
}

const LATEST = 20;

/** The latest edits of a data set, newest first. @throws AppError `not_found` */
export async function listEdits(ctx: Ctx, datasetId: string): Promise<EditSummary[]> {
  requireCan(ctx, "dataset:read");
  await requireDataset(ctx, datasetId);
  const edits = await ctx.db.imageEdit.findMany({
    where: { datasetId },
    orderBy: { id: "desc" },
    take: LATEST,
  });
  return summarise(ctx, edits);
}

/** One edit as it stands. @throws AppError `not_found` */
export async function getEdit(ctx: Ctx, editId: string): Promise<EditSummary> {
  requireCan(ctx, "dataset:read");
  const [summary] = await summarise(ctx, [await requireEdit(ctx, editId)]);
  return summary;
}

async function summarise(ctx: Ctx, edits: Prisma.ImageEditGetPayload<object>[]): Promise<EditSummary[]> {
  const userIds = edits.map(({ createdBy }) => createdBy.replace(/^user:/, ""));
  const classIds = edits.flatMap(({ kind, value }) => (kind === "set_class" && value ? [value] : []));
  const [people, classes] = await Promise.all([
    ctx.db.user.findMany({ where: { id: { in: userIds } }, select: { id: true, name: true } }),
    ctx.db.datasetClass.findMany({ where: { id: { in: classIds } }, select: { id: true, name: true } }),
  ]);
  const nameOf = new Map([...people, ...classes].map(({ id, name }) => [id, name]));
  return edits.map((edit) => ({
    id: edit.id,
    kind: edit.kind,
    value:
      edit.kind === "set_class" && edit.value
        ? (nameOf.get(edit.value) ?? "a class that is gone")
        : edit.value,
    state: edit.state,
    imageCount: edit.imageCount,
    changedCount: edit.changedCount,
    doneCount: edit.doneCount,
    error: edit.error,
    undoUntil: isUndoable(ctx, edit) ? undoUntil(edit) : null,
    by: nameOf.get(edit.createdBy.replace(/^user:/, "")) ?? edit.createdBy,
    createdAt: edit.createdAt,
  }));
}

function isUndoable(ctx: Ctx, edit: Prisma.ImageEditGetPayload<object>): boolean {
  const ended = edit.state === "done" || edit.state === "failed";
  return ended && edit.changedCount > 0 && undoUntil(edit) > ctx.clock();
}
