import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { registerModel } from "#lib/services/models/register-model.ts";
import { cancelTraining } from "#lib/services/trainings/cancel-training.ts";
import { getTraining } from "#lib/services/trainings/get-training.ts";
import { listTrainings } from "#lib/services/trainings/list-trainings.ts";
import { previewTraining } from "#lib/services/trainings/preview-training.ts";
import { resumeTraining } from "#lib/services/trainings/resume-training.ts";
import { startTraining } from "#lib/services/trainings/start-training.ts";
import { colouredImages } from "#test/support/coloured-images.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { tinyModel } from "#test/support/tiny-models.ts";

let database: TestDatabase;
let ctx: Ctx;
let versionId: string;
let fc: string;
let minus: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("researcher");
  versionId = await freeze("Colours", { train: 10, validation: 2, test: 4 });
  fc = (await registerModel(ctx, { name: "FC", weights: tinyModel("fc") })).id;
  minus = (await registerModel(ctx, { name: "S−", weights: tinyModel("scouter-") })).id;
});
afterAll(() => database.close());

async function freeze(name: string, ...images: Parameters<typeof colouredImages>): Promise<string> {
  const { datasetId } = await importFolder(ctx, { name, source: await colouredImages(...images) });
  return (await freezeVersion(ctx, { datasetId })).id;
}

const wish = (change: object = {}) => ({
  versionId,
  name: "Mine",
  kind: "fc",
  size: 32,
  batch: 6,
  epochs: 3,
  ...change,
});

const start = (change: object = {}) => startTraining(ctx, wish(change));

describe("starting a training", () => {
  it("writes what was asked, what it means, and one job, and says how much there is to do", async () => {
    const training = await start({ name: "Written", seed: "7" });
    expect(training).toMatchObject({
      state: "queued",
      kind: "fc",
      backbone: "tiny",
      steps: 15,
      epochCount: 3,
      trainCount: 30,
      validationCount: 6,
      unlabelledCount: 0,
      config: { classNames: ["blue", "green", "red"], inputSize: 32 },
      settings: { seed: "7", batchSize: 6, learningRate: 3e-3 },
    });
    const jobs = await database.db.job.findMany({ where: { trainingId: training.id } });
    expect(jobs).toMatchObject([{ kind: "model.train", state: "queued", total: 15, runId: null }]);
    const audit = await database.db.auditEvent.findFirst({ where: { resource: `training:${training.id}` } });
    expect(audit).toMatchObject({ action: "training.start", details: { name: "Written" } });
    expect(await getTraining(ctx, training.id)).toMatchObject({
      progress: { state: "queued", step: 0, steps: 15, epochs: 0, ahead: 0 },
      version: { datasetName: "Colours", number: 1 },
      model: null,
      epochs: [],
    });
  });

  it.each([
    [{ name: " " }, "invalid", /Give the model a name/],
    [{ name: "FC" }, "conflict", /named "FC" is in this workspace already/],
    [{ versionId: "elsewhere" }, "not_found", /no such data set version/],
    [{ initialModelId: "elsewhere" }, "not_found", /no such model .* to begin with/],
    [
      { batch: 31 },
      "invalid",
      /30 images to train on, fewer than a batch of 31: choose a batch of 30 or less/,
    ],
    [{ set: ["optimiser.name=adagrad"] }, "invalid", /optimiser/],
    [{ kind: "scouter+", recipe: "slot-head" }, "invalid", /begin with trained weights/],
    [{ backbone: "resnet18", size: 16 }, "invalid", /at least/],
  ])("refuses %j before anything is written", async (change, code, message) => {
    const before = await database.db.training.count();
    const refused = start(change);
    if (code === "invalid" && "name" in change) await expect(refused).rejects.toThrow(message);
    else await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await database.db.training.count()).toBe(before);
  });

  it("refuses a model of another kind or network to begin with, and takes a baseline or one of the kind", async () => {
    const kind = "scouter+";
    await expect(start({ kind, initialModelId: minus })).rejects.toThrow(
      /"S−" is of kind scouter- and cannot become one of kind scouter\+/,
    );
    await expect(start({ kind, initialModelId: fc, backbone: "resnet18" })).rejects.toThrow(
      /have the backbone tiny, not resnet18/,
    );
    expect(await start({ name: "On FC", kind, initialModelId: fc })).toMatchObject({
      initialModelId: fc,
      settings: { freeze: "backbone" },
    });
    expect(await start({ name: "On S−", kind: "scouter-", initialModelId: minus })).toBeTruthy();
  });

  it("refuses data of one class, without training images, or with a class only to validate on", async () => {
    const red = { red: [200, 0, 0] } as const;
    const one = await freeze("One", { train: 4 }, red);
    await expect(start({ versionId: one })).rejects.toThrow(/of one class, red: a classifier needs two/);
    const none = await freeze("None", { test: 2 });
    await expect(start({ versionId: none })).rejects.toThrow(
      /no pictures with a class .*\(the splits here: test\)/,
    );
  });

  it("takes no name that another training is about to give, but one that a stopped training did not", async () => {
    const first = await start({ name: "Twice" });
    await expect(start({ name: "Twice" })).rejects.toMatchObject({ code: "conflict" });
    await cancelTraining(ctx, { trainingId: first.id });
    expect((await start({ name: "Twice" })).id).not.toBe(first.id);
  });

  it("is for researchers, who may stop one and go on with it; others may look, strangers not even that", async () => {
    const { id } = await start({ name: "Rights" });
    for (const role of ["curator", "reviewer", "viewer", "annotator"] as const) {
      const other = await database.ctx(role);
      const { name: _, ...unnamed } = wish();
      for (const verb of [
        () => startTraining(other, wish()),
        () => previewTraining(other, unnamed),
        () => cancelTraining(other, { trainingId: id }),
        () => resumeTraining(other, { trainingId: id }),
      ])
        await expect(verb()).rejects.toMatchObject({ code: "forbidden" });
    }
    expect((await listTrainings(await database.ctx("viewer"))).rows[0]).toMatchObject({ name: "Rights" });
    const stranger = await database.ctx("owner", "elsewhere");
    expect((await listTrainings(stranger)).rows).toEqual([]);
    for (const verb of [() => getTraining(stranger, id), () => cancelTraining(stranger, { trainingId: id })])
      await expect(verb()).rejects.toMatchObject({ code: "not_found" });
    await expect(startTraining(stranger, wish())).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("stopping and going on", () => {
  it("of a training that waits happens at once; what is over cannot be stopped, what is under way not resumed", async () => {
    const { id } = await start({ name: "Waiting" });
    await expect(resumeTraining(ctx, { trainingId: id })).rejects.toMatchObject({ code: "conflict" });
    await cancelTraining(ctx, { trainingId: id });
    await expect(cancelTraining(ctx, { trainingId: id })).rejects.toMatchObject({ code: "conflict" });
    const job = await database.db.job.findFirstOrThrow({ where: { trainingId: id } });
    expect(job).toMatchObject({ state: "cancelled" });
    expect(await resumeTraining(ctx, { trainingId: id })).toMatchObject({
      state: "queued",
      finishedAt: null,
    });
    const jobs = await database.db.job.findMany({ where: { trainingId: id }, orderBy: { id: "asc" } });
    expect(jobs.map(({ state }) => state)).toEqual(["cancelled", "queued"]);
    const { ahead } = (await getTraining(ctx, id)).progress;
    expect(ahead).toBeGreaterThan(0);
  });
});

describe("looking at a training before it starts", () => {
  const preview = (change: object = {}) => {
    const { name: _, ...rest } = wish(change) as Record<string, unknown>;
    return previewTraining(ctx, rest);
  };

  it("counts images, steps and parameters, and says which images are left alone", async () => {
    const seen = await preview({ kind: "scouter+", initialModelId: fc });
    expect(seen).toMatchObject({
      train: 30,
      validation: 6,
      isDrawn: false,
      untouched: 12,
      steps: 15,
      expectedSeconds: null,
      warnings: [],
    });
    expect(seen.trainedParameters).toBeGreaterThan(1_000);
    expect(seen.trainedParameters).toBeLessThan(seen.parameters / 2);
  });

  it("warns of what has failed before, and of what will be missing", async () => {
    const official = await preview({ kind: "scouter+", initialModelId: fc, mode: "official" });
    expect(official.warnings).toEqual([expect.stringMatching(/Mode official .*4 of 5/)]);
    const steep = await preview({ kind: "scouter+", initialModelId: fc, lambda: 10, ramp: false });
    expect(steep.warnings).toEqual([expect.stringMatching(/collapsed in every trial/)]);
    const small = await freeze("Small", { train: 4 });
    const blind = await preview({ versionId: small });
    expect(blind).toMatchObject({ train: 12, validation: 0 });
    expect(blind.warnings).toEqual([expect.stringMatching(/no images to validate on/)]);
  });

  it("expects the time that the last training of the like took", async () => {
    const { id } = await start({ name: "Measured" });
    await database.db.training.update({ where: { id }, data: { step: 15, seconds: 9 } });
    const like = await preview({ epochs: 6 });
    expect(like.msPerImage).toBeCloseTo(100);
    expect(like.expectedSeconds).toBeCloseTo(18);
    expect((await preview({ freeze: "layer1", size: 32 })).expectedSeconds).toBeNull();
    expect((await preview({ size: 48 })).expectedSeconds).toBeNull();
  });
});
