import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { pathProblem } from "#lib/formats/sources/safe-path.ts";
import { requireRoom } from "#lib/storage/upload-file.ts";
import type { Ctx } from "../context.ts";
import { requireImport } from "./require-import.ts";
import { toUpload, type Upload } from "./upload.ts";
import { importSettings } from "./uploads-of.ts";

/** Of one import: more than that comes as an archive. */
const MAX_FILES = 200_000;

const CreateUpload = z.object({
  importId: z.string(),
  /** From the root of what is imported, "/" between the parts. Only a name: nothing is ever written under it. */
  path: z.string(),
  byteSize: z.int().min(0),
});

/**
 * Announces a file of an import. Announcing the same again finds it, with what has come of it.
 * @throws AppError `invalid` for a path that leaves the root, `too_large`, `conflict` when the import takes no more files or
 * the path is of a file of another size, `not_found`
 */
export async function createUpload(ctx: Ctx, input: unknown): Promise<Upload> {
  const { importId, path, byteSize } = CreateUpload.parse(input);
  requireCan(ctx, "dataset:write");
  const problem = pathProblem(path);
  if (problem) throw new AppError("invalid", `The path of this file ${problem}.`, { reason: "bad-path" });
  const { uploadsFolder, maxBytes } = importSettings(ctx);
  await requireRoom(uploadsFolder, byteSize);
  return ctx.db.$transaction(async (tx) => {
    await requireUploading(tx, ctx, importId);
    const [file] = await tx.importFile.createManyAndReturn({
      data: { id: newId(ctx.clock().getTime()), importId, path, byteSize },
      skipDuplicates: true,
    });
    if (!file) return findSame(tx, { importId, path, byteSize });
    const counted = await tx.datasetImport.updateMany({
      where: {
        id: importId,
        state: "uploading",
        byteSize: { lte: maxBytes - byteSize },
        fileCount: { lt: MAX_FILES },
      },
      data: { byteSize: { increment: byteSize }, fileCount: { increment: 1 } },
    });
    if (counted.count === 0) throw tooMuch(maxBytes);
    return toUpload(file);
  });
}

/** @throws AppError `conflict` when it takes no more files */
export async function requireUploading(db: Tx, ctx: Ctx, importId: string): Promise<void> {
  const { state } = await requireImport(db, ctx, importId);
  if (state === "uploading") return;
  throw new AppError("conflict", "This import takes no more files: begin another one.");
}

async function findSame(
  tx: Tx,
  { importId, path, byteSize }: Omit<Upload, "id" | "received"> & { importId: string },
) {
  const known = await tx.importFile.findUniqueOrThrow({ where: { importId_path: { importId, path } } });
  if (Number(known.byteSize) === byteSize) return toUpload(known);
  throw new AppError(
    "conflict",
    `Another file was sent as ${path} before, of ${known.byteSize} bytes: choose the same file, or begin another import.`,
  );
}

const tooMuch = (maxBytes: number) =>
  new AppError(
    "too_large",
    `One import may send ${Math.floor(maxBytes / 1e6)} MB in ${MAX_FILES} files: send it in parts, or have it put on the server.`,
  );
