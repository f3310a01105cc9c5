import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { removeImport } from "./remove-import.ts";
import { requireImport } from "./require-import.ts";

const DiscardImport = z.object({ importId: z.string() });

/** Gives up an import: nothing of its file stays. @throws AppError `not_found` */
export async function discardImport(ctx: Ctx, input: unknown): Promise<void> {
  const { importId } = DiscardImport.parse(input);
  requireCan(ctx, "model:write");
  const row = await requireImport(ctx.db, ctx, importId);
  await removeImport(ctx, row);
  await audit(ctx.db, ctx, "model-import.discard", `model-import:${row.id}`, { fileName: row.fileName });
}
