import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { DatasetExport } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { datasetExport } from "#lib/jobs/definitions/dataset-export.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { audit, nameActor } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireWriter } from "./run-export.ts";

const StartExport = z.object({
  datasetId: z.string(),
  format: z.string(),
  /** A version's number; left out: the data set as it is when the job begins. */
  version: z.coerce.number().int().min(1).optional(),
  split: z.string().max(200).optional(),
  className: z.string().max(200).optional(),
  pictures: z.boolean().default(true),
});

/**
 * Asks for a data set in a format; a worker makes the archive, and fails where no image is of the split and class.
 * @throws AppError `not_found` for a data set, version or format that is not there, `invalid` for a format of pictures
 * without them
 */
export async function startExport(ctx: Ctx, input: unknown): Promise<DatasetExport> {
  const { datasetId, format, version, split, className, pictures } = StartExport.parse(input);
  requireCan(ctx, "dataset:export");
  const writer = requireWriter(format);
  if (writer.pictures !== "apart" && !pictures) {
    throw new AppError("invalid", `${writer.title} is made of the pictures: export it with pictures.`);
  }
  return ctx.db.$transaction(async (tx) => {
    const dataset = await tx.dataset.findFirst({
      where: { id: datasetId, workspaceId: ctx.workspaceId },
      select: { imageCount: true },
    });
    if (!dataset) throw new AppError("not_found", "There is no such data set in this workspace.");
    if (version === undefined && dataset.imageCount === 0) {
      throw new AppError("invalid", "The data set has no images to export: import some first.");
    }
    const frozen =
      version === undefined
        ? null
        : await tx.datasetVersion.findUnique({ where: { datasetId_number: { datasetId, number: version } } });
    if (version !== undefined && !frozen) {
      throw new AppError("not_found", `The data set has no version ${version}.`);
    }
    const id = newId(ctx.clock().getTime());
    const jobId = await enqueue(
      tx,
      datasetExport,
      { exportId: id },
      { workspaceId: ctx.workspaceId, total: frozen?.imageCount ?? dataset.imageCount },
    );
    const row = await tx.datasetExport.create({
      data: {
        id,
        workspaceId: ctx.workspaceId,
        datasetId,
        versionId: frozen?.id ?? null,
        versionNumber: frozen?.number ?? null,
        format,
        pictures,
        split: split ?? null,
        className: className ?? null,
        jobId,
        createdBy: nameActor(ctx.actor),
        createdAt: ctx.clock(),
      },
    });
    await audit(tx, ctx, "dataset.export", `dataset:${datasetId}`, {
      format,
      version,
      split,
      className,
      pictures,
    });
    return row;
  });
}
