import type { ModelImport } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import { releaseFile } from "./release-file.ts";

/** Removes an import and the files that only it has. */
export async function removeImport(
  ctx: Ctx,
  { id, sha256, weightsSha256 }: Pick<ModelImport, "id" | "sha256" | "weightsSha256">,
): Promise<void> {
  await ctx.db.modelImport.deleteMany({ where: { id } });
  for (const file of new Set([sha256, weightsSha256])) if (file) await releaseFile(ctx, file);
}
