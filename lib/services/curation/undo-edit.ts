import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import type { ImageEdit } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { imagesEditJob } from "#lib/jobs/definitions/images-edit.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { lockImages, nextItems } from "./apply-edit.ts";
import { regroupAround } from "./delete-images.ts";
import { AT_ONCE } from "./edit-images.ts";
import { requireEdit } from "./require-edit.ts";
import { findChanged, undoChunk } from "./undo-chunk.ts";
import { UNDO_DAYS, undoUntil } from "./undo-time.ts";

const UndoEdit = z.object({
  editId: z.string(),
  /** Take back the rest where some images were changed since. */
  skipChanged: z.boolean().default(false),
});

const NAMED = 20;

/**
 * Takes one edit back: every image it changed is again as it was before. Where one was changed since, nothing is taken
 * back and the error names it, unless the rest is asked for.
 * @throws AppError `not_found`; `conflict` while the edit runs, when it was taken back already, or with
 * `details.images` that were changed since and their `details.count`; `gone` after UNDO_DAYS
 */
export async function undoEdit(ctx: Ctx, input: z.input<typeof UndoEdit>): Promise<ImageEdit> {
  const { editId, skipChanged } = UndoEdit.parse(input);
  requireCan(ctx, "dataset:write");
  if (undoUntil(await requireEdit(ctx, editId)) <= ctx.clock()) {
    throw new AppError("gone", `An edit can be taken back for ${UNDO_DAYS} days; this one is older.`);
  }
  return ctx.db.$transaction(
    async (tx) => {
      const begun = await tx.imageEdit.updateMany({
        where: { id: editId, state: { in: ["done", "failed"] } },
        data: { state: "undoing", doneCount: 0, error: null, finishedAt: null },
      });
      const edit = await requireEdit(ctx, editId, tx);
      if (begun.count === 0) throw notNow(edit);
      const isSmall = edit.changedCount <= AT_ONCE;
      const ids = isSmall ? await nextItems(tx, editId, { after: "", changed: true }) : [];
      await lockImages(tx, ids);
      if (!skipChanged) await requireUnchanged(tx, edit);
      await audit(tx, ctx, "images.undo", `dataset:${edit.datasetId}`, { editId, skipChanged });
      if (!isSmall) {
        const options = { workspaceId: ctx.workspaceId, total: edit.changedCount };
        await enqueue(tx, imagesEditJob, { editId }, options);
        return edit;
      }
      const undone = await undoChunk(tx, edit, ids);
      return finishUndo(ctx, tx, edit, ids.length - undone);
    },
    { timeout: 120_000, maxWait: 30_000 },
  );
}

/** @param left images that were changed since and stay as they are */
export async function finishUndo(ctx: Ctx, tx: Tx, edit: ImageEdit, left: number): Promise<ImageEdit> {
  await regroupAround(tx, edit);
  const what =
    left === 1 ? "1 image had been changed since and was" : `${left} images had been changed since and were`;
  const error = left > 0 ? `${what} left alone.` : null;
  return tx.imageEdit.update({
    where: { id: edit.id },
    data: { state: "undone", finishedAt: ctx.clock(), error },
  });
}

function notNow({ state }: ImageEdit): AppError {
  if (state === "undone") return new AppError("conflict", "This edit was taken back already.");
  if (state === "undoing") return new AppError("conflict", "This edit is being taken back just now.");
  return new AppError("conflict", "This edit is still running: take it back once it is done.");
}

async function requireUnchanged(tx: Tx, edit: ImageEdit): Promise<void> {
  const { count, images } = await findChanged(tx, edit, NAMED);
  if (count === 0) return;
  const names = images
    .slice(0, 3)
    .map(({ fileName }) => fileName)
    .join(", ");
  const more = count > 3 ? ` and ${count - 3} more` : "";
  throw new AppError(
    "conflict",
    `Changed since by someone or by a later edit: ${names}${more}. Nothing was taken back.`,
    { count, images },
  );
}
