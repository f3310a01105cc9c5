import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { metrics, otherDefinitions } from "#lib/metrics/registry.ts";
import type { Ctx } from "#lib/services/context.ts";
import { getMap } from "#lib/services/explanations/get-map.ts";
import { readFloat32 } from "#lib/services/explanations/read-float32.ts";
import { renderMap } from "#lib/services/explanations/render-map.ts";
import { startRun } from "#lib/services/explanations/start-run.ts";
import type { StoredSimilarity } from "#lib/services/explanations/store-similarity.ts";
import { getClassificationReport } from "#lib/services/models/get-classification-report.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { runOver, startTestWorker, until } from "#test/support/run-until.ts";
import { allArms, arm, createTinyProject, type TinyProject } from "#test/support/tiny-project.ts";

/** A worker makes real maps here: slow when the machine is busy. */
const TIMEOUT_MS = 180_000;

let database: TestDatabase;
let ctx: Ctx;
let project: TinyProject;
let worker: ReturnType<typeof startTestWorker>;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("researcher");
  project = await createTinyProject(ctx);
  worker = startTestWorker(database);
});
afterAll(async () => {
  await worker.stop();
  await database.close();
});

describe("a run of every method", () => {
  let runId: string;

  beforeAll(async () => {
    const { versionId } = project;
    const run = await startRun(ctx, { versionId, name: "All", sampleSize: 6, arms: allArms(project) });
    runId = run.id;
    expect(await runOver(database, runId)).toMatchObject({ state: "succeeded", error: null });
  }, TIMEOUT_MS);

  it("makes and scores every map once", async () => {
    const run = await database.db.run.findUniqueOrThrow({ where: { id: runId } });
    expect(run).toMatchObject({ mapCount: 54, mapsDone: 54, mapsScored: 54 });
    const maps = await database.db.saliencyMap.findMany({
      where: { arm: { runId } },
      include: { metrics: true },
    });
    expect(maps).toHaveLength(54);
    expect(new Set(maps.map((map) => `${map.armId} ${map.imageId}`)).size).toBe(54);
    for (const { metrics: values } of maps) {
      expect(values.map((value) => value.metricId).sort()).toEqual(
        [...metrics.keys(), ...otherDefinitions.keys()].sort(),
      );
      for (const { value, undefinedReason } of values) expect(value === null).toBe(undefinedReason !== null);
    }
  });

  it("has every model's answers reported on, split by split", async () => {
    const { fc, plus, minus, versionId } = project;
    const reports = () => database.db.classificationReport.findMany({ where: { versionId } });
    await until("the reports", async () => (await reports()).length === 6);
    const named = (await reports()).map(
      ({ modelId, split, imageCount }) => `${modelId} ${split} ${imageCount}`,
    );
    const wanted = [fc, plus, minus].flatMap((modelId) => [`${modelId} test 9`, `${modelId} train 9`]);
    expect(named.sort()).toEqual(wanted.sort());
    const { shown } = await getClassificationReport(ctx, { modelId: fc });
    const right = await database.db.prediction.findMany({ where: { modelId: fc }, include: { image: true } });
    const held = right.filter(({ image }) => image.split === "test");
    expect(shown?.report.perClass.reduce((sum, row) => sum + row.predicted, 0)).toBe(held.length);
    expect(shown?.report.resamples).toBe(2000);
  });

  it("explains held-out images, two of each of the three classes", async () => {
    const run = await database.db.run.findUniqueOrThrow({ where: { id: runId } });
    const items = await database.db.versionImage.findMany({
      where: { versionId: project.versionId, imageId: { in: run.imageIds } },
    });
    expect(items.map((item) => item.split)).toEqual(Array(6).fill("test"));
    expect(items.map((item) => item.className).sort()).toEqual(["cat", "cat", "dog", "dog", "fox", "fox"]);
  });

  it("gives each arm the class its rule names, by each model's own answers and the FC model's confusions", async () => {
    const run = await database.db.run.findUniqueOrThrow({ where: { id: runId }, include: { arms: true } });
    const { matrix, modelId } = run.similarity as unknown as StoredSimilarity;
    expect(modelId).toBe(project.fc);
    for (const row of matrix) expect(row?.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    const items = await database.db.versionImage.findMany({ where: { versionId: project.versionId } });
    const truth = new Map(
      items.map((item) => [item.imageId, ["cat", "dog", "fox"].indexOf(item.className ?? "")]),
    );
    const answers = await database.db.prediction.findMany({ where: { modelId: project.fc } });
    const answer = new Map(answers.map((row) => [row.imageId, row.predictedIndex]));
    for (const map of await database.db.saliencyMap.findMany({
      where: { arm: { runId } },
      include: { arm: true },
    })) {
      const own = truth.get(map.imageId) ?? -1;
      const others = [0, 1, 2].filter((index) => index !== own);
      const similar = [...others].sort((a, b) => (matrix[own]?.[b] ?? 0) - (matrix[own]?.[a] ?? 0));
      const wanted = {
        true: own,
        predicted: answer.get(map.imageId),
        "class:2": 2,
        "most-similar": similar[0],
        "least-similar": similar[1],
      }[map.arm.targetRule];
      expect(map.target, `${map.arm.label} of class ${own}`).toBe(wanted);
    }
  });

  it("judges each map on the model it explains and by the class it explains, S− too", async () => {
    const values = await database.db.metricValue.findMany({
      where: { metricId: "deletion-auc", map: { arm: { runId } } },
      include: { map: { include: { arm: true } } },
    });
    expect(values).toHaveLength(54);
    for (const { map, judgeId, parameters } of values) {
      expect(judgeId).toBe(map.arm.modelId);
      expect(parameters).toMatchObject({
        modelId: map.arm.modelId,
        target: map.target,
        probabilityClass: map.target,
        explains:
          { "scouter-": "against", "control-random": "either" }[map.arm.explainerId] ?? expect.any(String),
      });
    }
  });

  it("scores the region itself perfectly where the truth is known", async () => {
    const values = await database.db.metricValue.findMany({
      where: { metricId: "precision-mask", map: { arm: { runId, explainerId: "control-region" } } },
    });
    expect(values.map(({ value }) => value)).toEqual(Array(6).fill(1));
  });

  it("predicts every image of the version with every model, as probabilities of the logits it stores", async () => {
    const rows = await database.db.prediction.findMany();
    expect(rows).toHaveLength(3 * 18);
    for (const { logits, predictedIndex, probability } of rows) {
      const values = [...readFloat32(logits)];
      expect(predictedIndex).toBe(values.indexOf(Math.max(...values)));
      const sum = values.reduce((total, value) => total + Math.exp(value - values[predictedIndex]), 0);
      expect(probability).toBeCloseTo(1 / sum, 5);
    }
  });

  it(
    "makes the same maps again with the same seed, and other random ones with another",
    async () => {
      const again = async (seed: number) => {
        const { versionId, fc } = project;
        const arms = [
          arm("Random", "control-random", fc),
          arm("SS-CAM", "ss-cam", fc, "true", { samples: 2, channels: 3 }),
        ];
        const { imageIds } = await database.db.run.findUniqueOrThrow({ where: { id: runId } });
        // Another order and another shard: a map may not depend on its neighbours.
        const run = await startRun(ctx, {
          versionId,
          name: `seed ${seed}`,
          seed,
          imageIds: imageIds.toReversed(),
          arms,
        });
        await runOver(database, run.id);
        const maps = await database.db.saliencyMap.findMany({
          where: { arm: { runId: run.id } },
          orderBy: [{ arm: { position: "asc" } }, { imageId: "asc" }],
        });
        return maps.map((map) => [...readFloat32(map.data)]);
      };
      const [first, second, other] = [await again(1), await again(1), await again(2)];
      expect(second).toEqual(first);
      expect(other[0]).not.toEqual(first[0]);
    },
    TIMEOUT_MS,
  );

  it("shows a map as numbers and as pictures that differ by style", async () => {
    const { id } = await database.db.saliencyMap.findFirstOrThrow({
      where: { arm: { runId, label: "S− least" } },
    });
    const map = await getMap(ctx, id);
    expect(map.values).toHaveLength(map.height * map.width);
    expect(map.metrics).toHaveLength(metrics.size + otherDefinitions.size);
    const styles = await Promise.all(
      (["overlay", "contour", "raw"] as const).map((style) => renderMap(ctx, id, { style, opacity: 0.6 })),
    );
    const pictures = await Promise.all(styles.map(({ bytes }) => decodeImage(bytes)));
    expect(pictures.map(({ width, height }) => [width, height])).toEqual([
      [48, 48],
      [48, 48],
      [384, 384],
    ]);
    expect(pictures[0].data).not.toEqual(pictures[1].data);
    const unseen = await renderMap(ctx, id, { style: "overlay", opacity: 0 });
    expect(unseen.bytes).not.toEqual(styles[0].bytes);
    const elsewhere = await database.ctx("researcher", "elsewhere");
    await expect(getMap(elsewhere, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(renderMap(elsewhere, id, { style: "raw", opacity: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("an arm for every class", () => {
  it(
    "makes one map a class of each image, to be looked at and not judged",
    async () => {
      const { versionId, plus, minus } = project;
      const arms = [arm("why", "scouter+", plus, "every"), arm("why not", "scouter-", minus, "every")];
      const { id } = await startRun(ctx, { versionId, name: "Pairs", sampleSize: 4, arms });
      expect(await runOver(database, id)).toMatchObject({
        state: "succeeded",
        mapCount: 24,
        mapsDone: 24,
        mapsScored: 24,
      });
      const maps = await database.db.saliencyMap.groupBy({
        by: ["armId", "imageId"],
        _count: true,
        where: { arm: { runId: id } },
      });
      expect(maps.map((group) => group._count)).toEqual(Array(8).fill(3));
      expect(await database.db.metricValue.count({ where: { map: { arm: { runId: id } } } })).toBe(0);
    },
    TIMEOUT_MS,
  );
});
