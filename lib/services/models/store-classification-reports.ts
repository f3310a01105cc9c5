import type { Prisma } from "#lib/db/generated/client.ts";
import type { ClassificationReportRequest } from "#lib/metrics/classification/classification-report.ts";
import type { ClassificationReport } from "#lib/metrics/classification/report.ts";
import type { Ctx } from "../context.ts";
import { readFloat32 } from "../explanations/read-float32.ts";
import { groupBy } from "../group-by.ts";
import type { ReportSubject } from "./request-classification-report.ts";

/** The resamples of a report are the same wherever and whenever it is made. */
const SEED = 0;

/** Does the arithmetic, here or in a process of its own. */
export type Classify = (request: ClassificationReportRequest) => Promise<ClassificationReport>;

interface AnsweredImage {
  split: string;
  className: string | null;
  logits: Uint8Array;
}

/**
 * Computes and stores a model's report on each split of a version from its stored answers; a report that is there already
 * stays as it is, since neither answers nor a version's classes change. Images without a class the model knows are left out
 * and counted; a split without any other has no report.
 */
export async function storeClassificationReports(
  ctx: Ctx,
  { modelId, versionId }: ReportSubject,
  classify: Classify,
): Promise<void> {
  const { classNames } = await ctx.db.model.findUniqueOrThrow({
    where: { id: modelId },
    select: { classNames: true },
  });
  const answered = await ctx.db.$queryRaw<AnsweredImage[]>`
    SELECT v."split", v."className", p."logits"
    FROM "VersionImage" v JOIN "Prediction" p ON p."imageId" = v."imageId" AND p."modelId" = ${modelId}
    WHERE v."versionId" = ${versionId}
      AND NOT EXISTS (SELECT 1 FROM "ClassificationReport" r
                      WHERE r."modelId" = ${modelId} AND r."versionId" = ${versionId} AND r."split" = v."split")
    ORDER BY v."position"`;
  for (const [split, images] of groupBy(answered, (image) => image.split)) {
    const known = images.filter((image) => classNames.includes(image.className ?? ""));
    if (known.length === 0) continue;
    const logits = new Float32Array(known.length * classNames.length);
    known.forEach((image, row) => {
      logits.set(readFloat32(image.logits), row * classNames.length);
    });
    const labels = known.map((image) => classNames.indexOf(image.className ?? ""));
    const results = await classify({ logits, labels, classNames, seed: SEED });
    await ctx.db.classificationReport.createMany({
      data: {
        modelId,
        versionId,
        split,
        imageCount: known.length,
        leftOut: images.length - known.length,
        results: results as unknown as Prisma.InputJsonObject,
        computedAt: ctx.clock(),
      },
      skipDuplicates: true,
    });
  }
}
