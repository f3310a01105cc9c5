import type { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { lockDataset } from "../datasets/require-dataset.ts";
import { requireVersion } from "./require-version.ts";
import { VersionRef } from "./verify-version.ts";
import { describeUses, usesOfVersions } from "./version-uses.ts";

/**
 * Deletes a version that nothing uses. Its number is not given again.
 * @throws AppError `not_found`, `forbidden`, `conflict` with `details.uses` for one in use
 */
export async function deleteVersion(ctx: Ctx, input: z.input<typeof VersionRef>): Promise<void> {
  const { datasetId, number } = VersionRef.parse(input);
  requireCan(ctx, "dataset:write");
  await ctx.db.$transaction(
    async (tx) => {
      await lockDataset(tx, ctx, datasetId);
      const { id, hash } = await requireVersion({ ...ctx, db: tx as Ctx["db"] }, datasetId, number);
      // A run or training that begins now waits for this lock, and then finds no version.
      await tx.$queryRaw`SELECT 1 FROM "DatasetVersion" WHERE "id" = ${id} FOR UPDATE`;
      const uses = (await usesOfVersions(tx, [id])).get(id) ?? [];
      if (uses.length > 0) {
        throw new AppError(
          "conflict",
          `Version ${number} is used by ${describeUses(uses)}: it has to stay.`,
          {
            uses,
          },
        );
      }
      await tx.datasetVersion.delete({ where: { id } });
      await audit(tx, ctx, "version.delete", `dataset:${datasetId}`, { number, hash });
    },
    { timeout: 120_000, maxWait: 30_000 },
  );
}
