import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import type { DatasetVersion, Prisma } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit, nameActor } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { countVersion } from "../versions/count-version.ts";
import { hashLines, hashOfImage, saidOf } from "../versions/version-hash.ts";

const FreezeVersion = z.object({
  datasetId: z.string(),
  /** What this version is for. */
  note: z.string().trim().max(2000, "Keep the note under 2,000 characters.").default(""),
});

/** Images read and written at a time. */
const PAGE = 500;

/**
 * Freezes the data set as it is now: a numbered, hashed list of (image, class, split, regions) in the order of import.
 * A data set that has not changed since its latest version gets that version back.
 * @throws AppError `not_found`, `invalid` for a data set without images
 */
export async function freezeVersion(ctx: Ctx, input: unknown): Promise<DatasetVersion> {
  const { datasetId, note } = FreezeVersion.parse(input);
  requireCan(ctx, "dataset:write");
  return ctx.db.$transaction(
    async (tx) => {
      const dataset = await tx.dataset.findFirst({ where: { id: datasetId, workspaceId: ctx.workspaceId } });
      if (!dataset) throw new AppError("not_found", "There is no such data set in this workspace.");
      // One freeze at a time, and no import between reading and writing.
      await tx.$queryRaw`SELECT 1 FROM "Dataset" WHERE "id" = ${datasetId} FOR UPDATE`;
      const latest = await tx.datasetVersion.findFirst({ where: { datasetId }, orderBy: { number: "desc" } });
      const { hash, imageCount } = await hashContents(tx, datasetId);
      if (imageCount === 0) {
        throw new AppError("invalid", "The data set has no images to freeze: import some first.");
      }
      if (latest?.hash === hash) return latest;
      const number = Math.max(latest?.number ?? 0, dataset.lastVersion) + 1;
      const version = await tx.datasetVersion.create({
        data: {
          id: newId(),
          datasetId,
          number,
          hash,
          imageCount,
          note,
          frozenBy: nameActor(ctx.actor),
        },
      });
      // Someone may have edited an image since it was hashed: the version says what was written.
      const frozen = await writeItems(tx, datasetId, version.id);
      await countVersion(tx, version.id);
      await tx.dataset.update({ where: { id: datasetId }, data: { lastVersion: number } });
      await audit(tx, ctx, "dataset.freeze", `dataset:${datasetId}`, { number, hash: frozen.hash, note });
      return tx.datasetVersion.update({ where: { id: version.id }, data: frozen });
    },
    { timeout: 600_000, maxWait: 60_000 },
  );
}

type Contents = Pick<DatasetVersion, "hash" | "imageCount">;

async function hashContents(tx: Tx, datasetId: string): Promise<Contents> {
  const lines: string[] = [];
  for await (const images of pages(tx, datasetId)) lines.push(...images.map(hashOfImage));
  return { hash: hashLines(lines), imageCount: lines.length };
}

async function writeItems(tx: Tx, datasetId: string, versionId: string): Promise<Contents> {
  const lines: string[] = [];
  for await (const images of pages(tx, datasetId)) {
    await tx.versionImage.createMany({
      data: images.map(({ id: imageId, className, split, regions }, at) => ({
        versionId,
        imageId,
        position: lines.length + at,
        className,
        split,
        regions: regions.map(({ attributes, ...region }) => ({
          ...region,
          ...saidOf(attributes),
        })) as Prisma.InputJsonArray,
      })),
    });
    lines.push(...images.map(hashOfImage));
  }
  return { hash: hashLines(lines), imageCount: lines.length };
}

/** All images by age with their current regions, page by page. */
async function* pages(tx: Tx, datasetId: string) {
  let after = "";
  while (true) {
    const images = await tx.image.findMany({
      where: { datasetId, id: { gt: after } },
      orderBy: { id: "asc" },
      take: PAGE,
      select: {
        id: true,
        sha256: true,
        split: true,
        class: { select: { name: true } },
        regions: {
          orderBy: [{ regionKey: "asc" }, { revision: "desc" }],
          distinct: ["regionKey"],
          select: {
            id: true,
            revision: true,
            kind: true,
            geometry: true,
            attributes: true,
            removedAt: true,
            class: { select: { name: true } },
          },
        },
      },
    });
    if (images.length === 0) return;
    yield images.map(({ class: imageClass, regions, ...image }) => ({
      ...image,
      className: imageClass?.name ?? null,
      regions: regions
        .filter(({ removedAt }) => removedAt === null)
        .map(({ class: owner, removedAt: _, ...region }) => ({ ...region, className: owner?.name ?? null })),
    }));
    after = images[images.length - 1].id;
  }
}
