import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "#lib/db/id.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import type { Ctx } from "#lib/services/context.ts";
import { addImage } from "#lib/services/datasets/add-image.ts";
import { createDataset } from "#lib/services/datasets/create-dataset.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let ctx: Ctx;
let datasetId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("curator");
  datasetId = (await createDataset(ctx, { name: "Uploads", classNames: ["fox"] })).id;
});
afterAll(() => database.close());

const png = (value: number) =>
  encodePng({ data: new Uint8Array(5 * 4 * 3).fill(value), width: 5, height: 4 });

describe("adding one picture", () => {
  it("stores it once, however often it is sent", async () => {
    const bytes = await png(1);
    const upload = { datasetId, file: "den/1.png", split: "test", className: "fox", bytes };
    const first = await addImage(ctx, upload);
    expect(first.added).toBe(true);
    expect(await addImage(ctx, upload)).toEqual({ id: first.id, added: false });
    const row = await ctx.db.image.findUniqueOrThrow({ where: { id: first.id }, include: { class: true } });
    expect(row).toMatchObject({
      fileName: "den/1.png",
      split: "test",
      class: { name: "fox" },
      width: 5,
      height: 4,
    });
  });

  it("takes a class the data set does not have only when asked to", async () => {
    const upload = { datasetId, file: "2.png", className: "wolf", bytes: await png(2) };
    await expect(addImage(ctx, upload)).rejects.toThrow(/no class "wolf" \(it has fox\)/);
    expect(await addImage(ctx, { ...upload, newClasses: true })).toMatchObject({ added: true });
  });

  it.each([
    ["no picture", "a.png", () => Buffer.from("<script>"), "unsupported"],
    ["half a picture", "b.png", async () => (await png(3)).subarray(0, 50), "damaged"],
    ["nothing", "c.png", () => Buffer.of(), "empty"],
    ["a name that leaves the folder", "../d.png", () => png(4), "bad-path"],
    ["a name with a line break", "d\n.png", () => png(4), "bad-path"],
  ])("refuses %s and says why", async (_, file, make, reason) => {
    const before = await ctx.db.image.count();
    const failure = addImage(ctx, { datasetId, file, bytes: await make() });
    await expect(failure).rejects.toMatchObject({ code: "invalid", details: { reason } });
    expect(await ctx.db.image.count()).toBe(before);
  });

  it("does not reach another workspace's data set or help who may not write", async () => {
    const bytes = await png(5);
    const stranger = await database.ctx("owner", "elsewhere");
    await expect(addImage(stranger, { datasetId, file: "e.png", bytes })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(addImage(ctx, { datasetId: newId(), file: "e.png", bytes })).rejects.toMatchObject({
      code: "not_found",
    });
    const viewer = await database.ctx("viewer");
    await expect(addImage(viewer, { datasetId, file: "e.png", bytes })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
