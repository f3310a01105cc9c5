import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { decodeMask } from "#lib/imaging/mask-runs.ts";
import type { Ctx } from "#lib/services/context.ts";
import { listRegions } from "#lib/services/regions/list-regions.ts";
import { saveRegions } from "#lib/services/regions/save-regions.ts";
import { addConsensus } from "#lib/services/rounds/add-consensus.ts";
import { computeAgreement } from "#lib/services/rounds/compute-agreement.ts";
import { exportAgreement, exportAgreementTable } from "#lib/services/rounds/export-agreement.ts";
import { exportDrawings, exportDrawingTable } from "#lib/services/rounds/export-drawings.ts";
import { finishDrawing } from "#lib/services/rounds/finish-drawing.ts";
import { getRound } from "#lib/services/rounds/get-round.ts";
import { giveImage } from "#lib/services/rounds/give-image.ts";
import { openRound } from "#lib/services/rounds/open-round.ts";
import { proposeConsensus } from "#lib/services/rounds/propose-consensus.ts";
import { type Drawn, drawRound, put } from "#test/support/annotation-round.ts";
import { idOf, outcome } from "#test/support/asking.ts";
import { bareImages } from "#test/support/bare-images.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

/** The pictures are 8 x 8. */
const box = (x: number, y: number, side = 4, classId: string | null = null): Drawn => ({
  mark: { kind: "box", x, y, width: side, height: side },
  classId,
});

let database: TestDatabase;
let lab: string;
let curator: Ctx;
let people: Ctx[];
let datasetId: string;
let [ant, fox] = ["", ""];
let workspace = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  lab = `agreement-${++workspace}`;
  curator = await database.ctx("curator", lab);
  people = await Promise.all([1, 2, 3].map(() => database.ctx("annotator", lab)));
  const made = await bareImages(curator, 6);
  datasetId = made.datasetId;
  [ant, fox] = made.classIds;
});

const open = async (wish: object = {}) =>
  (await openRound(curator, { datasetId, name: "Round", imageCount: 6, ...wish })).id;

const value = (of: { value: number } | { undefined: string }) => ("value" in of ? of.value : of.undefined);

describe("the agreement of a round", () => {
  it("is asked of a worker when a drawing is done, once for a burst", async () => {
    const roundId = await open();
    await drawRound(people[0], roundId, () => [box(0, 0)]);
    const jobs = await database.db.job.findMany({
      where: { kind: "round.agreement", workspaceId: curator.workspaceId },
    });
    expect(jobs.map(({ payload, state }) => [payload, state])).toEqual([[{ roundId }, "queued"]]);
    expect(await getRound(curator, { roundId })).toMatchObject({ state: "computing", agreement: null });
  });

  it("is going on for whoever reads the round just before it ends", async () => {
    const roundId = await open();
    await drawRound(people[0], roundId, () => [box(0, 0)]);
    const jobs = { kind: "round.agreement", payload: { path: ["roundId"], equals: roundId } };
    const endsMeanwhile = curator.db.$extends({
      query: {
        annotationRound: {
          async findFirst({ args, query }) {
            const round = await query(args);
            await database.db.job.updateMany({ where: jobs, data: { state: "succeeded" } });
            return round;
          },
        },
      },
    });
    const asked = { ...curator, db: endsMeanwhile as unknown as Ctx["db"] };
    expect(await getRound(asked, { roundId })).toMatchObject({ state: "computing", agreement: null });
    expect(await getRound(curator, { roundId })).toMatchObject({ state: "current", agreement: null });
  });

  it("splits into found, class and place, of each two people and of all, and is the same again", async () => {
    const roundId = await open();
    const [a, b] = people;
    const images = await drawRound(a, roundId, () => [
      box(0, 0),
      { mark: { kind: "points", points: [[1, 1]] } },
    ]);
    await drawRound(b, roundId, (id) =>
      id === images[0] ? [] : [box(id === images[1] ? 1 : 0, 0, 4, id === images[2] ? ant : null)],
    );
    await computeAgreement(curator, roundId);
    const { agreement, compared } = await getRound(curator, { roundId });
    if (!agreement?.overall) throw new Error("not computed");
    expect(agreement.marksLeftOut).toBe(6);
    expect(agreement.pairs.map(({ a, b }) => [a, b])).toEqual([["A", "B"]]);
    const { found, class: naming, place } = agreement.overall;
    expect(found).toMatchObject({ both: 5, onlyA: 1, onlyB: 0 });
    expect(value(found.f1)).toBeCloseTo(10 / 11, 12);
    // Everybody always draws the same corner: finding it is no better than chance.
    expect(value(found.chance)).toBeCloseTo(10 / 11, 1);
    expect(naming.pairs).toBe(5);
    expect(place.pairs).toBe(5);
    expect(value(place.meanIou)).toBeCloseTo((4 + 12 / 20) / 5, 2);
    expect(compared[0].id).toBe(images[0]);
    expect(compared).toHaveLength(6);
    const before = (await exportAgreement(curator, roundId)).overall;
    await computeAgreement(curator, roundId);
    expect((await exportAgreement(curator, roundId)).overall).toEqual(before);
  });

  it("follows when an image goes, and keeps the later of two computations", async () => {
    const roundId = await open();
    for (const person of people.slice(0, 2)) await drawRound(person, roundId, () => [box(0, 0)]);
    await computeAgreement(curator, roundId);
    const [{ imageId }] = await database.db.roundImage.findMany({ where: { roundId } });
    await database.db.image.delete({ where: { id: imageId } });
    await computeAgreement(curator, roundId);
    expect(await exportAgreement(curator, roundId)).toMatchObject({ drawings: 10, overall: { images: 5 } });
    // One that has been overtaken while it computed.
    const slow = {
      ...curator,
      db: curator.db.$extends({
        query: {
          annotationRound: {
            async updateMany({ args, query }) {
              await database.db.annotationRound.update({
                where: { id: roundId },
                data: { agreementTurn: { increment: 1 }, agreementOf: 99 },
              });
              return query(args);
            },
          },
        },
      }) as unknown as Ctx["db"],
    };
    await computeAgreement(slow, roundId);
    expect(await exportAgreement(curator, roundId)).toMatchObject({ drawings: 99 });
  });

  it("takes a mark without a class for the image's own", async () => {
    const roundId = await open();
    await drawRound(people[0], roundId, () => [box(0, 0)]);
    const classes = new Map(
      (await database.db.image.findMany({ where: { datasetId } })).map((i) => [i.id, i.classId]),
    );
    await drawRound(people[1], roundId, (id) => [box(0, 0, 4, classes.get(id) ?? null)]);
    await computeAgreement(curator, roundId);
    const { overall } = await exportAgreement(curator, roundId);
    expect(overall && value(overall.class.observed)).toBe(1);
    expect(overall && value(overall.class.kappa)).toBe(1);
  });

  it("counts what is done alone, and keeps what people who left have drawn", async () => {
    const roundId = await open();
    await drawRound(people[0], roundId, () => [box(0, 0)]);
    await giveImage(people[1], { roundId });
    await computeAgreement(curator, roundId);
    expect(await exportAgreement(curator, roundId)).toMatchObject({ overall: null, pairs: [], drawings: 6 });
    await database.db.membership.deleteMany({ where: { userId: idOf(people[0]) } });
    await drawRound(people[1], roundId, () => [box(0, 0)]);
    await computeAgreement(curator, roundId);
    expect((await exportAgreement(curator, roundId)).overall).toMatchObject({
      images: 6,
      found: { both: 6 },
    });
  });

  it("goes into a paper with letters for names, and reasons for what has no value", async () => {
    const roundId = await open({ imageCount: 1 });
    expect(await outcome(exportAgreement(curator, roundId))).toBe("not_found");
    await drawRound(people[0], roundId, () => [box(0, 0)]);
    await drawRound(people[1], roundId, () => []);
    await computeAgreement(curator, roundId);
    const [all, pair] = parse(await exportAgreementTable(curator, roundId), { columns: true }) as Record<
      string,
      string
    >[];
    expect(all).toMatchObject({ person_a: "all", images: "1", f1: "0", f1_chance: "", mean_iou: "" });
    expect(pair.undefined).toContain("f1_chance: fewer_than_two_values");
    // One picture resampled is always the same: that is no interval.
    expect([pair.f1, pair.f1_low, pair.f1_high]).toEqual(["0", "", ""]);
    expect(pair.undefined).toContain("f1 interval: no_spread");
    expect([pair.person_a, pair.person_b]).toEqual(["A", "B"]);
    const { images } = await exportDrawings(curator, roundId);
    expect(images).toMatchObject([
      {
        width: 8,
        drawings: [
          { person: "A", marks: [{ mark: { kind: "box" } }] },
          { person: "B", marks: [] },
        ],
      },
    ]);
    const rows = parse(await exportDrawingTable(curator, roundId), { columns: true }) as Record<
      string,
      string
    >[];
    expect(rows.map(({ person, kind }) => [person, kind])).toEqual([
      ["A", "box"],
      ["B", ""],
    ]);
    expect(JSON.parse(rows[0].shape)).toEqual({ x: 0, y: 0, width: 4, height: 4 });
    const text = JSON.stringify(images) + (await exportAgreementTable(curator, roundId));
    for (const ctx of people) expect(text).not.toContain(idOf(ctx));
    for (const ask of [exportAgreement, exportAgreementTable, exportDrawings, exportDrawingTable]) {
      expect(await outcome(ask(people[0], roundId))).toBe("forbidden");
      expect(await outcome(ask(await database.ctx("owner", "elsewhere"), roundId))).toBe("not_found");
    }
  });
});

describe("the consensus of an image", () => {
  async function drawn(marks: Drawn[][]): Promise<{ roundId: string; imageId: string }> {
    const roundId = await open({ imageCount: 1, peopleWanted: marks.length });
    let imageId = "";
    for (const [i, each] of marks.entries()) [imageId] = await drawRound(people[i], roundId, () => each);
    return { roundId, imageId };
  }

  it("of two people is what both marked, class by class and part by part", async () => {
    const at = await drawn([
      [box(0, 0, 3, fox), box(5, 5, 2, fox), box(0, 6, 2, ant)],
      [box(1, 0, 3, fox), box(5, 5, 3, fox)],
    ]);
    const { classes } = await proposeConsensus(curator, at);
    expect(
      classes.map(({ className, method, parts, raters }) => [className, method, parts.length, raters]),
    ).toEqual([
      ["ant", "majority", 0, null],
      ["fox", "majority", 2, null],
    ]);
    const [large] = classes[1].parts.map((part) => decodeMask(part));
    expect(large.data.reduce((sum, cell) => sum + cell, 0)).toBe(6);
    expect([large.data[1], large.data[0]]).toEqual([1, 0]);
  });

  it("of three is STAPLE's, and says what each is worth", async () => {
    const at = await drawn([[box(0, 0)], [box(0, 0)], []]);
    const { classes } = await proposeConsensus(curator, at);
    expect(classes[0].method).toBe("staple");
    expect(classes[0].raters?.[0].sensitivity).toBeCloseTo(1, 3);
    expect(classes[0].raters?.[2].sensitivity).toBeCloseTo(0, 3);
    expect(classes[0].parts).toHaveLength(1);
  });

  it("of a large picture is computed smaller, and is as large as the picture again", async () => {
    await database.db.image.updateMany({ where: { datasetId }, data: { width: 3000, height: 1500 } });
    const at = await drawn([[box(300, 300, 600)], [box(600, 300, 600)]]);
    const { classes } = await proposeConsensus(curator, at);
    const mask = decodeMask(classes[0].parts[0]);
    expect([mask.width, mask.height]).toEqual([3000, 1500]);
    // To the cells that the outlines run through, a good two pixels wide.
    const share = mask.data.reduce((sum, cell) => sum + cell, 0) / (300 * 600);
    expect(Math.abs(share - 1)).toBeLessThan(0.02);
    expect([mask.data[600 * 3000 + 750], mask.data[600 * 3000 + 450]]).toEqual([1, 0]);
  });

  it("is added as new regions by whoever asks, once, and what is there stays", async () => {
    const at = await drawn([[box(0, 0)], [box(0, 0)]]);
    const there = put(box(4, 4));
    await saveRegions(curator, { imageId: at.imageId, changes: [there] });
    const { classes } = await proposeConsensus(curator, at);
    const classNames = classes.map(({ className }) => className);
    expect(await addConsensus(curator, { ...at, classNames })).toEqual({ added: 1 });
    expect(await addConsensus(curator, { ...at, classNames })).toEqual({ added: 0 });
    const { regions } = await listRegions(curator, { imageId: at.imageId });
    expect(regions).toHaveLength(2);
    expect(regions.find(({ regionKey }) => regionKey === there.regionKey)).toMatchObject({
      revision: 1,
      mark: { kind: "box" },
    });
    const added = regions.find(({ regionKey }) => regionKey !== there.regionKey);
    expect(added?.mark).toMatchObject({
      kind: "mask",
      attributes: { consensus: "majority", round: at.roundId },
    });
    const row = await database.db.region.findFirstOrThrow({ where: { regionKey: added?.regionKey } });
    expect(row.createdBy).toBe(`user:${idOf(curator)}`);
    const image = await database.db.image.findUniqueOrThrow({ where: { id: at.imageId } });
    expect(image.regionState).toBe("drawn");
  });

  it("is for those who may compare, once two drawings are done, and not for whoever still draws", async () => {
    const roundId = await open({ imageCount: 1, peopleWanted: 3 });
    const [imageId] = await drawRound(people[0], roundId, () => [box(0, 0)]);
    expect(await outcome(proposeConsensus(curator, { roundId, imageId }))).toBe("conflict");
    await drawRound(people[1], roundId, () => [box(0, 0)]);
    const add = (ctx: Ctx) => outcome(addConsensus(ctx, { roundId, imageId, classNames: ["ant", "fox"] }));
    expect(await add(people[0])).toBe("forbidden");
    expect(await add(await database.ctx("reviewer", lab))).toBe("forbidden");
    expect(await add(await database.ctx("owner", "elsewhere"))).toBe("not_found");
    const drawingId = await giveImage(curator, { roundId });
    expect(await add(curator)).toBe("forbidden");
    await finishDrawing(curator, { drawingId, revision: 0 });
    expect(await add(curator)).toBe("done");
  });

  it("adds nothing of a class that is gone", async () => {
    const at = await drawn([[box(0, 0, 4, fox)], [box(0, 0, 4, fox)]]);
    await database.db.image.updateMany({ where: { classId: fox }, data: { classId: ant } });
    await database.db.datasetClass.delete({ where: { id: fox } });
    const { classes } = await proposeConsensus(curator, at);
    expect(classes).toMatchObject([{ className: "fox", isGone: true, classId: null }]);
    expect(await outcome(addConsensus(curator, { ...at, classNames: ["fox"] }))).toBe("invalid");
  });
});
