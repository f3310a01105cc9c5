import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Training } from "#lib/db/generated/client.ts";
import { listenProgress } from "#lib/jobs/listen.ts";
import { readModelFile } from "#lib/scouter/model-file.ts";
import type { Ctx } from "#lib/services/context.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { getClassificationReport } from "#lib/services/models/get-classification-report.ts";
import { getModel } from "#lib/services/models/get-model.ts";
import { readTraining } from "#lib/services/models/read-training.ts";
import { registerModel } from "#lib/services/models/register-model.ts";
import { cancelTraining } from "#lib/services/trainings/cancel-training.ts";
import { finishTraining } from "#lib/services/trainings/finish-training.ts";
import { getTraining } from "#lib/services/trainings/get-training.ts";
import { getTrainingEpoch } from "#lib/services/trainings/get-training-epoch.ts";
import { getTrainingProgress, type TrainingProgress } from "#lib/services/trainings/get-training-progress.ts";
import { resumeTraining } from "#lib/services/trainings/resume-training.ts";
import { startTraining } from "#lib/services/trainings/start-training.ts";
import {
  releaseCheckpoint,
  storeCheckpoint,
  sweepCheckpoints,
} from "#lib/services/trainings/store-checkpoint.ts";
import { storeEpoch } from "#lib/services/trainings/store-epoch.ts";
import { watchTraining } from "#lib/services/trainings/watch-training.ts";
import { colouredImages } from "#test/support/coloured-images.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { startTestWorker, until } from "#test/support/run-until.ts";
import { tinyModel } from "#test/support/tiny-models.ts";

/** A process starts and a network is trained: slow when the machine is busy. */
const TIMEOUT_MS = 180_000;
let database: TestDatabase;
let ctx: Ctx;
let versionId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("researcher");
  const source = await colouredImages({ train: 10, validation: 2, test: 1 });
  const { datasetId } = await importFolder(ctx, { name: "Colours", source });
  versionId = (await freezeVersion(ctx, { datasetId })).id;
});
afterAll(() => database.close());

const start = (change: object) =>
  startTraining(ctx, { versionId, kind: "fc", size: 32, batch: 10, epochs: 3, ...change });

const read = (id: string) => database.db.training.findUniqueOrThrow({ where: { id } });

function over(id: string): Promise<Training> {
  return until(`training ${id} to end`, async () => {
    const training = await read(id);
    return training.state !== "queued" && training.state !== "running" && training;
  });
}

async function whileWorking<T>(work: () => Promise<T>): Promise<T> {
  const worker = startTestWorker(database);
  return work().finally(worker.stop);
}

describe("a training", () => {
  it(
    "ends with a model that stands alone, its log, its answers on the validation images, and no checkpoint",
    async () => {
      const { id } = await start({ name: "Baseline", seed: "1" });
      const seen: TrainingProgress[] = [];
      let ended = false;
      watchTraining(ctx, id, await getTrainingProgress(ctx, id), {
        subscribe: (onEvent) => listenProgress(database.url, onEvent),
        send: (progress) => seen.push(progress),
        onOver: () => {
          ended = true;
        },
        intervalMs: 10,
      });
      const training = await whileWorking(async () => {
        const ended = await over(id);
        const where = { modelId: ended.modelId ?? "" };
        await until("a report", () => database.db.classificationReport.findFirst({ where }));
        return ended;
      });
      expect(training).toMatchObject({ state: "succeeded", error: null, step: 9, checkpointSha256: null });
      expect(training.seconds).toBeGreaterThan(0);
      expect(training.engine).toMatchObject({ gradient: expect.stringMatching(/^(wasm|native) \d/) });

      const model = await getModel(ctx, training.modelId as string);
      expect(model).toMatchObject({ name: "Baseline", kind: "fc", classNames: ["blue", "green", "red"] });
      const { config } = readModelFile(await ctx.storage.get(model.weightsSha256));
      expect(config).toEqual(training.config);
      expect(readTraining(model.training)).toMatchObject({
        trainingId: id,
        engine: expect.stringMatching(/wasm|native/),
        data: { dataset: "Colours", version: 1, train: 30, validation: 6 },
        settings: { seed: "1", epochs: 3 },
        epochs: [{ epoch: 0 }, { epoch: 1 }, { epoch: 2, validationAccuracy: expect.any(Number) }],
        seconds: expect.any(Number),
      });
      const answers = await database.db.prediction.findMany({
        where: { modelId: model.id },
        include: { image: { select: { split: true } } },
      });
      expect(answers.map(({ image }) => image.split)).toEqual(Array(6).fill("validation"));
      const { splits } = await getClassificationReport(ctx, { modelId: model.id });
      expect(splits).toMatchObject([{ split: "validation", imageCount: 6, versionId }]);
      const where = { mediaType: { contains: "checkpoint" } };
      await until("its checkpoint to go", async () => (await database.db.blob.count({ where })) === 0);

      await until("the end to be seen", async () => ended);
      expect(seen[0]).toMatchObject({ state: "queued", step: 0 });
      expect(seen.at(-1)).toMatchObject({ state: "succeeded", step: 9, epochs: 3 });
      expect(seen.map(({ step }) => step)).toEqual(seen.map(({ step }) => step).sort((a, b) => a - b));
    },
    TIMEOUT_MS,
  );

  it(
    "shows what it sees: four validation images an epoch, with a map of the size the network gives",
    async () => {
      const initialModelId = (await registerModel(ctx, { name: "FC", weights: tinyModel("fc") })).id;
      const { id } = await start({ name: "Plus", kind: "scouter+", initialModelId, epochs: 2 });
      const training = await whileWorking(() => over(id));
      expect(training).toMatchObject({ state: "succeeded", error: null });
      const { epochs } = await getTraining(ctx, id);
      expect(epochs).toHaveLength(2);
      expect(epochs.every(({ area }) => area !== null && area > 0 && area < 1)).toBe(true);
      const { examples } = await getTrainingEpoch(ctx, id, 1);
      expect(examples).toHaveLength(4);
      for (const { map, image, trueClass, targetClass } of examples) {
        expect(map.data).toHaveLength(map.height * map.width);
        expect(targetClass).toBe(trueClass);
        const stored = await database.db.image.findUniqueOrThrow({
          where: { id: image.id },
          include: { class: true },
        });
        expect(stored).toMatchObject({ split: "validation", class: { name: trueClass } });
      }
      await expect(getTrainingEpoch(ctx, id, 2)).rejects.toMatchObject({ code: "not_found" });
      await expect(getTrainingEpoch(await database.ctx("owner", "elsewhere"), id, 1)).rejects.toMatchObject({
        code: "not_found",
      });
      const { arrays } = readModelFile(
        await ctx.storage.get((await getModel(ctx, training.modelId as string)).weightsSha256),
      );
      const kernel = "backbone.layer1.0.conv1.weight";
      expect(arrays[kernel].data).toEqual(readModelFile(tinyModel("fc")).arrays[kernel].data);
    },
    TIMEOUT_MS,
  );

  it(
    "that collapses fails with what to change, and is not gone on with",
    async () => {
      // At such a rate the loss soon is no number.
      const set = ['optimiser={"name":"sgd"}', 'schedule={"name":"constant"}'];
      const { id } = await start({ name: "Too fast", learningRate: 90, epochs: 60, set });
      const failed = await whileWorking(() => over(id));
      expect(failed).toMatchObject({ state: "failed", checkpointSha256: null });
      expect(failed.error).toMatch(/The training has collapsed\..*learning rate/);
      expect(failed.collapse).toMatch(/nan|chance/);
      const job = await database.db.job.findFirstOrThrow({ where: { trainingId: id } });
      expect(job).toMatchObject({ state: "failed", attempts: 1, error: failed.error });
      await expect(resumeTraining(ctx, { trainingId: id })).rejects.toThrow(/would do so again/);
      expect(await database.db.model.count({ where: { name: "Too fast" } })).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    "whose data has gone fails with the reason, and goes on once it is back",
    async () => {
      const { id } = await start({ name: "Lost file", epochs: 1 });
      const image = await database.db.image.findFirstOrThrow({ where: { split: "train" } });
      const bytes = await ctx.storage.get(image.sha256);
      await ctx.storage.remove(image.sha256);
      await whileWorking(async () => {
        expect(await over(id)).toMatchObject({ state: "failed", error: "This file is not in storage." });
        await ctx.storage.put(bytes);
        await resumeTraining(ctx, { trainingId: id });
        expect(await over(id)).toMatchObject({ state: "succeeded", error: null });
      });
    },
    TIMEOUT_MS,
  );
});

describe("what a worker writes down", () => {
  const epoch = (number: number, trainLoss: number) => ({
    event: "epoch" as const,
    epoch: number,
    epochs: 3,
    trainLoss,
    trainAccuracy: 0.5,
    validationLoss: Number.NaN,
    validationAccuracy: 0.25,
  });
  const bytes = (text: string) => new TextEncoder().encode(text);

  it("of an epoch, once: what is there stays, and what is no number is nothing", async () => {
    const { id } = await start({ name: "Epochs" });
    const about = { examples: [], seconds: 1 };
    await Promise.all([1, 2, 3].map((loss) => storeEpoch(ctx, id, epoch(0, loss), about)));
    const [row, ...others] = (await getTraining(ctx, id)).epochs;
    expect(others).toEqual([]);
    await storeEpoch(ctx, id, epoch(0, 99), about);
    expect((await getTraining(ctx, id)).epochs).toEqual([row]);
    expect(row).toMatchObject({ validationLoss: null, validationAccuracy: 0.25, area: null });
  });

  it("of a long training an even selection is read, the last epoch always", async () => {
    const { id } = await start({ name: "Long", epochs: 1000 });
    const rows = Array.from({ length: 1000 }, (_, i) => ({
      trainingId: id,
      epoch: i,
      trainLoss: 1,
      trainAccuracy: 1,
      seconds: 1,
      examples: [],
    }));
    await database.db.trainingEpoch.createMany({ data: rows });
    const { epochs, progress } = await getTraining(ctx, id);
    expect(progress.epochs).toBe(1000);
    expect(epochs.length).toBeLessThanOrEqual(401);
    expect(epochs.at(-1)?.epoch).toBe(999);
    expect(new Set(epochs.slice(1).map(({ epoch }, i) => epoch - epochs[i].epoch)).size).toBe(1);
  });

  it("of checkpoints the newest alone, and an older one never in place of a newer", async () => {
    const { id } = await start({ name: "Checkpoints" });
    const shas: string[] = [];
    for (const step of [3, 6]) {
      await storeCheckpoint(ctx, id, { file: bytes(`at ${step}`), step, seconds: step });
      shas.push((await read(id)).checkpointSha256 as string);
    }
    expect(await ctx.storage.has(shas[0])).toBe(false);
    expect(await database.db.blob.findUnique({ where: { sha256: shas[0] } })).toBeNull();
    await storeCheckpoint(ctx, id, { file: bytes("at 4"), step: 4, seconds: 9 });
    expect(await read(id)).toMatchObject({ step: 6, seconds: 6, checkpointSha256: shas[1] });
    expect(await ctx.storage.has(shas[1])).toBe(true);
    await storeCheckpoint(ctx, id, { file: bytes("at 6"), step: 6, seconds: 6 });
    expect(await ctx.storage.has(shas[1])).toBe(true);
  });

  it("a file that another training or a model needs is not removed with its checkpoint", async () => {
    const [one, two] = [await start({ name: "Equal 1" }), await start({ name: "Equal 2" })];
    const file = bytes("the same in both");
    const keep = (id: string, of: Uint8Array, step: number) =>
      storeCheckpoint(ctx, id, { file: of, step, seconds: 0 });
    await Promise.all([keep(one.id, file, 1), keep(two.id, file, 1)]);
    const sha256 = (await read(one.id)).checkpointSha256 as string;
    await keep(one.id, bytes("later"), 2);
    expect(await ctx.storage.has(sha256)).toBe(true);
    // However the two are interleaved, what is referred to is there.
    for (let round = 0; round < 20; round++) {
      await Promise.all([keep(one.id, file, 3 + round), keep(two.id, bytes(`round ${round}`), 2 + round)]);
      await Promise.all([keep(one.id, bytes(`one ${round}`), 3 + round), keep(two.id, file, 2 + round)]);
      for (const { id } of [one, two])
        expect(await ctx.storage.has((await read(id)).checkpointSha256 as string)).toBe(true);
    }
    const weights = tinyModel("fc", { seed: 9 });
    const model = await registerModel(ctx, { name: "Weights", weights });
    await keep(one.id, weights, 99);
    await keep(one.id, bytes("end"), 100);
    expect(await ctx.storage.has(model.weightsSha256)).toBe(true);
    await releaseCheckpoint(ctx, model.weightsSha256);
    expect(await ctx.storage.has(model.weightsSha256)).toBe(true);
  });

  it("what a dying process left is swept away, with its file; what is needed stays", async () => {
    const { id } = await start({ name: "Left behind" });
    const [left, kept] = [bytes("left behind"), bytes("needed")];
    await storeCheckpoint(ctx, id, { file: left, step: 1, seconds: 1 });
    const lost = (await read(id)).checkpointSha256 as string;
    await database.db.training.update({ where: { id }, data: { checkpointSha256: null } });
    await storeCheckpoint(ctx, id, { file: kept, step: 2, seconds: 1 });
    expect(await ctx.storage.has(lost)).toBe(true);
    await sweepCheckpoints(ctx);
    expect(await ctx.storage.has(lost)).toBe(false);
    expect(await database.db.blob.findUnique({ where: { sha256: lost } })).toBeNull();
    expect(await ctx.storage.has((await read(id)).checkpointSha256 as string)).toBe(true);
  });
});

describe("finishing", () => {
  const end = {
    parameters: 1,
    epochs: 3,
    epoch: 2,
    stoppedEarly: false,
    engine: { forward: "f 1", gradient: "g 1", shares: 1 },
  };
  const result = (seed: number) => ({ weights: tinyModel("fc", { seed }), end, fingerprint: "f" });

  it("by two workers at once registers one model", async () => {
    const { id } = await start({ name: "Raced" });
    await database.db.training.update({ where: { id }, data: { state: "running" } });
    const both = await Promise.all([1, 2].map(() => finishTraining(ctx, id, result(2))));
    expect(both[0]).toEqual(both[1]);
    expect(await database.db.model.count({ where: { name: { startsWith: "Raced" } } })).toBe(1);
    expect(await read(id)).toMatchObject({ state: "succeeded", modelId: both[0].modelId });
  });

  it("under a name that was taken meanwhile takes the next one", async () => {
    const { id } = await start({ name: "Wanted" });
    await database.db.training.update({ where: { id }, data: { state: "running" } });
    await registerModel(ctx, { name: "Wanted", weights: tinyModel("fc") });
    const { modelId } = await finishTraining(ctx, id, result(3));
    expect((await getModel(ctx, modelId)).name).toBe("Wanted 2");
  });

  it("of a training that was stopped meanwhile gives no model, and after a worker's death finds the one there is", async () => {
    const { id } = await start({ name: "Halfway" });
    await database.db.training.update({ where: { id }, data: { state: "running" } });
    await cancelTraining(ctx, { trainingId: id });
    await expect(finishTraining(ctx, id, result(4))).rejects.toMatchObject({ code: "cancelled" });
    expect(await database.db.model.count({ where: { name: "Halfway" } })).toBe(0);
    await registerModel(ctx, { name: "Halfway", weights: tinyModel("fc"), training: { trainingId: id } });
    await database.db.training.update({ where: { id }, data: { state: "running" } });
    const { modelId } = await finishTraining(ctx, id, result(4));
    expect((await getModel(ctx, modelId)).name).toBe("Halfway");
    expect(await database.db.model.count({ where: { name: { startsWith: "Halfway" } } })).toBe(1);
  });
});
