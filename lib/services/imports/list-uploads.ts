import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { requireImport } from "./require-import.ts";
import { toUpload, type Upload } from "./upload.ts";

const ListUploads = z.object({ importId: z.string(), after: z.string().optional() });
const PAGE = 5_000;

/** Files of an import by path, a page at a time. @throws AppError `not_found` */
export async function listUploads(
  ctx: Ctx,
  input: unknown,
): Promise<{ rows: Upload[]; after: string | null }> {
  const { importId, after } = ListUploads.parse(input);
  requireCan(ctx, "dataset:write");
  await requireImport(ctx.db, ctx, importId);
  const rows = await ctx.db.importFile.findMany({
    where: { importId, ...(after === undefined ? {} : { path: { gt: after } }) },
    orderBy: { path: "asc" },
    take: PAGE + 1,
  });
  const page = rows.slice(0, PAGE).map(toUpload);
  return { rows: page, after: rows.length > PAGE ? (page.at(-1)?.path ?? null) : null };
}
