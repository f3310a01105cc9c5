import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { safePart } from "#lib/formats/writers/picture-paths.ts";
import type { Ctx } from "../context.ts";
import { requireExport } from "./require-export.ts";

export interface OpenedExport {
  fileName: string;
  sha256: string;
  byteSize: number;
  /** Bytes from `start` up to and without `end`. */
  stream(start: number, end: number): Promise<ReadableStream<Uint8Array>>;
}

/** The archive of an export, to be read from anywhere in it. @throws AppError `not_found`, also once its time is over, `conflict` until it is made */
export async function openExport(ctx: Ctx, exportId: string): Promise<OpenedExport> {
  requireCan(ctx, "dataset:export");
  const row = await requireExport(ctx.db, ctx, exportId);
  const { sha256, byteSize, expiresAt, format, versionNumber, datasetId } = row;
  if (sha256 === null || byteSize === null) {
    throw new AppError("conflict", "This export is not made yet: wait for it, or start it again.");
  }
  if (expiresAt !== null && expiresAt <= ctx.clock()) {
    throw new AppError("not_found", "This export's time is over and it was removed: export again.");
  }
  const { name } = await ctx.db.dataset.findUniqueOrThrow({
    where: { id: datasetId },
    select: { name: true },
  });
  return {
    fileName: exportName(name, versionNumber, format),
    sha256,
    byteSize: Number(byteSize),
    stream: (start, end) => ctx.storage.streamRange(sha256, start, end),
  };
}

/** By data set, version and format. */
function exportName(dataset: string, version: number | null, format: string): string {
  const name = safePart(dataset).replaceAll(/\s+/g, "-").slice(0, 100);
  return `${name}${version === null ? "" : `-v${version}`}-${format}.zip`;
}
