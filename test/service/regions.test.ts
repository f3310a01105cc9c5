import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "#lib/db/id.ts";
import type { Annotation } from "#lib/formats/dataset/annotation.ts";
import type { Ctx } from "#lib/services/context.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { listRegionRevisions } from "#lib/services/regions/list-region-revisions.ts";
import { listRegions } from "#lib/services/regions/list-regions.ts";
import { openDrawing } from "#lib/services/regions/open-drawing.ts";
import { restoreRegion } from "#lib/services/regions/restore-region.ts";
import { saveRegions } from "#lib/services/regions/save-regions.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { tinyImages } from "#test/support/tiny-images.ts";

let database: TestDatabase;
let ctx: Ctx;
let imageId: string;
let workspace = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  ctx = await database.ctx("curator", `regions-${++workspace}`);
  const source = await tinyImages({ each: 1, regions: false, splits: ["train"] });
  const { datasetId } = await importFolder(ctx, { name: "Tiny", source });
  ({ id: imageId } = await ctx.db.image.findFirstOrThrow({
    where: { datasetId: datasetId! },
    orderBy: { id: "asc" },
  }));
});

const BOX: Annotation = { kind: "box", x: 1.25, y: 2.5, width: 10.125, height: 7 };

const put = (mark: Annotation, regionKey = newId(), baseRevision = 0, classId: string | null = null) => ({
  kind: "put" as const,
  id: newId(),
  regionKey,
  baseRevision,
  classId,
  mark,
});
const remove = (regionKey: string, baseRevision: number) => ({
  kind: "remove" as const,
  id: newId(),
  regionKey,
  baseRevision,
});
const save = (changes: object[], as = ctx) => saveRegions(as, { imageId, changes });
const rows = () =>
  ctx.db.region.findMany({ where: { imageId }, orderBy: [{ regionKey: "asc" }, { revision: "asc" }] });
const image = () => ctx.db.image.findUniqueOrThrow({ where: { id: imageId } });

const EVERY_KIND: Annotation[] = [
  BOX,
  {
    kind: "rotated-box",
    corners: [
      [-1, 5],
      [5, -1],
      [10, 4],
      [4, 10],
    ],
  },
  {
    kind: "polygon",
    parts: [
      [
        [1, 1],
        [40.5, 1],
        [40.5, 40.25],
      ],
      [
        [20, 10],
        [30, 10],
        [30, 18],
      ],
    ],
  },
  { kind: "ellipse", cx: 20, cy: 20.5, rx: 7, ry: 3.25, rotation: 30, difficult: true, order: 2 },
  { kind: "points", points: [[4.125, 5.0625]] },
  {
    kind: "polyline",
    points: [
      [0, 0],
      [48, 48],
    ],
  },
  { kind: "mask", size: [48, 48], counts: [10, 5, 48 * 48 - 15] },
];

describe("saving regions", () => {
  it("keeps every kind to the last digit, with what is said of it", async () => {
    const changes = EVERY_KIND.map((mark) => put(mark));
    const { saved, conflicts, regionRevision } = await save(changes);
    expect(saved.map(({ revision }) => revision)).toEqual(changes.map(() => 1));
    expect([conflicts, regionRevision]).toEqual([[], 1]);
    const { regions } = await listRegions(ctx, { imageId });
    expect(new Map(regions.map(({ regionKey, mark }) => [regionKey, mark]))).toEqual(
      new Map(changes.map(({ regionKey, mark }) => [regionKey, mark])),
    );
    expect(await image()).toMatchObject({ regionState: "drawn", regionRevision: 1 });
  });

  it("adds a revision with every change, and none with the same request again", async () => {
    const first = put(BOX);
    await save([first]);
    const second = put({ ...BOX, x: 3 }, first.regionKey, 1);
    const [once, twice] = [await save([second]), await save([second])];
    expect(twice).toEqual(once);
    const third = remove(first.regionKey, 2);
    await save([third]);
    await save([third]);
    expect(
      (await rows()).map(({ revision, geometry, removedAt }) => [revision, geometry, removedAt !== null]),
    ).toEqual([
      [1, { x: 1.25, y: 2.5, width: 10.125, height: 7 }, false],
      [2, { x: 3, y: 2.5, width: 10.125, height: 7 }, false],
      [3, { x: 3, y: 2.5, width: 10.125, height: 7 }, true],
    ]);
    expect(await image()).toMatchObject({ regionState: "none", regionRevision: 3 });
    expect((await listRegions(ctx, { imageId })).regions).toEqual([]);
  });

  it("joins what two people do to different regions, and asks about the same one", async () => {
    const [mine, theirs] = [put(BOX), put({ ...BOX, y: 20 })];
    await save([mine, theirs]);
    const other = await database.ctx("annotator", `regions-${workspace}`);
    await save([put({ ...BOX, y: 21 }, theirs.regionKey, 1)], other);
    const result = await save([
      put({ ...BOX, x: 9 }, mine.regionKey, 1),
      put({ ...BOX, x: 11 }, theirs.regionKey, 1),
    ]);
    expect(result.saved).toEqual([{ regionKey: mine.regionKey, revision: 2 }]);
    expect(result.conflicts).toMatchObject([
      { regionKey: theirs.regionKey, revision: 2, mark: { y: 21 }, by: "A annotator", removed: false },
    ]);
    const now = new Map(
      (await listRegions(ctx, { imageId })).regions.map((each) => [each.regionKey, each.mark]),
    );
    expect(now).toEqual(
      new Map([
        [mine.regionKey, { ...BOX, x: 9 }],
        [theirs.regionKey, { ...BOX, y: 21 }],
      ]),
    );
  });

  it("lets neither of two who removed and changed a region win in silence", async () => {
    const drawn = put(BOX);
    await save([drawn]);
    await save([remove(drawn.regionKey, 1)]);
    const { conflicts } = await save([put({ ...BOX, x: 2 }, drawn.regionKey, 1)]);
    expect(conflicts).toMatchObject([{ regionKey: drawn.regionKey, revision: 2, removed: true }]);
    expect(await save([remove(drawn.regionKey, 1)])).toMatchObject({
      conflicts: [],
      saved: [{ revision: 2 }],
    });
  });

  it("stores each change of a race once, and tells everyone else", async () => {
    const drawn = put(BOX);
    await save([drawn]);
    const changes = Array.from({ length: 8 }, (_, i) => put({ ...BOX, x: i }, drawn.regionKey, 1));
    const results = await Promise.all(changes.map((change) => save([change])));
    expect(results.filter(({ saved }) => saved.length === 1)).toHaveLength(1);
    expect(results.filter(({ conflicts }) => conflicts.length === 1)).toHaveLength(7);
    expect(await rows()).toHaveLength(2);
  });

  it("loses nothing of a race about different regions, replays among it", async () => {
    const changes = Array.from({ length: 12 }, (_, i) => put({ ...BOX, x: i }));
    await Promise.all([...changes, ...changes].map((change) => save([change])));
    const { regions, regionRevision } = await listRegions(ctx, { imageId });
    expect(regions.map(({ mark }) => (mark.kind === "box" ? mark.x : -1)).sort((a, b) => a - b)).toEqual(
      changes.map((_, i) => i),
    );
    expect(regionRevision).toBe(12);
  });

  it("stores nothing of a request with a region that does not belong, and says which", async () => {
    const bad = put({ ...BOX, x: 40 });
    await expect(save([put(BOX), bad])).rejects.toMatchObject({
      code: "invalid",
      details: { problems: [{ regionKey: bad.regionKey }] },
    });
    for (const mark of [
      { ...BOX, width: Number.NaN },
      { ...BOX, width: 0 },
      {
        kind: "polygon",
        parts: [
          [
            [1, 1],
            [2, 2],
          ],
        ],
      },
      { kind: "mask", size: [47, 48], counts: [47 * 48] },
      { kind: "mask", size: [48, 48], counts: [3, 5] },
      { kind: "points", points: [[49, 1]] },
      { kind: "ellipse", cx: 20, cy: 20, rx: -1, ry: 3, rotation: 0 },
      { kind: "blob" },
    ]) {
      await expect(save([put(mark as Annotation)])).rejects.toThrow();
    }
    await expect(save([put(BOX, newId(), 0, newId())])).rejects.toMatchObject({ code: "invalid" });
    const same = put(BOX);
    await expect(save([same, { ...same, id: newId() }])).rejects.toThrow(/twice/);
    expect(await rows()).toEqual([]);
    expect(await image()).toMatchObject({ regionRevision: 0, regionState: "none" });
  });

  it("touches no region of another image or workspace", async () => {
    const drawn = put(BOX);
    await save([drawn]);
    const { id: other } = await ctx.db.image.findFirstOrThrow({
      where: { id: { not: imageId }, dataset: { workspaceId: ctx.workspaceId } },
    });
    const change = put(BOX, drawn.regionKey, 1);
    await expect(saveRegions(ctx, { imageId: other, changes: [change] })).rejects.toMatchObject({
      code: "invalid",
    });
    const reused = { ...put(BOX), id: drawn.id };
    await expect(saveRegions(ctx, { imageId: other, changes: [reused] })).rejects.toMatchObject({
      code: "invalid",
    });
    const stranger = await database.ctx("owner", "elsewhere");
    for (const ask of [
      () => save([put(BOX)], stranger),
      () => listRegions(stranger, { imageId }),
      () => listRegionRevisions(stranger, { imageId }),
      () => restoreRegion(stranger, { imageId, regionKey: drawn.regionKey, revision: 1 }),
      () => openDrawing(stranger, { imageId }),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: "not_found" });
    }
    for (const role of ["viewer", "reviewer"] as const) {
      const reader = await database.ctx(role, `regions-${workspace}`);
      await expect(save([put(BOX)], reader)).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(await rows()).toHaveLength(1);
  });

  it("writes down who did what", async () => {
    const drawn = put(BOX);
    await save([drawn]);
    const [event] = await ctx.db.auditEvent.findMany({
      where: { action: "region.save", workspaceId: ctx.workspaceId },
    });
    expect(event).toMatchObject({
      resource: `image:${imageId}`,
      details: { put: [drawn.regionKey], removed: [], regionRevision: 1 },
    });
  });
});

describe("the history of regions", () => {
  it("brings back what a region was, and keeps what came in between", async () => {
    const drawn = put({ ...BOX, occluded: true });
    await save([drawn]);
    await save([put({ ...BOX, x: 5 }, drawn.regionKey, 1)]);
    await save([remove(drawn.regionKey, 2)]);
    const restored = await restoreRegion(ctx, { imageId, regionKey: drawn.regionKey, revision: 1 });
    expect(restored).toMatchObject({ revision: 4, removed: false, mark: drawn.mark });
    const { rows: listed } = await listRegionRevisions(ctx, { imageId });
    expect(listed.map(({ revision, removed }) => [revision, removed])).toEqual([
      [4, false],
      [3, true],
      [2, false],
      [1, false],
    ]);
    expect((await listRegions(ctx, { imageId })).regions).toMatchObject([{ revision: 4, mark: drawn.mark }]);
    await expect(
      restoreRegion(ctx, { imageId, regionKey: drawn.regionKey, revision: 9 }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("lists page by page, all of it once", async () => {
    const changes = Array.from({ length: 120 }, (_, i) => put({ ...BOX, x: i / 10 }));
    await save(changes);
    const seen: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page = await listRegionRevisions(ctx, { imageId, ...(after ? { after } : {}) });
      seen.push(...page.rows.map(({ regionKey }) => regionKey));
      after = page.after;
    }
    expect(seen.sort()).toEqual(changes.map(({ regionKey }) => regionKey).sort());
    await expect(listRegionRevisions(ctx, { imageId, after: "x' OR 1=1 --" })).rejects.toThrow();
  });
});

describe("opening an image to draw on", () => {
  it("walks through the data set both ways, and stops at its ends", async () => {
    const forth: string[] = [];
    for (let id: string | null = imageId; id; id = (await openDrawing(ctx, { imageId: id })).nextId) {
      forth.push(id);
    }
    const all = await ctx.db.image.findMany({
      where: { dataset: { workspaceId: ctx.workspaceId } },
      orderBy: [{ split: "asc" }, { id: "asc" }],
    });
    expect(forth).toEqual(all.map(({ id }) => id));
    const back: string[] = [];
    for (let id: string | null = forth[forth.length - 1]; id; ) {
      back.push(id);
      id = (await openDrawing(ctx, { imageId: id })).previousId;
    }
    expect(back.reverse()).toEqual(forth);
  });
});
