import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import type { Image, Region } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { audit, nameActor } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireSighted } from "../rounds/blinding.ts";
import { checkChanges } from "./check-changes.ts";
import { raiseRevision } from "./raise-revision.ts";
import { type RegionChange, RegionChanges } from "./region-change.ts";
import { toRegionRow } from "./region-row.ts";
import { lockImage } from "./require-image.ts";
import { sortChanges } from "./sort-changes.ts";
import { type StoredRegion, toStoredRegions } from "./stored-region.ts";

const SaveRegions = z.object({ imageId: z.string(), changes: RegionChanges });

export interface SavedRegions {
  /** Of the image, after this request. */
  regionRevision: number;
  /** What is stored of this request, now or by an earlier delivery of it. */
  saved: { regionKey: string; revision: number }[];
  /** Regions that someone else changed since: their last revision. Nothing was written over. */
  conflicts: StoredRegion[];
}

/**
 * Stores changes of an image's regions, each as one more revision of its region: all that are good in one transaction.
 * A change names the revision it is based on; where another one came in between, it is not stored and what is there
 * comes back. Changes of different regions never stand in each other's way. Delivered twice, a change is stored once.
 * @throws AppError `not_found`, `invalid` for a region that does not belong on the image, `forbidden` for whoever still draws the
 * image independently: then nothing is stored
 */
export async function saveRegions(ctx: Ctx, input: unknown): Promise<SavedRegions> {
  const { imageId, changes } = SaveRegions.parse(input);
  requireCan(ctx, "region:write");
  return ctx.db.$transaction(
    async (tx) => {
      const image = await lockImage(tx, ctx, imageId);
      await requireSighted(tx, ctx, imageId);
      await checkChanges(tx, image, changes);
      const latest = await readLatest(tx, image, changes);
      const delivered = await readDelivered(tx, changes);
      const { fresh, saved, conflicts } = sortChanges(
        changes,
        new Map([...latest].map(([key, row]) => [key, { ...row, removed: row.removedAt !== null }])),
        delivered,
      );
      const rows = fresh.map((change) => toRow(ctx, image, change, latest.get(change.regionKey)));
      await tx.region.createMany({ data: rows });
      const regionRevision = rows.length > 0 ? await raiseRevision(tx, image) : image.regionRevision;
      if (rows.length > 0) {
        const of = (kind: RegionChange["kind"]) =>
          fresh.filter((change) => change.kind === kind).map(({ regionKey }) => regionKey);
        const details = { put: of("put"), removed: of("remove"), regionRevision };
        await audit(tx, ctx, "region.save", `image:${imageId}`, details);
      }
      return {
        regionRevision,
        saved: [...saved, ...rows.map(({ regionKey, revision }) => ({ regionKey, revision }))],
        conflicts: await toStoredRegions(
          tx,
          conflicts.flatMap((key) => latest.get(key) ?? []),
        ),
      };
    },
    { timeout: 30_000, maxWait: 15_000 },
  );
}

/** The last revision of each region named, by key. */
async function readLatest(tx: Tx, image: Image, changes: readonly RegionChange[]) {
  const keys = changes.map(({ regionKey }) => regionKey);
  const rows = await tx.$queryRaw<{ id: string; imageId: string }[]>`
    SELECT DISTINCT ON ("regionKey") "id", "imageId" FROM "Region"
    WHERE "regionKey" = ANY(${keys}) ORDER BY "regionKey", "revision" DESC`;
  if (rows.some(({ imageId }) => imageId !== image.id)) {
    throw new AppError("invalid", "A region belongs to another image.", { reason: "other-image" });
  }
  const latest = await tx.region.findMany({ where: { id: { in: rows.map(({ id }) => id) } } });
  return new Map(latest.map((row) => [row.regionKey, row]));
}

/** Revisions that an earlier delivery of these changes has stored, by change. */
async function readDelivered(tx: Tx, changes: readonly RegionChange[]): Promise<Map<string, Delivered>> {
  const rows = await tx.region.findMany({
    where: { id: { in: changes.map(({ id }) => id) } },
    select: { id: true, regionKey: true, revision: true },
  });
  const delivered = new Map(rows.map((row) => [row.id, row]));
  const other = changes.find(
    ({ id, regionKey }) => (delivered.get(id)?.regionKey ?? regionKey) !== regionKey,
  );
  if (other) throw new AppError("invalid", "The id of a change belongs to another one: use a new one.");
  return delivered;
}

type Delivered = Pick<Region, "id" | "regionKey" | "revision">;

function toRow(ctx: Ctx, image: Image, change: RegionChange, before: Region | undefined) {
  const now = ctx.clock();
  const content =
    change.kind === "put"
      ? { classId: change.classId, ...toRegionRow(change.mark), removedAt: null }
      : { ...contentOf(before), removedAt: now };
  return {
    id: change.id,
    imageId: image.id,
    regionKey: change.regionKey,
    revision: (before?.revision ?? 0) + 1,
    createdBy: nameActor(ctx.actor),
    createdAt: now,
    ...content,
  };
}

/** What a removed region was: the revision that removes it says so again. */
function contentOf(region: Region | undefined) {
  if (!region) throw new Error("what was never there is not removed");
  const { classId, kind, geometry, attributes } = region;
  return { classId, kind, geometry: geometry as object, attributes: attributes as object };
}
