import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { DESCRIPTION_FILE, imagesJsonl } from "#lib/formats/layouts/images-jsonl.ts";
import { memorySource } from "#lib/formats/sources/memory-source.ts";
import type { Ctx } from "../context.ts";
import { importFolder } from "./import-folder.ts";

const AddImage = z.object({
  datasetId: z.string(),
  /** What people will know the picture by. */
  file: z.string().min(1),
  split: z.string().optional(),
  className: z.string().optional(),
  newClasses: z.boolean().default(false),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});

export interface AddedImage {
  id: string;
  /** False when the data set had this picture, byte for byte. */
  added: boolean;
}

/**
 * Adds one picture to a data set, by the rules of an import of a folder with just this picture.
 * @throws AppError `not_found` for the data set, `invalid` with the reason when the picture cannot enter
 */
export async function addImage(ctx: Ctx, input: z.input<typeof AddImage>): Promise<AddedImage> {
  const { datasetId, file, split, className, newClasses, bytes } = AddImage.parse(input);
  requireCan(ctx, "dataset:write");
  const dataset = await ctx.db.dataset.findFirst({ where: { id: datasetId, workspaceId: ctx.workspaceId } });
  if (!dataset) throw new AppError("not_found", "There is no such data set in this workspace.");
  if (file === DESCRIPTION_FILE) throw new AppError("invalid", `Give the picture another name than ${file}.`);

  const line = JSON.stringify({ file, split, class: className });
  const source = memorySource(
    new Map([
      [DESCRIPTION_FILE, new TextEncoder().encode(line)],
      [file, bytes],
    ]),
  );
  const { added, refused } = await importFolder(ctx, {
    datasetId,
    source,
    format: imagesJsonl.id,
    newClasses,
  });
  const [problem] = refused;
  if (problem) throw new AppError("invalid", problem.message, { reason: problem.reason });
  const sha256 = await ctx.storage.put(bytes);
  const where = { datasetId_sha256: { datasetId, sha256 } };
  const { id } = await ctx.db.image.findUniqueOrThrow({ where, select: { id: true } });
  return { id, added: added === 1 };
}
