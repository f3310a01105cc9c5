import { requireCan } from "#lib/auth/can.ts";
import type { ExportFile } from "#lib/formats/writers/define-writer.ts";
import type { Ctx } from "../../context.ts";
import { noteExport, PackWish } from "./note-export.ts";
import { type PackRun, writePack } from "./write-pack.ts";

/** Writes a study's report pack here and now, as `startPack` has a worker do. @throws AppError `not_found`, `unavailable` */
export async function exportPack<Taken>(
  ctx: Ctx,
  input: unknown,
  run: PackRun,
  take: (files: AsyncIterable<ExportFile>) => Promise<Taken>,
): Promise<{ taken: Taken; anchor: string | null }> {
  const wish = PackWish.parse(input);
  requireCan(ctx, "report:export");
  await ctx.db.$transaction((tx) => noteExport(tx, ctx, wish));
  return writePack(ctx, wish, run, take);
}
