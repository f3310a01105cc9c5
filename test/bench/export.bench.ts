import { writeZip } from "#lib/formats/encodings/write-zip.ts";
import type { Ctx } from "#lib/services/context.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { runExport, zipFiles } from "#lib/services/exports/run-export.ts";
import { createTestDatabase } from "#test/support/database.ts";
import { startTestServer } from "#test/support/database-server.ts";
import { tinyImages } from "#test/support/tiny-images.ts";
import { type Benchmark, type Measurement, time } from "./bench.ts";

const IMAGES = 20_000;
const REGIONS = 100_000;

/** Copies of one image with polygons of twelve corners. */
async function fill({ db }: Ctx, datasetId: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "Image" SELECT (jsonb_populate_record(i, jsonb_build_object('id', i."id" || '-' || lpad(k::text, 6, '0'),
      'fileName', 'copies/' || k || '.png', 'sha256', i."sha256" || k))).*
    FROM (SELECT i.* FROM "Image" i WHERE i."datasetId" = ${datasetId} ORDER BY i."id" LIMIT 1) i, generate_series(1, ${IMAGES}::int) k`;
  await db.$executeRaw`
    INSERT INTO "Blob" SELECT i."sha256", 1, 'image/png', now() FROM "Image" i ON CONFLICT DO NOTHING`;
  await db.$executeRaw`
    INSERT INTO "Region" ("id", "imageId", "regionKey", "classId", "kind", "geometry", "createdBy")
    SELECT gen_random_uuid()::text, i."id", gen_random_uuid()::text, i."classId", 'polygon',
      jsonb_build_object('parts', jsonb_build_array((SELECT jsonb_agg(jsonb_build_array(
        24 + (8 + k) * cos(t * 0.5236), 24 + (8 + k) * sin(t * 0.5236))) FROM generate_series(0, 11) t))), 'bench'
    FROM "Image" i, generate_series(1, ${REGIONS / IMAGES}::int) k WHERE i."fileName" LIKE 'copies/%'`;
  await db.$executeRaw`ANALYZE`;
}

async function measure(ctx: Ctx, datasetId: string, format: string): Promise<Measurement[]> {
  const scope = { datasetId, versionId: null, split: null, className: null };
  let bytes = 0;
  let peak = 0;
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const ms = await time(() =>
    runExport(ctx, { ...scope, format, pictures: false }, {}, async (files) => {
      for await (const chunk of writeZip(zipFiles(files))) bytes += chunk.length;
    }),
  );
  clearInterval(sampler);
  const isCoco = format === "coco";
  return [
    {
      name: `${format}, 100,000 regions`,
      value: ms / 1000,
      unit: "s",
      ...(isCoco ? { target: "<= 60" } : {}),
    },
    {
      name: `${format}, memory of the process`,
      value: peak / 1e6,
      unit: "MB",
      ...(isCoco ? { target: "<= 300" } : {}),
    },
    { name: `${format}, archive`, value: bytes / 1e6, unit: "MB" },
  ];
}

export default {
  name: "export",
  about:
    "A data set of 20,000 images with 100,000 polygons out of Postgres into an archive without the pictures",
  async run() {
    const stop = await startTestServer();
    const database = await createTestDatabase();
    try {
      const ctx = await database.ctx("curator");
      await importFolder(ctx, { name: "Many", source: await tinyImages({ each: 1, splits: ["train"] }) });
      const { id } = await ctx.db.dataset.findFirstOrThrow();
      await fill(ctx, id);
      const results: Measurement[] = [];
      for (const format of ["coco", "images-jsonl", "csv", "yolo-segment"])
        results.push(...(await measure(ctx, id, format)));
      return results;
    } finally {
      await database.close();
      await stop();
    }
  },
} satisfies Benchmark;
