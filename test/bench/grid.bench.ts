import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDb } from "#lib/db/client.ts";
import { startEmbeddedDatabase } from "#lib/db/embedded.ts";
import { newId } from "#lib/db/id.ts";
import { migrate } from "#lib/db/migrate.ts";
import { createLogger } from "#lib/observability/logger.ts";
import type { Ctx } from "#lib/services/context.ts";
import { countFacets } from "#lib/services/datasets/count-facets.ts";
import type { ImageFilterInput } from "#lib/services/datasets/image-filter.ts";
import { listImageBlock } from "#lib/services/datasets/list-images.ts";
import { measureImages } from "#lib/services/datasets/measure-images.ts";
import { openLocalFolder } from "#lib/storage/local-folder.ts";
import { type Benchmark, type Measurement, time } from "./bench.ts";
import { type FilledGrid, fillGrid, GRID_IMAGES } from "./fill-grid.ts";

const ROUNDS = 20;

/** The value below which this share of the values lies. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

async function measure(
  name: string,
  target: string | undefined,
  work: () => Promise<unknown>,
): Promise<Measurement[]> {
  await work();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await time(work));
  return [
    { name: `${name}: p50`, value: quantile(times, 0.5), unit: "ms" },
    { name: `${name}: p95`, value: quantile(times, 0.95), unit: "ms", ...(target ? { target } : {}) },
  ];
}

const filters = ({ classIds, models }: FilledGrid): [name: string, filter: ImageFilterInput][] => [
  ["no filter", {}],
  ["a class", { class: classIds[3] }],
  ["a split and a state", { split: "train", regions: "none" }],
  ["a tag on 1 %", { tag: "blurred" }],
  ["part of a name", { name: "img-4213" }],
  ["part of a name that is in all", { name: "img" }],
  ["a model", { model: models[0] }],
  ["wrong answers", { model: models[0], answer: "wrong" }],
  [
    "wrong and sure, in a class",
    { model: models[0], answer: "wrong", confidence: "95-100", class: classIds[3] },
  ],
  ["wrong and sure", { model: models[0], answer: "wrong", confidence: "95-100" }],
  ["two models differ", { model: models[0], other: models[1], agreement: "different" }],
  [
    "all of it",
    {
      model: models[0],
      other: models[1],
      agreement: "different",
      answer: "wrong",
      split: "test",
      tag: "blurred",
    },
  ],
];

async function measureGrid(ctx: Ctx, grid: FilledGrid): Promise<Measurement[]> {
  const { datasetId } = grid;
  const ruler = await measureImages(ctx, { datasetId });
  let at = 0;
  const jump = () => {
    at = (at + 997) % (ruler.marks.length - 1);
    return listImageBlock(ctx, { datasetId, from: ruler.marks[at], until: ruler.marks[at + 1] });
  };
  const measurements = [
    ...(await measure("first block", "<= 200 ms", () =>
      listImageBlock(ctx, { datasetId, until: ruler.marks[1] }),
    )),
    ...(await measure("a block anywhere", "<= 200 ms", jump)),
  ];
  for (const [name, filter] of filters(grid)) {
    measurements.push(
      ...(await measure(`facets, ${name}`, "<= 300 ms", () => countFacets(ctx, { datasetId, filter }))),
      ...(await measure(`ruler, ${name}`, undefined, () => measureImages(ctx, { datasetId, filter }))),
    );
  }
  return measurements;
}

export default {
  name: "grid",
  about: `Blocks, rulers and facets of a data set of ${GRID_IMAGES.toLocaleString("en")} images with two models' answers, in the site's process.`,
  async run() {
    const home = await mkdtemp(join(tmpdir(), "whynot-bench-"));
    await chmod(home, 0o755);
    const server = await startEmbeddedDatabase({ home, port: 54_700 });
    const db = openDb(server.url);
    try {
      await migrate(server.url);
      const ctx: Ctx = {
        actor: { kind: "system" },
        workspaceId: newId(),
        db,
        storage: openLocalFolder(join(home, "files")),
        clock: () => new Date(),
        log: createLogger("silent", "bench"),
      };
      return await measureGrid(ctx, await fillGrid(ctx));
    } finally {
      await db.$disconnect();
      await server.stop();
      await rm(home, { recursive: true, force: true });
    }
  },
} satisfies Benchmark;
