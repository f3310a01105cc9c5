import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit, nameActor } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { DatasetName } from "../datasets/create-dataset.ts";
import { discardAbandoned } from "./discard-abandoned.ts";
import { enqueueInspection } from "./enqueue-inspection.ts";
import { FormatId } from "./format-id.ts";
import { checkImportSource, ImportSource } from "./import-source.ts";

const CreateImport = z.object({
  /** The data set they go into; left out: a new one of this name. */
  datasetId: z.string().optional(),
  name: DatasetName.optional(),
  source: ImportSource,
  format: FormatId.optional(),
  newClasses: z.boolean().default(false),
});

/**
 * Begins an import. What is sent is waited for; what the server can read by itself is looked at by a worker at once.
 * @throws AppError `not_found` for the data set or the folder, `forbidden` for a place in S3 that is not allowed, `invalid` without a data set or a name
 */
export async function createImport(ctx: Ctx, input: unknown): Promise<{ id: string }> {
  const { datasetId, name, source, format, newClasses } = CreateImport.parse(input);
  requireCan(ctx, "dataset:write");
  const { isSent } = await checkImportSource(ctx, source);
  await discardAbandoned(ctx);
  return ctx.db.$transaction(async (tx) => {
    const target = datasetId
      ? await tx.dataset.findFirst({ where: { id: datasetId, workspaceId: ctx.workspaceId } })
      : null;
    if (datasetId && !target) {
      throw new AppError("not_found", "There is no such data set in this workspace.");
    }
    const called = target?.name ?? name;
    if (called === undefined) throw new AppError("invalid", "Give the new data set a name.");
    const row = await tx.datasetImport.create({
      data: {
        id: newId(ctx.clock().getTime()),
        workspaceId: ctx.workspaceId,
        datasetId: target?.id ?? null,
        name: called,
        source,
        format,
        newClasses,
        state: isSent ? "uploading" : "inspecting",
        createdBy: nameActor(ctx.actor),
      },
    });
    if (row.state === "inspecting") await enqueueInspection(tx, ctx, row);
    await audit(tx, ctx, "dataset-import.create", `dataset-import:${row.id}`, { name: called, source });
    return { id: row.id };
  });
}
