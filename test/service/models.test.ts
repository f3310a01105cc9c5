import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSafetensors, writeSafetensors } from "#lib/formats/weights/safetensors.ts";
import type { Ctx } from "#lib/services/context.ts";
import { registerModel } from "#lib/services/models/register-model.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { TINY_CLASSES, tinyModel } from "#test/support/tiny-models.ts";

let database: TestDatabase;
let ctx: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("researcher");
});
afterAll(() => database.close());

describe("registering a model", () => {
  it("stores the file by content and the row from the file's own configuration", async () => {
    const weights = tinyModel("scouter-");
    const model = await registerModel(ctx, { name: "  Why not ", weights, training: { seed: 3 } });
    expect(model).toMatchObject({
      name: "Why not",
      kind: "scouter_minus",
      inputSize: 32,
      classNames: TINY_CLASSES,
      training: { seed: 3 },
    });
    expect(await database.storage.get(model.weightsSha256)).toEqual(weights);
    const event = await database.db.auditEvent.findFirst({ where: { resource: `model:${model.id}` } });
    expect(event?.action).toBe("model.register");
  });

  it("counts trained numbers only: an FC head of 3 classes has 129 each", async () => {
    const three = await registerModel(ctx, { name: "three", weights: tinyModel("fc") });
    const four = await registerModel(ctx, {
      name: "four",
      weights: tinyModel("fc", { classNames: [...TINY_CLASSES, "owl"] }),
    });
    expect(four.parameterCount - three.parameterCount).toBe(129);
  });

  it("refuses a name in use, also for another file", async () => {
    await registerModel(ctx, { name: "once", weights: tinyModel("fc") });
    const again = registerModel(ctx, { name: "once", weights: tinyModel("fc", { seed: 2 }) });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    const [first, second] = await Promise.allSettled([
      registerModel(ctx, { name: "twice", weights: tinyModel("fc") }),
      registerModel(ctx, { name: "twice", weights: tinyModel("fc") }),
    ]);
    expect([first.status, second.status].sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("lets another workspace use the same name", async () => {
    const other = await database.ctx("researcher", "elsewhere");
    await registerModel(ctx, { name: "ours", weights: tinyModel("fc") });
    await expect(registerModel(other, { name: "ours", weights: tinyModel("fc") })).resolves.toBeTruthy();
  });

  it("refuses what is no model and stores nothing of it", async () => {
    const before = await database.db.blob.count();
    const { tensors, metadata } = readSafetensors(tinyModel("fc"));
    const lacking = Object.fromEntries(Object.entries(tensors).slice(1));
    const files: [name: string, weights: Uint8Array, says: RegExp][] = [
      ["text", new TextEncoder().encode("these are no weights at all"), /safetensors/i],
      ["empty", new Uint8Array(0), /safetensors|empty|short/i],
      ["bare", writeSafetensors(tensors, {}), /metadata|Whynot/],
      ["lacking", writeSafetensors(lacking, metadata), /1 missing: /],
      ["torn", tinyModel("fc").slice(0, -100), /./],
    ];
    for (const [name, weights, says] of files) {
      const attempt = registerModel(ctx, { name, weights });
      await expect(attempt, name).rejects.toMatchObject({
        code: "invalid",
        message: expect.stringMatching(says),
      });
    }
    expect(await database.db.blob.count()).toBe(before);
  });

  it("is for researchers", async () => {
    for (const role of ["curator", "reviewer", "annotator", "viewer"] as const) {
      const attempt = registerModel(await database.ctx(role), { name: role, weights: tinyModel("fc") });
      await expect(attempt, role).rejects.toMatchObject({ code: "forbidden" });
    }
  });
});
