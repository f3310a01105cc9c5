import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import type { Region } from "#lib/db/generated/client.ts";
import { AnnotationSchema } from "#lib/formats/dataset/annotation-schema.ts";
import { actorNames } from "../people/actor-names.ts";
import { fromRegionRow } from "./region-row.ts";

/** A region as pages and scripts get it: its mark in image pixels, its class by id. */
export const StoredRegion = z.object({
  regionKey: z.string(),
  revision: z.int(),
  classId: z.string().nullable(),
  mark: AnnotationSchema,
  /** Name of the person, or what else made this revision. */
  by: z.string(),
  at: z.date().transform((at) => at.toISOString()),
  removed: z.boolean(),
});
export type StoredRegion = z.input<typeof StoredRegion>;

/** Regions as the interface gives them, with the names of those who made them. */
export async function toStoredRegions(tx: Tx, rows: readonly Region[]): Promise<StoredRegion[]> {
  const names = await actorNames(
    tx,
    rows.map(({ createdBy }) => createdBy),
  );
  return rows.map((row) => ({
    regionKey: row.regionKey,
    revision: row.revision,
    classId: row.classId,
    mark: fromRegionRow(row),
    by: names.get(row.createdBy) ?? row.createdBy,
    at: row.createdAt,
    removed: row.removedAt !== null,
  }));
}
