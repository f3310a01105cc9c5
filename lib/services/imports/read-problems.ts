import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { requireImport } from "./require-import.ts";
import { problemsOf } from "./uploads-of.ts";

/** Every problem of an import's last look or run, as CSV. @throws AppError `not_found` */
export async function readProblems(ctx: Ctx, importId: string): Promise<ReadableStream<Uint8Array>> {
  requireCan(ctx, "dataset:write");
  const { id } = await requireImport(ctx.db, ctx, importId);
  const file = problemsOf(ctx, id);
  const found = await stat(file).catch(() => null);
  if (!found) throw new AppError("not_found", "This import has not been looked at yet.");
  return Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
}
