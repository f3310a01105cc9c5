import { Prisma } from "#lib/db/generated/client.ts";
import type { FilterModels } from "./filter-models.ts";
import { NO_CLASS } from "./filter-query.ts";
import type { ImageFilter } from "./image-filter.ts";

/** What images can be counted by. */
export type FacetId =
  | "class"
  | "split"
  | "regions"
  | "tag"
  | "duplicates"
  | "answer"
  | "confidence"
  | "agreement";

/** Facets of which every image has at most one value, and most images have one. */
export type ColumnFacet = Exclude<FacetId, "tag" | "duplicates">;

const { sql, join, empty } = Prisma;

/** What holds of an image `i` with the answers `p` and `q` for each value of a facet of its answers. */
type Tests = readonly (readonly [value: string, test: Prisma.Sql])[];

/**
 * Spelled as plain comparisons, which Postgres can tell the size of: it chooses its way by that, and on half a million
 * images another way takes three times as long.
 */
function answerTests(facet: "answer" | "confidence" | "agreement", models: FilterModels | null): Tests {
  switch (facet) {
    case "answer": {
      const truth = truthOf(models);
      return [
        ["right", sql`p."predictedIndex" = ${truth}`],
        ["wrong", sql`p."predictedIndex" <> ${truth}`],
      ];
    }
    case "confidence":
      return [
        ["0-50", sql`p."probability" < .5`],
        ["50-80", sql`p."probability" >= .5 AND p."probability" < .8`],
        ["80-95", sql`p."probability" >= .8 AND p."probability" < .95`],
        ["95-100", sql`p."probability" >= .95`],
      ];
    case "agreement": {
      const { first, second } = answeredNames(models);
      return [
        ["same", sql`${first} = ${second}`],
        ["different", sql`${first} <> ${second}`],
      ];
    }
  }
}

/** The place of an image's class in the first model's answer; null where the model does not know it. */
function truthOf(models: FilterModels | null): Prisma.Sql {
  return sql`(${JSON.stringify(models?.truth ?? {})}::jsonb ->> i."classId")::int`;
}

/** Both models' answers as numbers that are equal where the names of the classes are. */
function answeredNames(models: FilterModels | null): { first: Prisma.Sql; second: Prisma.Sql } {
  const names = models?.names;
  if (!names) return { first: sql`NULL::int`, second: sql`NULL::int` };
  const alike =
    names.first.length === names.second.length && names.first.every((n, at) => n === names.second[at]);
  if (alike) return { first: sql`p."predictedIndex"`, second: sql`q."predictedIndex"` };
  return {
    first: sql`(${names.first}::int[])[p."predictedIndex" + 1]`,
    second: sql`(${names.second}::int[])[q."predictedIndex" + 1]`,
  };
}

/** The value of a facet for an image `i`, with its answer `p` and the second model's answer `q`. */
export function facetColumn(facet: ColumnFacet, models: FilterModels | null): Prisma.Sql {
  switch (facet) {
    case "class":
      return sql`coalesce(i."classId", ${NO_CLASS})`;
    case "split":
      return sql`i."split"`;
    case "regions":
      return sql`i."regionState"::text`;
    default: {
      const cases = answerTests(facet, models).map(([value, test]) => sql`WHEN ${test} THEN ${value}`);
      return sql`CASE ${join(cases, " ")} END`;
    }
  }
}

function answerCondition(
  facet: "answer" | "confidence" | "agreement",
  chosen: readonly string[],
  models: FilterModels | null,
): Prisma.Sql {
  const tests = answerTests(facet, models).filter(([value]) => chosen.includes(value));
  return sql`(${join(
    tests.map(([, test]) => sql`(${test})`),
    " OR ",
  )})`;
}

/**
 * FROM and WHERE of the images of a data set that a filter leaves, as table `i`, with the answers of its models joined
 * when they are asked for.
 * @param options.leaveOut the facet that is being counted: its own choice does not narrow it
 * @param options.answers join the answers even if the filter does not need them
 */
export function filteredImages(
  datasetId: string,
  filter: ImageFilter,
  models: FilterModels | null,
  { leaveOut, answers = false }: { leaveOut?: FacetId; answers?: boolean } = {},
): Prisma.Sql {
  const chosen = <Key extends FacetId>(facet: Key): ImageFilter[Key] =>
    facet === leaveOut ? ([] as unknown as ImageFilter[Key]) : filter[facet];
  const conditions = [
    sql`i."datasetId" = ${datasetId}`,
    ...classCondition(chosen("class")),
    ...(chosen("split").length > 0 ? [sql`i."split" = ANY(${chosen("split")}::text[])`] : []),
    ...(chosen("regions").length > 0
      ? [sql`i."regionState" = ANY(${chosen("regions")}::"RegionState"[])`]
      : []),
    ...(chosen("tag").length > 0 ? [sql`i."tags" @> ${chosen("tag")}::text[] AND i."tags" <> '{}'`] : []),
    ...(chosen("duplicates").length > 0 ? [sql`i."duplicateGroup" IS NOT NULL`] : []),
    ...(filter.name ? [sql`i."fileName" ILIKE ${`%${escapeLike(filter.name)}%`}`] : []),
    ...(["answer", "confidence", "agreement"] as const)
      .filter((id) => chosen(id).length > 0)
      .map((id) => answerCondition(id, chosen(id), models)),
  ];
  const compared = chosen("agreement").length > 0;
  const answered = compared || chosen("answer").length > 0 || chosen("confidence").length > 0;
  const joins = answered || answers ? answerJoins(filter, models, { answered, compared }) : empty;
  return sql`FROM "Image" i ${joins} WHERE ${join(conditions, " AND ")}`;
}

function classCondition(classes: readonly string[]): Prisma.Sql[] {
  if (classes.length === 0) return [];
  const ids = classes.filter((id) => id !== NO_CLASS);
  const named = sql`i."classId" = ANY(${ids}::text[])`;
  if (ids.length === classes.length) return [named];
  return [ids.length > 0 ? sql`(${named} OR i."classId" IS NULL)` : sql`i."classId" IS NULL`];
}

/** Images that a model has not answered are left out only where its answer is chosen. */
function answerJoins(
  filter: ImageFilter,
  models: FilterModels | null,
  { answered, compared }: { answered: boolean; compared: boolean },
): Prisma.Sql {
  if (!filter.model || !models) return empty;
  const kind = (inner: boolean) => (inner ? sql`JOIN` : sql`LEFT JOIN`);
  const second = filter.other
    ? sql`${kind(compared)} "Prediction" q ON q."modelId" = ${filter.other} AND q."imageId" = i."id"`
    : empty;
  return sql`${kind(answered)} "Prediction" p ON p."modelId" = ${filter.model} AND p."imageId" = i."id" ${second}`;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
