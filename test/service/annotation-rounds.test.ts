import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "#lib/db/id.ts";
import type { Ctx } from "#lib/services/context.ts";
import { getImage } from "#lib/services/datasets/get-image.ts";
import { listRegionRevisions } from "#lib/services/regions/list-region-revisions.ts";
import { listRegions } from "#lib/services/regions/list-regions.ts";
import { openDrawing } from "#lib/services/regions/open-drawing.ts";
import { saveRegions } from "#lib/services/regions/save-regions.ts";
import { submitRegions } from "#lib/services/reviews/submit-regions.ts";
import { closeRound } from "#lib/services/rounds/close-round.ts";
import { finishDrawing } from "#lib/services/rounds/finish-drawing.ts";
import { getRound } from "#lib/services/rounds/get-round.ts";
import { giveImage } from "#lib/services/rounds/give-image.ts";
import { listRounds } from "#lib/services/rounds/list-rounds.ts";
import { openOwnDrawing } from "#lib/services/rounds/open-own-drawing.ts";
import { openRound } from "#lib/services/rounds/open-round.ts";
import { readDrawing } from "#lib/services/rounds/read-drawing.ts";
import { sampleImages } from "#lib/services/rounds/sample-images.ts";
import { saveDrawing } from "#lib/services/rounds/save-drawing.ts";
import { drawRound, put } from "#test/support/annotation-round.ts";
import { anonymous, idOf, outcome } from "#test/support/asking.ts";
import { bareImages } from "#test/support/bare-images.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

const BOX = { mark: { kind: "box", x: 1, y: 1, width: 4, height: 4 } } as const;

let database: TestDatabase;
let lab: string;
let reviewer: Ctx;
let [kim, ada]: Ctx[] = [];
let datasetId: string;
let images: string[];
let workspace = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  lab = `rounds-${++workspace}`;
  reviewer = await database.ctx("reviewer", lab);
  kim = await database.ctx("annotator", lab);
  ada = await database.ctx("annotator", lab);
  ({ datasetId, ids: images } = await bareImages(await database.ctx("curator", lab), 8));
});

const open = (wish: object = {}) =>
  openRound(reviewer, { datasetId, name: "Two eyes", imageCount: 3, ...wish });

async function take(ctx: Ctx, roundId: string): Promise<string> {
  const drawingId = await giveImage(ctx, { roundId });
  if (!drawingId) throw new Error("nothing is left");
  return drawingId;
}

const imageOf = async (id: string) =>
  (await database.db.independentDrawing.findUniqueOrThrow({ where: { id } })).imageId;

describe("opening a round", () => {
  it("samples by class and seed: the same seed and pictures, the same images in the same order", async () => {
    const { datasetId: large } = await bareImages(await database.ctx("curator", lab), 40);
    const classOf = new Map(
      (await database.db.image.findMany({ where: { datasetId: large } })).map((image) => [
        image.id,
        image.classId,
      ]),
    );
    const wish = { datasetId: large, split: null, count: 10, seed: "7" };
    const sample = await sampleImages(database.db, wish);
    expect(await sampleImages(database.db, wish)).toEqual(sample);
    expect(await sampleImages(database.db, { ...wish, seed: "8" })).not.toEqual(sample);
    const counts = [...new Set(classOf.values())].map(
      (id) => sample.filter((each) => classOf.get(each) === id).length,
    );
    expect(counts).toEqual([5, 5]);
    const tests = await sampleImages(database.db, { ...wish, split: "test" });
    const splits = await database.db.image.findMany({
      where: { id: { in: tests } },
      select: { split: true },
    });
    expect(splits).toHaveLength(10);
    expect(splits.every(({ split }) => split === "test")).toBe(true);
  });

  it("takes what there is, refuses where there is nothing, and is written down", async () => {
    const round = await open({ imageCount: 100, peopleWanted: 3, instructions: "Mark every fox." });
    expect(await listRounds(kim, datasetId)).toMatchObject([
      {
        id: round.id,
        imageCount: 8,
        peopleWanted: 3,
        doneCount: 0,
        ownDone: 0,
        isLeft: true,
        closedAt: null,
      },
    ]);
    await expect(open({ split: "nowhere" })).rejects.toMatchObject({ code: "invalid" });
    await expect(open({ peopleWanted: 1 })).rejects.toThrow();
    const [event] = await database.db.auditEvent.findMany({ where: { resource: `round:${round.id}` } });
    expect(event).toMatchObject({ action: "round.open", actor: `user:${idOf(reviewer)}` });
  });

  it("is for those who may review, in their own workspace", async () => {
    const wish = { datasetId, name: "Mine", imageCount: 1 };
    const stranger = await database.ctx("owner", "elsewhere");
    expect(await outcome(openRound(kim, wish))).toBe("forbidden");
    expect(await outcome(openRound(anonymous(kim), wish))).toBe("unauthenticated");
    expect(await outcome(openRound(stranger, wish))).toBe("not_found");
    const { id: roundId } = await open();
    const drawingId = await take(kim, roundId);
    const asked = await Promise.all([
      outcome(listRounds(stranger, datasetId)),
      outcome(getRound(stranger, { roundId })),
      outcome(giveImage(stranger, { roundId })),
      outcome(closeRound(stranger, { roundId })),
      outcome(readDrawing(stranger, { drawingId })),
    ]);
    expect(asked).toEqual(Array(5).fill("not_found"));
    expect(await outcome(giveImage(reviewer, { roundId }))).toBe("forbidden");
    expect(await outcome(getRound(kim, { roundId }))).toBe("forbidden");
  });
});

describe("giving images out", () => {
  it("gives each person what fewest have, nobody twice, and what was begun again", async () => {
    const { id: roundId } = await open();
    const first = await take(kim, roundId);
    expect(await take(kim, roundId)).toBe(first);
    const second = await take(ada, roundId);
    expect(await imageOf(second)).not.toBe(await imageOf(first));
    await finishDrawing(kim, { drawingId: first, revision: 0 });
    const third = await take(kim, roundId);
    expect(new Set(await Promise.all([first, second, third].map(imageOf))).size).toBe(3);
  });

  it("never gives an image to more people than are wanted, however many ask at once", async () => {
    const { id: roundId } = await open({ imageCount: 2 });
    const people = [
      kim,
      ada,
      ...(await Promise.all(Array.from({ length: 5 }, () => database.ctx("annotator", lab)))),
    ];
    const given = await Promise.all(people.map((ctx) => giveImage(ctx, { roundId })));
    expect(given.filter(Boolean)).toHaveLength(4);
    const rows = await database.db.independentDrawing.groupBy({
      by: ["imageId"],
      where: { roundId },
      _count: true,
    });
    expect(rows.map(({ _count }) => _count)).toEqual([2, 2]);
    // One person in two windows gets one image.
    const { id: other } = await open();
    const twice = await Promise.all([giveImage(kim, { roundId: other }), giveImage(kim, { roundId: other })]);
    expect(twice[0]).toBe(twice[1]);
  });

  it("gives away what was left untouched for a day, and what somebody who left had not done", async () => {
    const { id: roundId } = await open({ imageCount: 1 });
    const idle = await take(kim, roundId);
    const left = await database.ctx("annotator", lab);
    const begun = await take(left, roundId);
    await saveDrawing(left, { drawingId: begun, changes: [put(BOX)] });
    expect(await giveImage(ada, { roundId })).toBeNull();
    await database.db.membership.deleteMany({ where: { userId: idOf(left) } });
    const taken = await take(ada, roundId);
    const third = await database.ctx("annotator", lab);
    expect(await giveImage(third, { roundId })).toBeNull();
    const nextDay = () => new Date(Date.now() + 25 * 3600 * 1000);
    await saveDrawing(ada, { drawingId: taken, changes: [put(BOX)] });
    expect(await giveImage({ ...third, clock: nextDay }, { roundId })).not.toBeNull();
    expect(await outcome(readDrawing(kim, { drawingId: idle }))).toBe("not_found");
    // What was begun is kept.
    expect(await database.db.independentDrawing.findUnique({ where: { id: begun } })).not.toBeNull();
  });

  it("passes over images that are gone, and gives them when they are back", async () => {
    const { id: roundId } = await open({ imageCount: 1 });
    const [{ imageId }] = await database.db.roundImage.findMany({ where: { roundId } });
    const image = await database.db.image.delete({ where: { id: imageId } });
    expect(await giveImage(kim, { roundId })).toBeNull();
    await database.db.image.create({ data: { ...image, attributes: {} } });
    expect(await giveImage(kim, { roundId })).not.toBeNull();
  });
});

describe("drawing independently", () => {
  it("begins empty, keeps every change once, and never writes over another window", async () => {
    const { id: roundId } = await open();
    const drawingId = await take(kim, roundId);
    expect(await openOwnDrawing(kim, { drawingId })).toMatchObject({
      regions: [],
      regionRevision: 0,
      doneCount: 0,
    });
    const change = put(BOX);
    const saved = { regionRevision: 1, saved: [{ regionKey: change.regionKey, revision: 1 }], conflicts: [] };
    expect(await saveDrawing(kim, { drawingId, changes: [change] })).toEqual(saved);
    const wider = { ...change, id: newId(), baseRevision: 1, mark: { ...BOX.mark, width: 6 } };
    await saveDrawing(kim, { drawingId, changes: [wider] });
    // The first delivery's answer was lost, and its window has not seen the second one.
    expect(await saveDrawing(kim, { drawingId, changes: [change] })).toEqual({ ...saved, regionRevision: 2 });
    const late = { ...change, id: newId(), baseRevision: 1, mark: { ...BOX.mark, width: 2 } };
    const other = put(BOX);
    const answer = await saveDrawing(kim, { drawingId, changes: [late, other] });
    expect(answer.conflicts).toMatchObject([
      { revision: 2, mark: { width: 6 }, by: "A annotator", removed: false },
    ]);
    expect(answer.saved).toEqual([{ regionKey: other.regionKey, revision: 1 }]);
    const gone = { kind: "remove", id: newId(), regionKey: other.regionKey, baseRevision: 1 };
    await saveDrawing(kim, { drawingId, changes: [gone] });
    const { regions, regionRevision } = await readDrawing(kim, { drawingId });
    expect(regions.map(({ regionKey, revision }) => [regionKey, revision])).toEqual([[change.regionKey, 2]]);
    expect(regionRevision).toBe(4);
  });

  it("leaves two windows that save at once with both of their regions", async () => {
    const { id: roundId } = await open();
    const drawingId = await take(kim, roundId);
    await Promise.all(Array.from({ length: 6 }, () => saveDrawing(kim, { drawingId, changes: [put(BOX)] })));
    expect(await readDrawing(kim, { drawingId })).toMatchObject({
      regionRevision: 6,
      regions: { length: 6 },
    });
  });

  it("refuses what does not belong on the image, and is nobody else's", async () => {
    const { id: roundId } = await open();
    const drawingId = await take(kim, roundId);
    const outside = put({ mark: { ...BOX.mark, width: 400 } });
    const foreign = put({ ...BOX, classId: newId() });
    for (const changes of [[outside], [foreign]]) {
      expect(await outcome(saveDrawing(kim, { drawingId, changes }))).toBe("invalid");
    }
    const curator = await database.ctx("curator", lab);
    for (const ctx of [ada, curator]) {
      expect(await outcome(readDrawing(ctx, { drawingId }))).toBe("not_found");
      expect(await outcome(openOwnDrawing(ctx, { drawingId }))).toBe("not_found");
      expect(await outcome(saveDrawing(ctx, { drawingId, changes: [put(BOX)] }))).toBe("not_found");
      expect(await outcome(finishDrawing(ctx, { drawingId, revision: 0 }))).toBe("not_found");
    }
  });

  it("is done once, as it was seen, and does not change any more", async () => {
    const { id: roundId } = await open();
    const drawingId = await take(kim, roundId);
    await saveDrawing(kim, { drawingId, changes: [put(BOX)] });
    expect(await outcome(finishDrawing(kim, { drawingId, revision: 0 }))).toBe("conflict");
    await Promise.all([1, 2, 3].map(() => finishDrawing(kim, { drawingId, revision: 1 })));
    const events = await database.db.auditEvent.findMany({
      where: { resource: `drawing:${drawingId}`, action: "drawing.finish" },
    });
    expect(events).toHaveLength(1);
    expect(await outcome(saveDrawing(kim, { drawingId, changes: [put(BOX)] }))).toBe("invalid");
    expect((await readDrawing(kim, { drawingId })).regions).toHaveLength(1);
  });

  it("does not count beyond what is wanted when somebody comes back", async () => {
    const { id: roundId } = await open({ imageCount: 1 });
    const drawingId = await take(kim, roundId);
    await saveDrawing(kim, { drawingId, changes: [put(BOX)] });
    const membership = await database.db.membership.delete({
      where: { workspaceId_userId: { workspaceId: kim.workspaceId, userId: idOf(kim) } },
    });
    for (const ctx of [ada, await database.ctx("annotator", lab)]) await drawRound(ctx, roundId, () => [BOX]);
    await database.db.membership.create({ data: membership });
    expect(await outcome(finishDrawing(kim, { drawingId, revision: 1 }))).toBe("conflict");
  });

  it("leaves ground truth as it is", async () => {
    const { id: roundId } = await open();
    await drawRound(kim, roundId, () => [BOX]);
    expect(await database.db.region.count({ where: { imageId: { in: images } } })).toBe(0);
    const rows = await database.db.image.findMany({ where: { datasetId } });
    expect(
      rows.every(({ regionState, regionRevision }) => regionState === "none" && regionRevision === 0),
    ).toBe(true);
  });

  it("ends when the round is closed", async () => {
    const { id: roundId } = await open();
    const drawingId = await take(kim, roundId);
    await closeRound(reviewer, { roundId });
    expect(await outcome(saveDrawing(kim, { drawingId, changes: [put(BOX)] }))).toBe("invalid");
    expect(await outcome(finishDrawing(kim, { drawingId, revision: 0 }))).toBe("conflict");
    expect(await outcome(giveImage(ada, { roundId }))).toBe("conflict");
    expect(await outcome(closeRound(reviewer, { roundId }))).toBe("conflict");
    expect(await listRounds(ada, datasetId)).toMatchObject([{ isLeft: false }]);
  });
});

describe("blinding", () => {
  const asks = (ctx: Ctx, imageId: string) =>
    Promise.all([
      outcome(listRegions(ctx, { imageId })),
      outcome(listRegionRevisions(ctx, { imageId })),
      outcome(openDrawing(ctx, { imageId })),
      outcome(saveRegions(ctx, { imageId, changes: [put(BOX)] })),
      getImage(ctx, imageId).then(({ blind, regions }) =>
        blind && regions.length === 0 ? "forbidden" : "done",
      ),
    ]);

  it("keeps an image's regions from whoever draws for the round, until the own drawing is done", async () => {
    const { id: roundId } = await open({ imageCount: 8 });
    const [{ imageId: ahead }] = await database.db.roundImage.findMany({ where: { roundId, position: 5 } });
    expect(await asks(kim, ahead)).toEqual(Array(5).fill("done"));
    const drawingId = await take(kim, roundId);
    const imageId = await imageOf(drawingId);
    expect(await asks(kim, imageId)).toEqual(Array(5).fill("forbidden"));
    // Nobody looks ahead, either; and nobody judges what they do not see.
    expect(await asks(kim, ahead)).toEqual(Array(5).fill("forbidden"));
    expect(await outcome(submitRegions(kim, { imageId, revision: 0 }))).toBe("forbidden");
    expect(await asks(ada, imageId)).toEqual(Array(5).fill("done"));
    await finishDrawing(kim, { drawingId, revision: 0 });
    expect(await asks(kim, imageId)).toEqual(Array(5).fill("done"));
    expect(await asks(kim, ahead)).toEqual(Array(5).fill("forbidden"));
    await closeRound(reviewer, { roundId });
    expect(await asks(kim, ahead)).toEqual(Array(5).fill("done"));
  });

  it("shows a reviewer who draws other people's drawings only where the own one is done", async () => {
    const curator = await database.ctx("curator", lab);
    const { id: roundId } = await open({ imageCount: 2, peopleWanted: 3 });
    await drawRound(kim, roundId, () => [BOX]);
    await drawRound(ada, roundId, () => [BOX]);
    expect(await getRound(curator, { roundId })).toMatchObject({ compared: { length: 2 }, blindCount: 0 });
    const drawingId = await take(curator, roundId);
    expect(await getRound(curator, { roundId })).toMatchObject({ compared: [], blindCount: 2 });
    await finishDrawing(curator, { drawingId, revision: 0 });
    expect(await getRound(curator, { roundId })).toMatchObject({ compared: { length: 1 }, blindCount: 1 });
  });
});

describe("who did what", () => {
  it("is told by people, also of those who have left", async () => {
    const { id: roundId } = await open({ imageCount: 2 });
    await drawRound(kim, roundId, () => [BOX]);
    await take(ada, roundId);
    await database.db.membership.deleteMany({ where: { userId: idOf(kim) } });
    const { people, doneCount, imageCount } = await getRound(reviewer, { roundId });
    expect(people).toEqual([
      { userId: idOf(kim), label: "A", name: "A annotator", done: 2, isDrawing: false, hasLeft: true },
      { userId: idOf(ada), label: "B", name: "A annotator", done: 0, isDrawing: true, hasLeft: false },
    ]);
    expect([doneCount, imageCount]).toEqual([2, 2]);
  });
});
