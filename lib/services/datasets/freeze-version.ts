import { createHash } from "node:crypto";
import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import type { DatasetVersion, Prisma } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";

const FreezeVersion = z.object({ datasetId: z.string() });

/** Images read and written at a time. */
const PAGE = 500;

/**
 * Freezes the data set as it is now: a numbered, hashed list of (image, class, split, regions) in the order of import.
 * A data set that has not changed since its latest version gets that version back.
 * @throws AppError `not_found`, `invalid` for a data set without images
 */
export async function freezeVersion(ctx: Ctx, input: unknown): Promise<DatasetVersion> {
  const { datasetId } = FreezeVersion.parse(input);
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
      const version = await tx.datasetVersion.create({
        data: { id: newId(), datasetId, number: (latest?.number ?? 0) + 1, hash, imageCount },
      });
      await writeItems(tx, datasetId, version.id);
      await audit(tx, ctx, "dataset.freeze", `dataset:${datasetId}`, { number: version.number, hash });
      return version;
    },
    { timeout: 600_000, maxWait: 60_000 },
  );
}

/** SHA-256 over the sorted lines of all images: the same contents give the same hash in any database. */
async function hashContents(tx: Tx, datasetId: string): Promise<{ hash: string; imageCount: number }> {
  const lines: string[] = [];
  for await (const images of pages(tx, datasetId)) {
    for (const image of images) {
      const regions = image.regions.map(({ kind, geometry, attributes, class: owner }) =>
        canonical({ kind, geometry, className: owner?.name ?? null, ...said(attributes) }),
      );
      const line = [image.sha256, image.class?.name ?? null, image.split, regions.sort()];
      lines.push(createHash("sha256").update(JSON.stringify(line)).digest("hex"));
    }
  }
  const hash = createHash("sha256").update(lines.sort().join("\n")).digest("hex");
  return { hash, imageCount: lines.length };
}

async function writeItems(tx: Tx, datasetId: string, versionId: string): Promise<void> {
  let position = 0;
  for await (const images of pages(tx, datasetId)) {
    await tx.versionImage.createMany({
      data: images.map((image) => ({
        versionId,
        imageId: image.id,
        position: position++,
        className: image.class?.name ?? null,
        split: image.split,
        regions: image.regions.map(({ id, revision, kind, geometry, attributes, class: owner }) => ({
          id,
          revision,
          kind,
          geometry,
          className: owner?.name ?? null,
          ...said(attributes),
        })) as Prisma.InputJsonArray,
      })),
    });
  }
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
    yield images.map((image) => ({
      ...image,
      regions: image.regions.filter(({ removedAt }) => removedAt === null),
    }));
    after = images[images.length - 1].id;
  }
}

/** What is said of a region beside its shape; a region of which nothing is said is written as before there were attributes. */
function said(attributes: unknown): { attributes?: unknown } {
  return Object.keys(attributes as object).length > 0 ? { attributes } : {};
}

/** JSON with sorted keys: the database gives them back in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
