import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import { type FilterModels, readFilterModels } from "./filter-models.ts";
import { type ColumnFacet, type FacetId, facetColumn, filteredImages } from "./filter-sql.ts";
import { ImageFilter } from "./image-filter.ts";
import { countTallied, isTallied } from "./image-tallies.ts";
import { requireDataset } from "./require-dataset.ts";

export interface FacetCount {
  value: string;
  count: number;
}

export interface Facet {
  id: FacetId;
  values: FacetCount[];
  /** Counting stopped at COUNT_LIMIT images: there are at least as many as the numbers say. */
  capped: boolean;
}

export interface Facets {
  total: number;
  capped: boolean;
  facets: Facet[];
}

const CountFacets = z.object({ datasetId: z.string(), filter: ImageFilter });

/** Where counting stops when no tally has the answer. */
export const COUNT_LIMIT = 10_000;
const TAGS_SHOWN = 60;
/** Facets of an image's own, which tallies know, and those of a model's answers. */
const OWN = ["class", "split", "regions"] as const;
const ANSWER = ["answer", "confidence"] as const;

/**
 * How many images each choice would leave, each facet under the choices of all the others. Class, split and state of
 * the regions are added up from tallies; whatever else takes part is counted up to COUNT_LIMIT images.
 * @throws AppError `not_found` for the data set or a model
 */
export async function countFacets(ctx: Ctx, input: z.input<typeof CountFacets>): Promise<Facets> {
  const { datasetId, filter } = CountFacets.parse(input);
  requireCan(ctx, "dataset:read");
  if (filter.model) requireCan(ctx, "model:read");
  await requireDataset(ctx, datasetId);
  const models = await readFilterModels(ctx, datasetId, filter);
  const count = { ctx, datasetId, filter, models };
  const ofAnswers: ColumnFacet[] = filter.model
    ? [...ANSWER, ...(filter.other ? (["agreement"] as const) : [])]
    : [];
  const [own, tags, duplicates] = await Promise.all([
    isTallied(filter) ? countWithTallies(count, ofAnswers) : countAll(count, ofAnswers),
    countTags(count),
    countDuplicates(count),
  ]);
  const facets = [...own.facets];
  facets.splice(OWN.length, 0, tags, duplicates);
  return { ...own, facets };
}

interface Counting {
  ctx: Ctx;
  datasetId: string;
  filter: ImageFilter;
  models: FilterModels | null;
}

async function countWithTallies(counting: Counting, ofAnswers: readonly ColumnFacet[]): Promise<Facets> {
  const { ctx, datasetId, filter } = counting;
  const [own, answers] = await Promise.all([
    countTallied(ctx.db, datasetId, filter),
    countScanned(counting, ofAnswers),
  ]);
  return { ...own, facets: [...own.facets, ...answers.facets] };
}

async function countAll(counting: Counting, ofAnswers: readonly ColumnFacet[]): Promise<Facets> {
  const { facets, total } = await countScanned(counting, [...OWN, ...ofAnswers], true);
  return { facets, total: Math.min(total, COUNT_LIMIT), capped: total > COUNT_LIMIT };
}

/** One scan for the facets in which nothing is chosen, which all stand under the same filter, and one for each other. */
async function countScanned(counting: Counting, facets: readonly ColumnFacet[], needsTotal = false) {
  const open = facets.filter((id) => counting.filter[id].length === 0);
  const chosen = facets.filter((id) => counting.filter[id].length > 0);
  const [shared, ...apart] = await Promise.all([
    open.length > 0 || needsTotal ? scan(counting, open) : { total: 0, facets: [] },
    ...chosen.map((id) => scan(counting, [id], id)),
  ]);
  const counted = [...shared.facets, ...apart.flatMap((one) => one.facets)];
  counted.sort((a, b) => facets.indexOf(a.id as ColumnFacet) - facets.indexOf(b.id as ColumnFacet));
  return { total: shared.total, facets: counted };
}

async function scan(
  { ctx, datasetId, filter, models }: Counting,
  facets: readonly ColumnFacet[],
  leaveOut?: FacetId,
) {
  const columns = facets.map((id, at) => Prisma.sql`${facetColumn(id, models)} AS ${Prisma.raw(`f${at}`)}`);
  const names = Prisma.raw(facets.map((_, at) => `f${at}`).join(", ") || "()");
  const answers = facets.some((id) => id === "answer" || id === "confidence" || id === "agreement");
  const images = filteredImages(datasetId, filter, models, { leaveOut, answers });
  const rows = await ctx.db.$queryRaw<Record<string, unknown>[]>`
    SELECT ${facets.length > 0 ? Prisma.sql`${names},` : Prisma.empty} count(*)::int AS n FROM (
      SELECT ${columns.length > 0 ? Prisma.join(columns) : Prisma.sql`1`} ${images} LIMIT ${COUNT_LIMIT + 1}
    ) found GROUP BY ${names}`;
  const total = rows.reduce((sum, row) => sum + (row.n as number), 0);
  const counted = facets.map((id, at): Facet => {
    const counts = new Map<string, number>();
    for (const row of rows) {
      const value = row[`f${at}`] as string | null;
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + (row.n as number));
    }
    return {
      id,
      capped: total > COUNT_LIMIT,
      values: [...counts].map(([value, count]) => ({ value, count })),
    };
  });
  return { total, facets: counted };
}

/** An image must have every chosen tag, so this facet stands under its own choice as well. */
async function countTags({ ctx, datasetId, filter, models }: Counting): Promise<Facet> {
  if (isTallied(filter) && OWN.every((id) => filter[id].length === 0)) {
    const rows = await ctx.db.tagTally.findMany({
      where: { datasetId, count: { gt: 0 } },
      orderBy: [{ count: "desc" }, { tag: "asc" }],
      take: TAGS_SHOWN,
    });
    return { id: "tag", capped: false, values: rows.map(({ tag, count }) => ({ value: tag, count })) };
  }
  const images = filteredImages(datasetId, filter, models);
  const rows = await ctx.db.$queryRaw<{ value: string | null; count: number; total: number }[]>`
    WITH found AS MATERIALIZED (SELECT i."tags" ${images} AND i."tags" <> '{}' LIMIT ${COUNT_LIMIT + 1})
    SELECT tag AS value, count(*)::int AS count, (SELECT count(*)::int FROM found) AS total
    FROM found, unnest("tags") AS tag GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${TAGS_SHOWN}`;
  const values = rows.map(({ value, count }) => ({ value: value as string, count }));
  return { id: "tag", capped: (rows[0]?.total ?? 0) > COUNT_LIMIT, values };
}

/** Few images look like another: they are found by an index of their own. */
async function countDuplicates({ ctx, datasetId, filter, models }: Counting): Promise<Facet> {
  const images = filteredImages(datasetId, filter, models, { leaveOut: "duplicates" });
  const [{ count }] = await ctx.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 ${images} AND i."duplicateGroup" IS NOT NULL LIMIT ${COUNT_LIMIT + 1}
    ) found`;
  const values = count === 0 ? [] : [{ value: "near", count: Math.min(count, COUNT_LIMIT) }];
  return { id: "duplicates", capped: count > COUNT_LIMIT, values };
}
