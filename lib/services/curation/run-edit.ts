import type { ImageEdit } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import { applyChunk, finishEdit, nextItems } from "./apply-edit.ts";
import { requireEdit } from "./require-edit.ts";
import { undoChunk } from "./undo-chunk.ts";
import { finishUndo } from "./undo-edit.ts";

interface Watching {
  progress(done: number, total: number): Promise<void>;
  signal: AbortSignal;
}

const LIMITS = { timeout: 120_000, maxWait: 30_000 };

/**
 * Makes an edit or takes it back, a chunk of images a transaction: whatever ends it, each chunk is wholly done or not
 * at all, and the next attempt goes on behind the last one. An edit that is neither running nor being undone is left.
 */
export async function runEdit(ctx: Ctx, editId: string, { progress, signal }: Watching): Promise<void> {
  const edit = await requireEdit(ctx, editId);
  if (edit.state === "running") await apply(ctx, edit, { progress, signal });
  if (edit.state === "undoing") await undo(ctx, edit, { progress, signal });
}

async function apply(ctx: Ctx, edit: ImageEdit, { progress, signal }: Watching): Promise<void> {
  const left = await ctx.db.imageEditItem.count({ where: { editId: edit.id, changed: null } });
  let done = edit.imageCount - left;
  for (let after = ""; ; ) {
    signal.throwIfAborted();
    const ids = await nextItems(ctx.db, edit.id, { after, changed: null });
    if (ids.length === 0) break;
    await ctx.db.$transaction((tx) => applyChunk(tx, edit, ids), LIMITS);
    after = ids[ids.length - 1];
    done += ids.length;
    await progress(done, edit.imageCount);
  }
  await ctx.db.$transaction((tx) => finishEdit(ctx, tx, edit), LIMITS);
}

async function undo(ctx: Ctx, edit: ImageEdit, { progress, signal }: Watching): Promise<void> {
  let seen = 0;
  let left = 0;
  for (let after = ""; ; ) {
    signal.throwIfAborted();
    const ids = await nextItems(ctx.db, edit.id, { after, changed: true });
    if (ids.length === 0) break;
    const undone = await ctx.db.$transaction((tx) => undoChunk(tx, edit, ids), LIMITS);
    after = ids[ids.length - 1];
    seen += ids.length;
    left += ids.length - undone;
    await progress(seen, edit.changedCount);
  }
  await ctx.db.$transaction((tx) => finishUndo(ctx, tx, edit, left), LIMITS);
}

/** What was changed by then stays, and can be taken back. */
export async function failEdit(ctx: Ctx, editId: string, message: string): Promise<void> {
  await ctx.db.imageEdit.updateMany({
    where: { id: editId, state: { in: ["running", "undoing"] }, dataset: { workspaceId: ctx.workspaceId } },
    data: { state: "failed", error: message, finishedAt: ctx.clock() },
  });
}
