import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import type { Region } from "#lib/db/generated/client.ts";
import { AnnotationSchema } from "#lib/formats/dataset/annotation-schema.ts";
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
  const ids = new Set(rows.flatMap(({ createdBy }) => userIdOf(createdBy) ?? []));
  const users =
    ids.size > 0
      ? await tx.user.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } })
      : [];
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    regionKey: row.regionKey,
    revision: row.revision,
    classId: row.classId,
    mark: fromRegionRow(row),
    by: names.get(userIdOf(row.createdBy) ?? "") ?? row.createdBy,
    at: row.createdAt,
    removed: row.removedAt !== null,
  }));
}

/** "user:<id>" -> id */
function userIdOf(createdBy: string): string | null {
  return createdBy.startsWith("user:") ? createdBy.slice("user:".length) : null;
}
