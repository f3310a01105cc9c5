import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "#lib/db/id.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import type { Ctx } from "#lib/services/context.ts";
import { createDataset } from "#lib/services/datasets/create-dataset.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { openFolderSource } from "#lib/storage/folder-source.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "whynot-freeze-"));
  const lines: string[] = [];
  for (let i = 0; i < 3; i++) {
    const data = new Uint8Array(4 * 4 * 3).fill(40 * i);
    await mkdir(path.join(folder, "test"), { recursive: true });
    await writeFile(path.join(folder, `test/${i}.png`), await encodePng({ data, width: 4, height: 4 }));
    const regions = [
      { kind: "box", x: i, y: 0, width: 1, height: 1 },
      { kind: "mask", size: [4, 4], counts: [3, 13] },
    ];
    lines.push(
      JSON.stringify({ file: `test/${i}.png`, split: "test", class: i < 2 ? "fox" : "lion", regions }),
    );
  }
  await writeFile(path.join(folder, "images.jsonl"), lines.join("\n"));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

async function imported(workspace: string): Promise<{ ctx: Ctx; datasetId: string }> {
  const ctx = await database.ctx("owner", workspace);
  const { datasetId } = await importFolder(ctx, { name: "Three", source: await openFolderSource(folder) });
  return { ctx, datasetId: datasetId ?? "" };
}

describe("freezing a version", () => {
  it("lists images in order with class, split and regions as they are", async () => {
    const { ctx, datasetId } = await imported("order");
    const version = await freezeVersion(ctx, { datasetId });
    expect(version).toMatchObject({ number: 1, imageCount: 3 });
    const items = await ctx.db.versionImage.findMany({
      where: { versionId: version.id },
      orderBy: { position: "asc" },
      include: { image: true },
    });
    expect(
      items.map(({ position, className, split, image }) => [position, className, split, image.fileName]),
    ).toEqual([
      [0, "fox", "test", "test/0.png"],
      [1, "fox", "test", "test/1.png"],
      [2, "lion", "test", "test/2.png"],
    ]);
    expect(items[1].regions).toContainEqual(
      expect.objectContaining({
        kind: "box",
        revision: 1,
        className: "fox",
        geometry: { x: 1, y: 0, width: 1, height: 1 },
      }),
    );
    expect(items[1].regions).toHaveLength(2);
  });

  it("gives the same hash to the same contents, wherever and whenever they were imported", async () => {
    const [one, two] = [await imported("here"), await imported("there")];
    const versions = await Promise.all(
      [one, two].map(({ ctx, datasetId }) => freezeVersion(ctx, { datasetId })),
    );
    expect(versions[0].hash).toBe(versions[1].hash);
    expect(versions[0].hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("gives the latest version back while nothing changes, also to ten askers at once", async () => {
    const { ctx, datasetId } = await imported("again");
    const versions = await Promise.all(Array.from({ length: 10 }, () => freezeVersion(ctx, { datasetId })));
    expect(new Set(versions.map(({ id }) => id)).size).toBe(1);
    expect(await ctx.db.datasetVersion.count({ where: { datasetId } })).toBe(1);
  });

  it("numbers a new version when a region is revised or removed, and leaves the old one alone", async () => {
    const { ctx, datasetId } = await imported("revised");
    const first = await freezeVersion(ctx, { datasetId });
    const region = await ctx.db.region.findFirstOrThrow({ where: { image: { datasetId }, kind: "box" } });
    await ctx.db.region.create({
      data: {
        ...region,
        attributes: {},
        id: newId(),
        revision: 2,
        geometry: { x: 0, y: 0, width: 4, height: 4 },
      },
    });
    const second = await freezeVersion(ctx, { datasetId });
    expect(second.number).toBe(2);
    expect(second.hash).not.toBe(first.hash);

    const frozen = async (versionId: string) => {
      const { regions } = await ctx.db.versionImage.findFirstOrThrow({
        where: { versionId, imageId: region.imageId },
      });
      return (regions as { kind: string; revision: number }[]).filter(({ kind }) => kind === "box");
    };
    expect(await frozen(first.id)).toMatchObject([{ revision: 1 }]);
    expect(await frozen(second.id)).toMatchObject([{ revision: 2, geometry: { width: 4 } }]);

    await ctx.db.region.updateMany({
      where: { regionKey: region.regionKey, revision: 2 },
      data: { removedAt: new Date() },
    });
    const third = await freezeVersion(ctx, { datasetId });
    expect(third.number).toBe(3);
    expect(await frozen(third.id)).toEqual([]);
  });

  it("refuses a data set without images, one that is not there, and people who may not", async () => {
    const { ctx, datasetId } = await imported("refused");
    const empty = await createDataset(ctx, { name: "Empty" });
    await expect(freezeVersion(ctx, { datasetId: empty.id })).rejects.toThrow(/no images to freeze/);
    await expect(freezeVersion(ctx, { datasetId: newId() })).rejects.toMatchObject({ code: "not_found" });
    const viewer = await database.ctx("viewer", "refused");
    await expect(freezeVersion(viewer, { datasetId })).rejects.toMatchObject({ code: "forbidden" });
  });
});
