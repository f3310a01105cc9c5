import { stat } from "node:fs/promises";
import path from "node:path";
import type { Ctx } from "#lib/services/context.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { startTestServer } from "#test/support/database-server.ts";
import { tinyImages } from "#test/support/tiny-images.ts";
import type { Benchmark, Measurement } from "./bench.ts";
import { measureCommand } from "./measure-command.ts";

const NAME = "Many";
const IMAGES = 20_000;
const REGIONS = 100_000;

/** Copies of one image with polygons of twelve corners, no two alike. */
async function fill({ db }: Ctx, datasetId: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "Image" SELECT (jsonb_populate_record(i, jsonb_build_object('id', i."id" || '-' || lpad(k::text, 6, '0'),
      'fileName', 'copies/' || k || '.png', 'sha256', i."sha256" || k))).*
    FROM "Image" i, generate_series(1, ${IMAGES}::int) k
    WHERE i."id" = (SELECT min("id") FROM "Image" WHERE "datasetId" = ${datasetId})`;
  await db.$executeRaw`
    INSERT INTO "Blob" SELECT i."sha256", 1, 'image/png', now() FROM "Image" i ON CONFLICT DO NOTHING`;
  await db.$executeRaw`
    INSERT INTO "Region" ("id", "imageId", "regionKey", "classId", "kind", "geometry", "createdBy")
    SELECT gen_random_uuid()::text, i."id", gen_random_uuid()::text, i."classId", 'polygon',
      jsonb_build_object('parts', jsonb_build_array((SELECT jsonb_agg(jsonb_build_array(
        24 + (8 + k + hashtext(i."id" || t) % 1000 / 250.0) * cos(t * 0.5236), 24 + (8 + k) * sin(t * 0.5236)))
        FROM generate_series(0, 11) t))), 'bench'
    FROM "Image" i, generate_series(1, ${REGIONS / IMAGES}::int) k WHERE i."fileName" LIKE 'copies/%'`;
  await db.$executeRaw`ANALYZE`;
}

async function measure({ url, home }: TestDatabase, format: string): Promise<Measurement[]> {
  const file = path.join(home, `${format}.zip`);
  const command = ["data", "export", NAME, "--format", format, "--no-pictures", "--out", file];
  const { ms, peakMb } = await measureCommand(command, { DATABASE_URL: url, WHYNOT_HOME: home });
  const isCoco = format === "coco";
  return [
    {
      name: `${format}, 100,000 regions`,
      value: ms / 1000,
      unit: "s",
      ...(isCoco ? { target: "<= 60" } : {}),
    },
    {
      name: `${format}, peak memory`,
      value: peakMb,
      unit: "MB",
      ...(isCoco ? { target: "<= 300" } : {}),
    },
    { name: `${format}, archive`, value: (await stat(file)).size / 1e6, unit: "MB" },
  ];
}

export default {
  name: "export",
  about:
    "bin/whynot data export of 20,000 images with 100,000 polygons, without the pictures, in a process of its own: time, peak memory.",
  async run() {
    const stop = await startTestServer();
    const database = await createTestDatabase();
    try {
      const ctx = await database.ctx("curator");
      await importFolder(ctx, { name: NAME, source: await tinyImages({ each: 1, splits: ["train"] }) });
      const { id } = await ctx.db.dataset.findFirstOrThrow();
      await fill(ctx, id);
      const results: Measurement[] = [];
      for (const format of ["coco", "images-jsonl", "csv", "yolo-segment"])
        results.push(...(await measure(database, format)));
      return results;
    } finally {
      await database.close();
      await stop();
    }
  },
} satisfies Benchmark;
