import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { DatasetImportState } from "#lib/db/generated/enums.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { enqueueInspection } from "./enqueue-inspection.ts";
import { FormatId } from "./format-id.ts";
import { lockImport } from "./require-import.ts";

const InspectImport = z.object({
  importId: z.string(),
  /** Null: as what it looks like. Left out: as before. */
  format: FormatId.nullish(),
  newClasses: z.boolean().optional(),
});

const INSPECTABLE: readonly DatasetImportState[] = ["uploading", "ready", "failed", "cancelled"];

/**
 * Has a worker look at an import: when its last file has come, and again when it is to be read otherwise.
 * @throws AppError `conflict` while files are missing or it is at work, `not_found`
 */
export async function inspectImport(ctx: Ctx, input: unknown): Promise<void> {
  const { importId, format, newClasses } = InspectImport.parse(input);
  requireCan(ctx, "dataset:write");
  await ctx.db.$transaction(async (tx) => {
    const row = await lockImport(tx, ctx, importId);
    if (!INSPECTABLE.includes(row.state)) {
      throw new AppError("conflict", "This import is at work or over: it cannot be looked at again now.");
    }
    if (row.state === "uploading") {
      if (row.fileCount === 0) throw new AppError("conflict", "Nothing has been sent yet: choose files.");
      const partial = await tx.importFile.findFirst({
        where: { importId, received: { lt: tx.importFile.fields.byteSize } },
        select: { path: true },
      });
      if (partial) {
        throw new AppError("conflict", `${partial.path} has not arrived in full: send the rest of it first.`);
      }
    }
    const revised = await tx.datasetImport.update({
      where: { id: importId },
      data: {
        state: "inspecting",
        revision: { increment: 1 },
        findings: Prisma.DbNull,
        error: null,
        ...(format === undefined ? {} : { format }),
        ...(newClasses === undefined ? {} : { newClasses }),
      },
    });
    await enqueueInspection(tx, ctx, revised);
    await audit(tx, ctx, "dataset-import.inspect", `dataset-import:${importId}`, { format, newClasses });
  });
}
