import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OnnxConfig } from "#lib/onnx/onnx-config.ts";
import { readOnnxModel } from "#lib/onnx/open-onnx-model.ts";
import type { Ctx } from "#lib/services/context.ts";
import { listRunChoices } from "#lib/services/explanations/list-run-choices.ts";
import { startRun } from "#lib/services/explanations/start-run.ts";
import { createImport } from "#lib/services/model-imports/create-import.ts";
import { discardImport } from "#lib/services/model-imports/discard-import.ts";
import { finishImport } from "#lib/services/model-imports/finish-import.ts";
import { getImport } from "#lib/services/model-imports/get-import.ts";
import { listClassLists } from "#lib/services/model-imports/list-class-lists.ts";
import { listImports } from "#lib/services/model-imports/list-imports.ts";
import { reviseImport } from "#lib/services/model-imports/revise-import.ts";
import { exportModel } from "#lib/services/models/export-model.ts";
import { registerModel } from "#lib/services/models/register-model.ts";
import { loadOnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { greedyClassifier, onnxClassifier } from "#test/support/onnx-models.ts";
import { runOver, startTestWorker, until } from "#test/support/run-until.ts";
import { TINY_CLASSES, tinyModel } from "#test/support/tiny-models.ts";
import { arm, createTinyProject, type TinyProject } from "#test/support/tiny-project.ts";

const hasRuntime = (await loadOnnxRuntime()) !== null;
let database: TestDatabase;
let ctx: Ctx;
let project: TinyProject;
let worker: ReturnType<typeof startTestWorker>;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("researcher");
  project = await createTinyProject(ctx, { each: 2 });
  worker = startTestWorker(database);
});
afterAll(async () => {
  await worker.stop();
  await database.close();
});

/** As it comes over a line: in pieces. */
async function* inPieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let begin = 0; begin < bytes.length; begin += size) yield bytes.subarray(begin, begin + size);
}

const bring = (bytes: Uint8Array, fileName = "net.onnx", asker = ctx) =>
  createImport(asker, { fileName, chunks: inPieces(bytes), byteSize: bytes.length });

const lookedAt = (importId: string) =>
  until(`import ${importId} to be looked at`, async () => {
    const row = await getImport(ctx, importId);
    return row.state !== "inspecting" && row;
  });

const bringAndLook = async (bytes: Uint8Array, fileName?: string) =>
  lookedAt((await bring(bytes, fileName)).id);

async function onnxFindings(importId: string) {
  const { findings } = await getImport(ctx, importId);
  if (findings?.type !== "onnx") throw new Error("an ONNX file was expected");
  return findings;
}

describe.skipIf(!hasRuntime)("bringing in an ONNX classifier", () => {
  it("asks what the file does not say, shows what it answers, and becomes a model that runs", async () => {
    const file = onnxClassifier({ classes: 3 });
    const { id, state, choices } = await bringAndLook(file, "C:\\models\\net.v2.onnx");
    expect([state, choices]).toEqual(["incomplete", {}]);
    const asked = await onnxFindings(id);
    expect(asked).toMatchObject({ missing: ["normalisation"], config: null });
    expect(asked.answers).toHaveLength(asked.samples.length);
    // Held out, one of each class in turn.
    expect(asked.samples.map(({ className }) => className)).toEqual([...TINY_CLASSES, ...TINY_CLASSES]);
    expect(asked.trials.map(({ preset }) => preset)).toContain("imagenet");
    await expect(finishImport(ctx, { importId: id, name: "too early" })).rejects.toMatchObject({
      code: "conflict",
    });

    await reviseImport(ctx, { importId: id, choices: { normalise: "unit", classNames: TINY_CLASSES } });
    expect((await lookedAt(id)).state).toBe("ready");
    const before = await database.db.modelImport.findUniqueOrThrow({ where: { id } });
    const model = await finishImport(ctx, { importId: id, name: "Theirs" });
    expect(model).toMatchObject({
      kind: "onnx",
      backbone: "net.v2",
      inputSize: 32,
      classNames: TINY_CLASSES,
    });

    // The stored file stands alone; the one that came in is gone, and so is the import.
    const stored = await database.storage.get(model.weightsSha256);
    expect(readOnnxModel(stored)).toEqual(model.config);
    expect((model.config as OnnxConfig).source).toMatchObject({
      fileName: "net.v2.onnx",
      sha256: before.sha256,
    });
    expect(await database.storage.has(before.sha256)).toBe(false);
    await expect(getImport(ctx, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(finishImport(ctx, { importId: id, name: "twice" })).rejects.toMatchObject({
      code: "not_found",
    });

    const { versionId } = project;
    const arms = [
      arm("SS-CAM", "ss-cam", model.id, "true", { samples: 1, channels: 4 }),
      arm("Least similar", "ss-cam", model.id, "least-similar", { samples: 1, channels: 2 }),
      arm("Random", "control-random", model.id, "predicted"),
    ];
    const run = await startRun(ctx, { versionId, name: "Theirs", sampleSize: 3, arms });
    expect(await runOver(database, run.id)).toMatchObject({ state: "succeeded", mapsDone: 9, mapsScored: 9 });
    const map = await database.db.saliencyMap.findFirstOrThrow({ where: { arm: { runId: run.id } } });
    expect(map.engine).toMatch(/^forward onnx [\d.]+$/);
    const { similarity } = await database.db.run.findUniqueOrThrow({ where: { id: run.id } });
    expect(similarity).toMatchObject({ modelId: model.id });
    const values = await database.db.metricValue.findMany({ where: { map: { arm: { runId: run.id } } } });
    expect(
      values.filter(({ metricId, value }) => metricId.startsWith("deletion") && value !== null),
    ).not.toEqual([]);
  });

  it("refuses methods that need what it lacks, with the reason, where runs are started and chosen", async () => {
    const { id } = await bringAndLook(onnxClassifier({ classes: 3, type: "uint8" }), "bytes.onnx");
    await reviseImport(ctx, { importId: id, choices: { features: "none", classNames: TINY_CLASSES } });
    expect((await lookedAt(id)).state).toBe("ready");
    const model = await finishImport(ctx, { importId: id, name: "No features" });
    const start = (explainerId: string) =>
      startRun(ctx, {
        versionId: project.versionId,
        name: "x",
        sampleSize: 1,
        arms: [arm("Arm", explainerId, model.id)],
      });
    await expect(start("grad-cam")).rejects.toThrow(
      'Arm "Arm": Grad-CAM needs gradients, which this model does not have',
    );
    await expect(start("ss-cam")).rejects.toThrow("needs a feature map");
    await expect(start("scouter+")).rejects.toThrow("ONNX classifier has none");

    const { methods } = await listRunChoices(ctx);
    const method = (wanted: string) => methods.find((choice) => choice.id === wanted)!;
    const names = (list: { name: string }[]) => list.map(({ name }) => name);
    expect(names(method("control-random").models)).toContain("No features");
    expect(names(method("grad-cam").models)).not.toContain("No features");
    expect(method("grad-cam").refused.find(({ id: refused }) => refused === model.id)?.reason).toContain(
      "forward passes only",
    );
    // That a plain classifier has no slots goes without saying where there are models that have.
    expect(method("scouter+").refused).toEqual([]);
  });

  it("takes what the file says itself, and keeps one file however often the choices change", async () => {
    const { id, state } = await bringAndLook(
      onnxClassifier({ classes: 3, prepare: { by: 255, mean: [0, 0, 0] } }),
    );
    expect(state).toBe("ready");
    const first = await database.db.modelImport.findUniqueOrThrow({ where: { id } });
    expect(await database.storage.has(first.weightsSha256!)).toBe(true);
    await reviseImport(ctx, { importId: id, choices: { features: "stem.relu" } });
    await lookedAt(id);
    const second = await database.db.modelImport.findUniqueOrThrow({ where: { id } });
    expect(second.weightsSha256).not.toBe(first.weightsSha256);
    await until("the first file to go", async () => !(await database.storage.has(first.weightsSha256!)));
    await discardImport(ctx, { importId: id });
    expect(await database.storage.has(second.weightsSha256!)).toBe(false);
    expect(await database.storage.has(second.sha256)).toBe(false);
  });

  it("says what is wrong with a choice, and what was found before is still there to choose from", async () => {
    const { id } = await bringAndLook(onnxClassifier({ classes: 3 }));
    await expect(
      reviseImport(ctx, { importId: id, choices: { normalise: "as usual" } }),
    ).rejects.toMatchObject({ code: "invalid" });
    await reviseImport(ctx, { importId: id, choices: { normalise: "unit", size: 64 } });
    expect(await lookedAt(id)).toMatchObject({
      state: "refused",
      error: expect.stringContaining("32 x 32 pixels and no others"),
      findings: { type: "onnx" },
    });
    await expect(finishImport(ctx, { importId: id, name: "no" })).rejects.toMatchObject({ code: "conflict" });
    await reviseImport(ctx, { importId: id, choices: { normalise: "unit" } });
    expect(await lookedAt(id)).toMatchObject({ state: "ready", error: null });
  });

  it("does not let an older look overwrite a newer one", async () => {
    const { id } = await bringAndLook(onnxClassifier({ classes: 3 }));
    const revisions = ["unit", "signed", "half", "bytes"];
    await Promise.all(
      revisions.map((normalise) => reviseImport(ctx, { importId: id, choices: { normalise } })),
    );
    const { choices } = await lookedAt(id);
    const { facts, config } = await onnxFindings(id);
    expect(facts.normalisation?.value).toBe(choices.normalise);
    const { weightsSha256 } = await database.db.modelImport.findUniqueOrThrow({ where: { id } });
    expect(readOnnxModel(await database.storage.get(weightsSha256!))).toEqual(config);
  });

  it("refuses a file that cannot be used, with the reason", async () => {
    const cut = onnxClassifier().slice(0, -50);
    expect(await bringAndLook(cut)).toMatchObject({
      state: "refused",
      error: expect.stringContaining("cut off"),
      findings: null,
    });
    const zip = Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]);
    expect(await bringAndLook(zip, "net.pth")).toMatchObject({
      error: expect.stringContaining("torch.onnx.export"),
    });
  });

  it("survives a file that asks for more memory than it may have, and says so", async () => {
    const { state, error } = await bringAndLook(greedyClassifier(4), "greedy.onnx");
    expect(state).toBe("refused");
    expect(error).toContain("ended the process that did it");
    expect(await bringAndLook(onnxClassifier())).toMatchObject({ state: "incomplete" });
  });
});

describe("bringing in weights of this project", () => {
  it("needs no choice, and they are the model as they are", async () => {
    const weights = tinyModel("scouter-", { seed: 11 });
    const { id, state, findings } = await bringAndLook(weights, "minus.safetensors");
    expect(state).toBe("ready");
    expect(findings).toMatchObject({
      type: "own",
      facts: { kind: "scouter_minus", classNames: TINY_CLASSES },
    });
    expect(findings?.answers[0]).toHaveLength(3);
    const choose = reviseImport(ctx, { importId: id, choices: { normalise: "unit" } });
    await expect(choose).rejects.toThrow("nothing to choose");
    const model = await finishImport(ctx, { importId: id, name: "Minus" });
    expect(model).toMatchObject({ kind: "scouter_minus", backbone: "tiny" });
    expect(await database.storage.get(model.weightsSha256)).toEqual(weights);
  });

  it("refuses a name in use and keeps the import", async () => {
    await registerModel(ctx, { name: "Taken", weights: tinyModel("fc", { seed: 12 }) });
    const { id } = await bringAndLook(tinyModel("fc", { seed: 13 }));
    await expect(finishImport(ctx, { importId: id, name: " Taken " })).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await getImport(ctx, id)).state).toBe("ready");
    await expect(finishImport(ctx, { importId: id, name: "Not taken" })).resolves.toBeTruthy();
  });
});

describe("an import's file", () => {
  const filesLeft = async () => {
    const entries = await readdir(path.join(database.home, "files"), {
      recursive: true,
      withFileTypes: true,
    });
    return entries.filter((entry) => entry.isFile()).length;
  };

  it("leaves nothing behind when it is too large, empty, or did not arrive in full", async () => {
    const before = await filesLeft();
    const one = Uint8Array.of(1);
    const send = (chunks: AsyncIterable<Uint8Array>, byteSize?: number) =>
      createImport(ctx, { fileName: "x.onnx", chunks, byteSize });
    await expect(send(inPieces(one), 600 * 1024 * 1024)).rejects.toMatchObject({ code: "too_large" });
    await expect(send(inPieces(new Uint8Array(0)))).rejects.toThrow("empty");
    await expect(send(inPieces(one), 2)).rejects.toThrow("did not arrive in full");
    async function* broken() {
      yield one;
      throw new Error("the line was cut");
    }
    await expect(send(broken())).rejects.toThrow("the line was cut");
    expect(await filesLeft()).toBe(before);
  });

  it("stays when it is something else as well", async () => {
    const image = await database.db.image.findFirstOrThrow();
    const picture = await database.storage.get(image.sha256);
    const { id, error } = await bringAndLook(picture, "picture.onnx");
    expect(error).toContain("neither safetensors nor ONNX");
    await discardImport(ctx, { importId: id });
    expect(await database.storage.has(image.sha256)).toBe(true);

    const weights = tinyModel("fc", { seed: 14 });
    const [a, b] = [await bring(weights), await bring(weights)];
    await Promise.all([lookedAt(a.id), lookedAt(b.id)]);
    await discardImport(ctx, { importId: a.id });
    await expect(finishImport(ctx, { importId: b.id, name: "Brought twice" })).resolves.toBeTruthy();
  });

  it("is removed when nobody finishes it", async () => {
    const { id } = await bringAndLook(tinyModel("fc", { seed: 15 }));
    const { sha256 } = await database.db.modelImport.findUniqueOrThrow({ where: { id } });
    await database.db.modelImport.update({
      where: { id },
      data: { createdAt: new Date(Date.now() - 15 * 86_400_000) },
    });
    const { id: next } = await bringAndLook(tinyModel("fc", { seed: 16 }));
    expect((await listImports(ctx)).map((row) => row.id)).not.toContain(id);
    expect(await database.storage.has(sha256)).toBe(false);
    await discardImport(ctx, { importId: next });
  });

  it("is for researchers of its workspace", async () => {
    const weights = tinyModel("fc", { seed: 17 });
    for (const role of ["curator", "reviewer", "annotator", "viewer"] as const) {
      const asker = await database.ctx(role);
      await expect(bring(weights, "x", asker), role).rejects.toMatchObject({ code: "forbidden" });
      await expect(listImports(asker), role).rejects.toMatchObject({ code: "forbidden" });
    }
    const { id } = await bringAndLook(weights);
    const stranger = await database.ctx("owner", "elsewhere");
    const attempts = [
      () => getImport(stranger, id),
      () => reviseImport(stranger, { importId: id, choices: {} }),
      () => finishImport(stranger, { importId: id, name: "mine" }),
      () => discardImport(stranger, { importId: id }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    expect((await listImports(stranger)).length).toBe(0);
  });
});

it("offers the classes of data sets that have as many", async () => {
  expect(await listClassLists(ctx, 3)).toMatchObject([{ name: "Tiny", classNames: TINY_CLASSES }]);
  expect(await listClassLists(ctx, 4)).toEqual([]);
});

describe("taking a model out", () => {
  it("gives weights as stored, and a graph made of them", async () => {
    const weights = tinyModel("fc", { seed: 18 });
    const model = await registerModel(ctx, { name: "Out, of “here”/now", weights });
    const take = async (format: string) => {
      const { fileName, body } = await exportModel(ctx, { modelId: model.id, format });
      return { fileName, bytes: new Uint8Array(await new Response(body).arrayBuffer()) };
    };
    expect(await take("safetensors")).toEqual({ fileName: "Out-of-here-now.safetensors", bytes: weights });
    const { fileName, bytes } = await take("onnx");
    expect(fileName).toBe("Out-of-here-now.onnx");
    expect(bytes[0]).toBe(8);
    await expect(
      exportModel(await database.ctx("annotator"), { modelId: model.id, format: "onnx" }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});
