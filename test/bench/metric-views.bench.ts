import { tableResponse } from "#lib/http/table-response.ts";
import type { Ctx } from "#lib/services/context.ts";
import { getMetricCurves } from "#lib/services/metrics/get-metric-curves.ts";
import { listMetricCases } from "#lib/services/metrics/list-metric-cases.ts";
import { listMetricValues } from "#lib/services/metrics/list-metric-values.ts";
import { createTestDatabase } from "#test/support/database.ts";
import { startTestServer } from "#test/support/database-server.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";
import { type Benchmark, median, time } from "./bench.ts";

const SEEDED = 20;
/** Copies of each map: 4 arms of 2,520 images, about 10,000 maps. */
const COPIES = 125;
/** Scores a map of a run has. */
const METRICS = 24;
const ROUNDS = 5;

/** Copies rows with other ids, whatever columns they have. */
async function fill({ db }: Ctx): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "Image" SELECT (jsonb_populate_record(i, jsonb_build_object('id', i."id" || '-' || k,
      'fileName', i."fileName" || k, 'sha256', i."sha256" || k))).* FROM "Image" i, generate_series(1, ${COPIES}::int) k`;
  await db.$executeRaw`
    INSERT INTO "SaliencyMap" SELECT (jsonb_populate_record(m, jsonb_build_object('id', m."id" || '-' || k,
      'imageId', m."imageId" || '-' || k))).* FROM "SaliencyMap" m, generate_series(1, ${COPIES}::int) k`;
  await db.$executeRaw`
    INSERT INTO "MetricValue" SELECT (jsonb_populate_record(v, jsonb_build_object('mapId', m."id", 'value', random(),
      'metricId', CASE k WHEN 1 THEN 'insertion-auc' ELSE 'metric-' || k END, 'parameters',
      CASE k WHEN 1 THEN jsonb_build_object('curve', (SELECT jsonb_agg(round((y / 33.0 * random())::numeric, 6))
        FROM generate_series(0, 32) y)) ELSE '{}' END))).*
    FROM "MetricValue" v, "SaliencyMap" m, generate_series(1, ${METRICS}::int) k
    WHERE (v."mapId", v."metricId") = (SELECT "mapId", "metricId" FROM "MetricValue" LIMIT 1)`;
  await db.$executeRaw`ANALYZE`;
}

async function drain(
  ctx: Ctx,
  runId: string,
  format: "csv" | "parquet",
): Promise<{ bytes: number; peak: number }> {
  const pages = await listMetricValues(ctx, runId);
  const columns = ["arm", "image", "map", "metric"] as const;
  const table = {
    name: "scores",
    columns: [
      ...columns.map((name) => ({ name, type: "STRING" as const })),
      { name: "value", type: "DOUBLE" as const },
    ],
    pages: (async function* () {
      for await (const rows of pages)
        yield rows.map((row) => [...columns.map((name) => row[name]), row.value]);
    })(),
  };
  let bytes = 0;
  let peak = 0;
  const before = process.memoryUsage().rss;
  for await (const chunk of tableResponse(table, format).body ?? []) {
    bytes += chunk.byteLength;
    peak = Math.max(peak, process.memoryUsage().rss - before);
  }
  return { bytes, peak };
}

async function medianTime(work: () => Promise<unknown>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await time(work));
  return median(rounds);
}

export default {
  name: "metric-views",
  about: `Cases, curves and exports of a run of 10,080 maps with ${METRICS} scores each; medians of ${ROUNDS}, exports once.`,
  async run() {
    const stop = await startTestServer();
    const database = await createTestDatabase();
    try {
      const ctx = await database.ctx("owner");
      const { runId, armIds } = await createFinishedRun(ctx, SEEDED);
      await fill(ctx);
      await ctx.db.run.update({ where: { id: runId }, data: { state: "running" } });
      const wish = { runId, armId: armIds[0], metricId: "metric-7", order: "lowest" };
      const cases = await medianTime(() => listMetricCases(ctx, wish));
      const { rows } = await listMetricCases(ctx, { ...wish, order: "highest" });
      const after = `${rows[0].value} ${rows[0].mapId}`;
      const lastCases = await medianTime(() => listMetricCases(ctx, { ...wish, before: after }));
      const curves = await medianTime(() => getMetricCurves(ctx, { runId, metricId: "insertion-auc" }));
      const exports = [];
      for (const format of ["csv", "parquet"] as const) {
        let done = { bytes: 0, peak: 0 };
        const elapsed = await time(async () => {
          done = await drain(ctx, runId, format);
        });
        exports.push(
          { name: `every score as ${format}`, value: elapsed / 1000, unit: "s" },
          { name: `${format}, size`, value: done.bytes / 1e6, unit: "MB" },
          { name: `${format}, memory added at most`, value: done.peak / 1e6, unit: "MB", target: "bounded" },
        );
      }
      return [
        { name: "first page of cases", value: cases, unit: "ms", target: "< 100" },
        { name: "last page of cases", value: lastCases, unit: "ms", target: "< 100" },
        { name: "mean curves of 4 arms", value: curves, unit: "ms", target: "< 2000" },
        ...exports,
      ];
    } finally {
      await database.close();
      await stop();
    }
  },
} satisfies Benchmark;
