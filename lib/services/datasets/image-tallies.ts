import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Facet, FacetCount, Facets } from "./count-facets.ts";
import { NO_CLASS } from "./filter-query.ts";
import type { ImageFilter } from "./image-filter.ts";

const { sql, join } = Prisma;

/** Whether the tallies know the answer: nothing is chosen but class, split and state of the regions. */
export function isTallied({ tag, duplicates, name, answer, confidence, agreement }: ImageFilter): boolean {
  return !name && [tag, duplicates, answer, confidence, agreement].every((chosen) => chosen.length === 0);
}

const COLUMNS = {
  class: sql`"classId"`,
  split: sql`"split"`,
  regions: sql`"regionState"::text`,
} as const;
type Tallied = keyof typeof COLUMNS;

function conditions(datasetId: string, filter: ImageFilter, leaveOut?: Tallied): Prisma.Sql {
  const chosen = (Object.keys(COLUMNS) as Tallied[]).filter((id) => id !== leaveOut && filter[id].length > 0);
  const values = (id: Tallied) =>
    id === "class" ? filter.class.map((value) => (value === NO_CLASS ? "" : value)) : filter[id];
  const narrowed = chosen.map((id) => sql`${COLUMNS[id]} = ANY(${values(id)}::text[])`);
  return join([sql`"datasetId" = ${datasetId}`, sql`"count" > 0`, ...narrowed], " AND ");
}

/** How many images the filter leaves, added up. */
export async function totalTallied(db: Db, datasetId: string, filter: ImageFilter): Promise<number> {
  const [{ total }] = await db.$queryRaw<{ total: number }[]>`
    SELECT coalesce(sum("count"), 0)::int AS total FROM "ImageTally" WHERE ${conditions(datasetId, filter)}`;
  return total;
}

async function countBy(db: Db, datasetId: string, filter: ImageFilter, id: Tallied): Promise<Facet> {
  const values = await db.$queryRaw<FacetCount[]>`
    SELECT ${COLUMNS[id]} AS value, sum("count")::int AS count FROM "ImageTally"
    WHERE ${conditions(datasetId, filter, id)} GROUP BY 1 ORDER BY 1`;
  const named = values.map(({ value, count }) => ({ value: value === "" ? NO_CLASS : value, count }));
  return { id, capped: false, values: named };
}

/** Facets of an image's own from the tallies alone: exact, whatever the size. */
export async function countTallied(db: Db, datasetId: string, filter: ImageFilter): Promise<Facets> {
  const [total, ...facets] = await Promise.all([
    totalTallied(db, datasetId, filter),
    ...(Object.keys(COLUMNS) as Tallied[]).map((id) => countBy(db, datasetId, filter, id)),
  ]);
  return { total, capped: false, facets };
}
