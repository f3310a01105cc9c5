import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { removeExports } from "../exports/sweep-exports.ts";
import { releaseDatasetFiles } from "../files/release-files.ts";
import { describeUses, usesOfVersions } from "../versions/version-uses.ts";
import { lockDataset } from "./require-dataset.ts";

const DeleteDataset = z.object({
  datasetId: z.string(),
  /** Its name, typed by whoever wants it gone. */
  name: z.string(),
});

/**
 * Deletes a data set with its images, regions, classes and unused versions; nothing of it can be brought back.
 * @throws AppError `not_found`, `forbidden`, `invalid` for another name, `conflict` with `details.uses` when a version is in use
 */
export async function deleteDataset(ctx: Ctx, input: z.input<typeof DeleteDataset>): Promise<void> {
  const { datasetId, name } = DeleteDataset.parse(input);
  await ctx.db.$transaction(
    async (tx) => {
      const dataset = await lockDataset(tx, ctx, datasetId);
      if (name.trim() !== dataset.name) {
        throw new AppError("invalid", `Type the data set's name, “${dataset.name}”, to delete it.`);
      }
      const versions = await tx.$queryRaw<{ id: string; number: number }[]>`
        SELECT "id", "number" FROM "DatasetVersion" WHERE "datasetId" = ${datasetId} ORDER BY "number" FOR UPDATE`;
      const byVersion = await usesOfVersions(
        tx,
        versions.map(({ id }) => id),
      );
      const uses = [...byVersion.values()].flat();
      if (uses.length > 0) {
        throw new AppError(
          "conflict",
          `Versions of this data set are used by ${describeUses(uses)}: it has to stay.`,
          { uses },
        );
      }
      await releaseDatasetFiles(tx, ctx, datasetId);
      await removeExports(tx, ctx, { datasetId });
      await tx.datasetVersion.deleteMany({ where: { datasetId } });
      await tx.image.deleteMany({ where: { datasetId } });
      await tx.dataset.delete({ where: { id: datasetId } });
      const numbers = versions.map(({ number }) => number);
      await audit(tx, ctx, "dataset.delete", `dataset:${datasetId}`, {
        name: dataset.name,
        imageCount: dataset.imageCount,
        versions: numbers,
      });
    },
    { timeout: 600_000, maxWait: 60_000 },
  );
}
