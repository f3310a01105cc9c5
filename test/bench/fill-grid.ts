import { newId } from "#lib/db/id.ts";
import type { Ctx } from "#lib/services/context.ts";

export const GRID_IMAGES = 500_000;
const CLASSES = 200;

export interface FilledGrid {
  datasetId: string;
  classIds: string[];
  models: [string, string];
}

/**
 * A data set of images without pictures, written by the database itself: 200 classes, three splits, regions on 30 %,
 * a tag on 1 %, and two models' answers: right on 90 %, alike on 98 %.
 */
export async function fillGrid(ctx: Ctx, images = GRID_IMAGES): Promise<FilledGrid> {
  const { db, workspaceId } = ctx;
  const datasetId = newId();
  const slug = `bench-${workspaceId}`;
  await db.workspace.upsert({
    where: { id: workspaceId },
    create: { id: workspaceId, slug, name: slug },
    update: {},
  });
  await db.dataset.create({
    data: { id: datasetId, workspaceId, name: "Half a million", imageCount: images },
  });
  const names = Array.from({ length: CLASSES }, (_, index) => `class ${index}`);
  const classes = await db.datasetClass.createManyAndReturn({
    data: names.map((name, index) => ({ id: newId(), datasetId, index, name })),
  });
  const classIds = classes.map(({ id }) => id);
  const sha = "b".repeat(64);
  await db.$executeRaw`
    INSERT INTO "Image" ("id", "datasetId", "classId", "fileName", "split", "width", "height", "sha256", "displaySha256", "thumbSha256", "regionState", "tags")
    SELECT '01930000-' || lpad(to_hex(n / 65536), 4, '0') || '-7' || lpad(to_hex(n % 4096), 3, '0') || '-8000-' || lpad(to_hex(n), 12, '0'),
      ${datasetId}, (${classIds}::text[])[1 + (n % 1000 * 7919) % ${CLASSES}], 'part-' || n / 1000 || '/img-' || lpad(n::text, 6, '0') || '.jpg',
      (ARRAY['train', 'train', 'train', 'train', 'test'])[1 + (n % 1000 * 31) % 5], 640, 480, lpad(to_hex(n), 64, '0'), ${sha}, ${sha},
      (CASE WHEN n % 10 < 3 THEN 'drawn' ELSE 'none' END)::"RegionState",
      CASE WHEN n % 100 = 0 THEN ARRAY['blurred'] ELSE '{}' END
    FROM generate_series(0, ${images}::int - 1) n`;
  const models = await Promise.all(["A", "B"].map((name) => addModel(ctx, datasetId, name, names)));
  await db.$executeRaw`VACUUM ANALYZE`;
  return { datasetId, classIds, models: [models[0], models[1]] };
}

async function addModel({ db, workspaceId }: Ctx, datasetId: string, name: string, classNames: string[]) {
  const id = newId();
  await db.model.create({
    data: {
      id,
      workspaceId,
      name,
      kind: "fc",
      backbone: "tiny",
      inputSize: 64,
      parameterCount: 1,
      classNames,
      config: {},
      weightsSha256: "c".repeat(64),
    },
  });
  const offset = name === "A" ? 0 : 1;
  await db.$executeRaw`
    INSERT INTO "Prediction" ("modelId", "imageId", "logits", "predictedIndex", "probability")
    SELECT ${id}, i."id", '\\x00000000', CASE WHEN abs(hashtext(i."id")) % 1000 < 100 + ${offset}::int * 20 THEN (c."index" + 1) % ${CLASSES}::int ELSE c."index" END,
      .3 + .7 * (abs(hashtext(i."id" || 'p')) % 1000) / 1000.0
    FROM "Image" i JOIN "DatasetClass" c ON c."id" = i."classId" WHERE i."datasetId" = ${datasetId}`;
  return id;
}
