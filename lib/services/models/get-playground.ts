import { requireCan } from "#lib/auth/can.ts";
import { ClassificationReport } from "#lib/metrics/classification/report.ts";
import type { Ctx } from "../context.ts";
import { listModels, type ModelSummary } from "./list-models.ts";

/** How a model did on the labelled images of one split; `perClass` in the order of its classes, null where there were none. */
export interface MeasuredReliability {
  datasetName: string;
  versionNumber: number;
  split: string;
  images: number;
  correct: number;
  perClass: ({ images: number; correct: number } | null)[];
}

export interface PlaygroundModelRow extends ModelSummary {
  /** Of the weights file. */
  byteSize: number;
  reliability: MeasuredReliability | null;
}

export interface PlaygroundImageRow {
  fileName: string;
  className: string | null;
  displaySha256: string;
  thumbSha256: string;
}

/** Models to choose from, newest first: more make no list that a person reads. */
const MODELS = 60;
/** Images to try, and how many are looked through for one of each class. */
const IMAGES = 10;
const LOOKED_THROUGH = 300;
/** Datasets looked through for classes that the models know, newest first. */
const DATASETS = 20;

/** The newest models of the workspace with how reliable they are, and a few images to try them on. */
export async function getPlayground(ctx: Ctx): Promise<{
  models: PlaygroundModelRow[];
  images: PlaygroundImageRow[];
}> {
  requireCan(ctx, "model:read");
  requireCan(ctx, "dataset:read");
  const models = (await listModels(ctx)).slice(0, MODELS);
  const ids = models.map(({ id }) => id);
  const [sizes, reliabilities, images] = await Promise.all([
    readSizes(ctx, ids),
    readReliabilities(ctx, ids),
    findImages(ctx, new Set(models.flatMap(({ classNames }) => classNames))),
  ]);
  return {
    images,
    models: models.map((model) => ({
      ...model,
      byteSize: sizes.get(model.id) ?? 0,
      reliability: reliabilities.get(model.id) ?? null,
    })),
  };
}

async function readSizes(ctx: Ctx, ids: string[]): Promise<Map<string, number>> {
  const rows = await ctx.db.$queryRaw<{ id: string; byteSize: number }[]>`
    SELECT m."id", b."byteSize" FROM "Model" m JOIN "Blob" b ON b."sha256" = m."weightsSha256"
    WHERE m."id" = ANY(${ids})`;
  return new Map(rows.map(({ id, byteSize }) => [id, byteSize]));
}

interface ReportRow {
  modelId: string;
  datasetName: string;
  versionNumber: number;
  split: string;
  results: unknown;
}

/** By the newest version's held-out split, "test" before others; never by the images a model was trained on. */
async function readReliabilities(ctx: Ctx, ids: string[]): Promise<Map<string, MeasuredReliability>> {
  const rows = await ctx.db.$queryRaw<ReportRow[]>`
    SELECT DISTINCT ON (r."modelId") r."modelId", d."name" AS "datasetName", v."number" AS "versionNumber", r."split", r."results"
    FROM "ClassificationReport" r
    JOIN "DatasetVersion" v ON v."id" = r."versionId" JOIN "Dataset" d ON d."id" = v."datasetId"
    WHERE r."modelId" = ANY(${ids}) AND d."workspaceId" = ${ctx.workspaceId} AND r."split" <> 'train'
    ORDER BY r."modelId", v."id" DESC, r."split" = 'test' DESC, r."split"`;
  return new Map(
    rows.map(({ modelId, results, ...where }) => {
      const { images, perClass } = ClassificationReport.parse(results);
      const correct = perClass.reduce((sum, row) => sum + row.correct, 0);
      const counts = perClass.map((row) =>
        row.images > 0 ? { images: row.images, correct: row.correct } : null,
      );
      return [modelId, { ...where, images, correct, perClass: counts }];
    }),
  );
}

/** One image of each class, of the newest dataset that has classes the models know; by split, so that "test" comes before "train". */
async function findImages(ctx: Ctx, known: ReadonlySet<string>): Promise<PlaygroundImageRow[]> {
  const datasets = await ctx.db.dataset.findMany({
    where: { workspaceId: ctx.workspaceId },
    orderBy: { id: "desc" },
    take: DATASETS,
    select: { id: true, classes: { select: { name: true }, take: 2000 } },
  });
  const dataset = datasets.find(({ classes }) => classes.some(({ name }) => known.has(name))) ?? datasets[0];
  if (!dataset) return [];
  const images = await ctx.db.image.findMany({
    where: { datasetId: dataset.id },
    orderBy: [{ split: "asc" }, { id: "asc" }],
    take: LOOKED_THROUGH,
    select: { fileName: true, displaySha256: true, thumbSha256: true, class: { select: { name: true } } },
  });
  const rows = images.map(({ class: of, ...image }) => ({ ...image, className: of?.name ?? null }));
  const seen = new Set<string | null>();
  const firsts = rows.filter(({ className }) => !seen.has(className) && seen.add(className));
  return [...firsts, ...rows.filter((row) => !firsts.includes(row))].slice(0, IMAGES);
}
