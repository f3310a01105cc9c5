import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explainPrepare } from "#lib/jobs/definitions/explain-prepare.ts";
import type { Ctx } from "#lib/services/context.ts";
import { startRun } from "#lib/services/explanations/start-run.ts";
import { registerModel } from "#lib/services/models/register-model.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { tinyModel } from "#test/support/tiny-models.ts";
import { arm, createTinyProject, type TinyProject } from "#test/support/tiny-project.ts";

let database: TestDatabase;
let ctx: Ctx;
let project: TinyProject;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("researcher");
  project = await createTinyProject(ctx);
});
afterAll(() => database.close());

const start = (change: object, who = ctx) =>
  startRun(who, {
    versionId: project.versionId,
    name: "Run",
    sampleSize: 3,
    arms: [arm("S+", "scouter+", project.plus)],
    ...change,
  });

describe("starting a run", () => {
  it("writes the run and its first job together", async () => {
    const run = await start({ seed: 7 });
    expect(run).toMatchObject({ state: "queued", seed: 7, mapCount: 3, mapsDone: 0 });
    expect(await database.db.job.findMany({ where: { runId: run.id } })).toMatchObject([
      { kind: explainPrepare.kind, payload: { runId: run.id }, state: "queued" },
    ]);
    const event = await database.db.auditEvent.findFirst({ where: { resource: `run:${run.id}` } });
    expect(event).toMatchObject({ action: "run.start", details: { imageCount: 3, seed: 7 } });
  });

  it("keeps every option with its default, so that the run can be repeated", async () => {
    const run = await start({ arms: [arm("CAM", "ss-cam", project.fc, "true", { samples: 4 })] });
    const [{ options }] = await database.db.runArm.findMany({ where: { runId: run.id } });
    expect(options).toEqual({ variant: "b", samples: 4, sigma: 2, channels: null });
  });

  it("draws the same images for the same seed and others for another", async () => {
    const draw = async (seed: number) => (await start({ seed, sampleSize: 5 })).imageIds;
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(2)).not.toEqual(await draw(1));
    expect(new Set(await draw(3)).size).toBe(5);
  });

  it("takes images by id once each, in the order given", async () => {
    const items = await database.db.versionImage.findMany({
      where: { versionId: project.versionId },
      take: 2,
    });
    const [a, b] = items.map((item) => item.imageId);
    const run = await start({ sampleSize: undefined, imageIds: [b, a, b] });
    expect(run).toMatchObject({ imageIds: [b, a], mapCount: 2 });
  });
});

describe("a run that cannot work is refused before anything is written:", () => {
  const plus = (targetRule: string, options = {}) => [
    arm("S+", "scouter+", project.plus, targetRule, options),
  ];
  const refusals: [what: string, change: () => object, code: string, says: RegExp][] = [
    ["no arms", () => ({ arms: [] }), "zod", /at least one arm/],
    ["no name", () => ({ name: "  " }), "zod", /name/],
    ["neither images nor a number", () => ({ sampleSize: undefined }), "zod", /which images/],
    ["both", () => ({ imageIds: ["x"] }), "zod", /which images/],
    [
      "an unknown explainer",
      () => ({ arms: [arm("A", "deep-lift", project.fc)] }),
      "invalid",
      /"A".*"deep-lift".*grad-cam/,
    ],
    [
      "an unknown model",
      () => ({ arms: [arm("A", "grad-cam", "nowhere")] }),
      "invalid",
      /"A".*not in this workspace/,
    ],
    [
      "attention without slots",
      () => ({ arms: [arm("A", "scouter+", project.fc)] }),
      "invalid",
      /"A".*slot attention/,
    ],
    ["the wrong sign", () => ({ arms: [arm("A", "scouter-", project.plus)] }), "invalid", /"A".*for a class/],
    ["a wrong option", () => ({ arms: plus("true", { map: "colour" }) }), "invalid", /"S\+".*map/],
    ["an unknown rule", () => ({ arms: plus("worst") }), "invalid", /"worst" is unknown/],
    ["an unknown class", () => ({ arms: plus("class:3") }), "invalid", /0 to 2/],
    ["one label twice", () => ({ arms: [...plus("true"), ...plus("predicted")] }), "invalid", /same label/],
    ["a foreign image", () => ({ sampleSize: undefined, imageIds: ["x"] }), "invalid", /1 of the 1 images/],
    ["too many held-out images", () => ({ sampleSize: 10 }), "invalid", /9 held-out/],
    ["an unknown version", () => ({ versionId: "v0" }), "not_found", /version/],
  ];
  for (const [what, change, code, says] of refusals) {
    it(what, async () => {
      const before = await database.db.run.count();
      const error = await start(change()).then(
        () => null,
        (reason: Error & { code?: string }) => reason,
      );
      expect(error?.message).toMatch(says);
      expect(error?.code ?? "zod").toBe(code);
      expect(await database.db.run.count()).toBe(before);
    });
  }

  it("more maps than a run may make", async () => {
    const manyClasses = Array.from({ length: 1200 }, (_, i) => `class ${i}`);
    const weights = tinyModel("scouter+", { classNames: manyClasses });
    const { id } = await registerModel(ctx, { name: "many", weights });
    const arms = ["a", "b", "c"].map((label) => arm(label, "scouter+", id, "every"));
    await expect(start({ sampleSize: 9, arms })).rejects.toMatchObject({
      code: "too_large",
      message: expect.stringMatching(/32400 maps; a run makes 20000 at most/),
    });
  });

  it("models that do not know the same classes", async () => {
    const weights = tinyModel("fc", { classNames: ["dog", "cat", "fox"] });
    const { id } = await registerModel(ctx, { name: "other order", weights });
    const arms = [arm("a", "scouter+", project.plus), arm("b", "grad-cam", id)];
    await expect(start({ arms })).rejects.toThrow(/same classes in the same order/);
  });

  it("a version of another workspace, and a role that may not", async () => {
    const stranger = await database.ctx("owner", "elsewhere");
    await expect(start({}, stranger)).rejects.toMatchObject({ code: "not_found" });
    await expect(start({}, await database.ctx("viewer"))).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("what methods ask of the data", () => {
  const refused = async (
    slug: string,
    images: Parameters<typeof createTinyProject>[1],
    method: string,
    rule = "true",
  ) => {
    const own = await database.ctx("owner", slug);
    const { versionId, fc } = await createTinyProject(own, images);
    return startRun(own, { versionId, name: "R", sampleSize: 2, arms: [arm("A", method, fc, rule)] });
  };

  it("IBA wants training images", async () => {
    await expect(refused("no-train", { splits: ["test"] }, "iba")).rejects.toThrow(/"A".*training images/);
  });
  it("the region control wants regions", async () => {
    await expect(refused("no-regions", { regions: false }, "control-region")).rejects.toThrow(
      /"A".*2 of the images have none/,
    );
  });
  it("class similarity wants held-out images", async () => {
    const own = await database.ctx("owner", "no-test");
    const { versionId, minus } = await createTinyProject(own, { splits: ["train"] });
    const { imageId } = await database.db.versionImage.findFirstOrThrow({ where: { versionId } });
    const arms = [arm("A", "scouter-", minus, "least-similar")];
    await expect(startRun(own, { versionId, name: "R", imageIds: [imageId], arms })).rejects.toThrow(
      /held-out images of every class/,
    );
  });
});
