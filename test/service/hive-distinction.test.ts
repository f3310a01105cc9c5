import { randomBytes } from "node:crypto";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openZipSource } from "#lib/formats/sources/zip-source.ts";
import type { Ctx } from "#lib/services/context.ts";
import { saveAnswer } from "#lib/services/participation/save-answer.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { exportAnswers } from "#lib/services/reports/export-answers.ts";
import { getReports } from "#lib/services/reports/get-report.ts";
import { makePack } from "#lib/services/reports/packs/make-pack.ts";
import { openPack } from "#lib/services/reports/packs/open-pack.ts";
import { startPack } from "#lib/services/reports/packs/start-pack.ts";
import { readAnswers } from "#lib/services/reports/read-answers.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { listStudyChoices } from "#lib/services/studies/list-study-choices.ts";
import { runSimulatedRaters } from "#lib/services/studies/run-simulated-raters.ts";
import { verifyStudy } from "#lib/services/studies/verify-study.ts";
import { packFileName } from "#lib/study/pack/simulated-mark.ts";
import { type GivenAnswer, scoreAnswers } from "#lib/study/score-answers.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { addEveryClassArms, CLASSES } from "#test/support/every-class-arms.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";
import { joinAnew } from "#test/support/rating-crowd.ts";
import { createTemplateStudy } from "#test/support/template-study.ts";

let database: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
});
afterAll(() => database.close());

const newKey = () => randomBytes(32).toString("base64url");
const join = (key: string) => joinAnew(ctx, key);

async function crowd(studyId: string, count: number) {
  const signal = new AbortController().signal;
  await runSimulatedRaters(ctx, studyId, { batch: "crowd", count, progress: () => undefined, signal });
  await computeReports(ctx, studyId);
  return (await getReports(ctx, studyId)).simulated!.results;
}

/** What the report pack about simulated raters holds. */
async function packOf(studyId: string) {
  const { id } = await startPack(ctx, { studyId, raters: "simulated" });
  await makePack(ctx, id, {});
  const { stream, byteSize } = await openPack(ctx, id);
  const bytes = new Uint8Array(await new Response(await stream(0, byteSize)).arrayBuffer());
  const source = await openZipSource(async (start, end) => bytes.subarray(start, end), bytes.length);
  const files = new Map<string, string>();
  for (const { path: name } of await source.list())
    files.set(name, new TextDecoder().decode(await source.read(name, 1e7)));
  const text = (name: string) => files.get(packFileName(name, true))!;
  const rowsOf = (name: string): Record<string, string>[] => parse(text(name), { columns: true, bom: true });
  return { text, rowsOf };
}

/** By the id of a stimulus. */
async function stimuliOf(studyId: string) {
  const rows = await ctx.db.stimulus.findMany({ where: { studyId }, include: { item: true } });
  return new Map(rows.map((row) => [row.id, row]));
}

test("every arm shows an image's same four classes, the answer first and the next likely ones after it", async () => {
  const { studyId } = await createTemplateStudy(ctx, "hive-distinction");
  const stimuli = [...(await stimuliOf(studyId)).values()];
  for (const { item, classAt, wording } of stimuli) {
    expect(item.classes).toHaveLength(4);
    expect(item.classes.slice(1, 3)).toEqual(["mole", "wolf"]);
    expect((wording as { answer: string }).answer).toBe(item.classes[classAt]);
    const map = await ctx.db.saliencyMap.findUniqueOrThrow({
      where: { id: (wording as { mapId: string }).mapId },
      include: { arm: { include: { model: true } } },
    });
    expect(map.arm.model.classNames[map.target]).toBe(item.classes[classAt]);
  }
  const rated = stimuli.filter(({ item }) => !item.practice);
  expect(rated).toHaveLength(8 * 3 * 4);
});

test("the answer stands in any place, in another for another rater; people are told letters, or names where that is wanted", async () => {
  const { studyId, key } = await createTemplateStudy(ctx, "hive-distinction", { images: 14 });
  const byId = await stimuliOf(studyId);
  const places = new Set<number>();
  const sequences = new Set<string>();
  for (let rater = 0; rater < 4; rater++) {
    const { trials } = await join(key);
    for (const { stimuli, classes, practice, feedback } of trials) {
      const shown = stimuli.map((id) => byId.get(id)!);
      expect(classes).toEqual(["A", "B", "C", "D"]);
      const at = shown.findIndex(({ classAt }) => classAt === 0);
      expect(feedback && [feedback.low, feedback.high]).toEqual(practice ? [at, at] : null);
      if (!practice) places.add(at);
    }
    const ofImages = trials.map(({ stimuli: [first] }) => byId.get(first)!);
    sequences.add(JSON.stringify(ofImages.map(({ itemId, classAt }) => [itemId, classAt])));
  }
  expect(places).toEqual(new Set([0, 1, 2, 3]));
  expect(sequences.size).toBe(4);
  expect(await verifyStudy(ctx, { studyId })).toMatchObject({
    ok: true,
    sequences: { recomputed: 4, matching: 4 },
  });

  const named = await createTemplateStudy(ctx, "hive-distinction", { classNames: true, practice: 1 });
  const names = await stimuliOf(named.studyId);
  const { trials } = await join(named.key);
  for (const { stimuli, classes } of trials)
    expect(classes).toEqual(stimuli.map((id) => (names.get(id)!.wording as { answer: string }).answer));
  const [{ feedback, stimuli }] = trials;
  const answer = names.get(stimuli[0])!.item.classes[0];
  expect(feedback!.because).toBe(`The computer answered “${answer}”.`);
});

test("an answer is one of the four pictures, and scores whether it is the computer's", async () => {
  const { studyId, key } = await createTemplateStudy(ctx, "hive-distinction", { practice: 0 });
  const byId = await stimuliOf(studyId);
  const session = await join(key);
  const give = (trialId: string, value: number) =>
    saveAnswer(ctx, {
      key,
      token: session.token,
      trialId,
      idempotencyKey: newKey(),
      value,
      responseTimeMs: 1500,
      answeredAt: "2026-11-28T12:00:00.000Z",
    });
  await expect(give(session.trials[0].id, 4)).rejects.toMatchObject({ code: "invalid" });
  // Right in all trials but the first.
  for (const [position, { id, stimuli }] of session.trials.entries()) {
    const at = stimuli.findIndex((stimulus) => byId.get(stimulus)!.classAt === 0);
    await give(id, position === 0 ? (at + 1) % 4 : at);
  }
  const answers = await ctx.db.$transaction(async (tx) => {
    const { response } = requireTemplate("hive-distinction");
    const trialsPerRater = session.trials.length;
    const whose = { studyId, simulated: false, lockedAt: null, response, trialsPerRater };
    const given: GivenAnswer[] = [];
    for await (const page of readAnswers(tx, whose)) given.push(...page.answers);
    return given;
  });
  const scored = scoreAnswers(requireTemplate("hive-distinction"), answers);
  expect(scored.map(({ value }) => value)).toEqual(answers.map((_, at) => (at === 0 ? 0 : 1)));
  for (const { itemId, mapId, correct } of scored) {
    const { item, wording } = [...byId.values()].find((row) => row.itemId === itemId && row.classAt === 0)!;
    const { image } = await ctx.db.studyItem.findUniqueOrThrow({
      where: { id: itemId },
      include: { image: { include: { class: true } } },
    });
    expect(correct).toBe(item.classes[0] === image.class!.name);
    expect((await ctx.db.saliencyMap.findUniqueOrThrow({ where: { id: mapId! } })).target).toBe(
      CLASSES.indexOf((wording as { answer: string }).answer),
    );
  }
  const csv = await exportAnswers(ctx, { studyId, raters: "people" });
  let text = "";
  for await (const chunk of csv.chunks) text += chunk;
  const [head, ...rows] = text
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","));
  const column = (name: string) => rows.map((row) => row[head.indexOf(name)]);
  expect(rows).toHaveLength(4 * session.trials.length);
  expect(column("is_answer").filter((one) => one === "1")).toHaveLength(session.trials.length);
});

test("raters tell classes apart by maps that do and not by others; without a map they guess", async () => {
  const { studyId } = await createTemplateStudy(ctx, "hive-distinction", {
    images: 15,
    control: true,
  });
  const { arms, agreement, measure, correlations } = await crowd(studyId, 16);
  const [tells, , random, none] = arms.map(({ score }) => ("value" in score ? score.value : Number.NaN));
  expect(measure).toMatchObject({ chance: 0.25, about: "performance" });
  expect(tells).toBeGreaterThan(0.4);
  for (const guessed of [random, none]) expect(Math.abs(guessed - 0.25)).toBeLessThan(0.15);
  expect("value" in agreement).toBe(true);
  expect(correlations).toEqual([]);

  const { text, rowsOf } = await packOf(studyId);
  expect(text("methods-en.md")).toContain(
    "the maps of one method for the class that the classifier answered",
  );
  expect(rowsOf("scores.csv")).toHaveLength(16 * 12);
  expect(rowsOf("ratings.csv")).toHaveLength(16 * 12 * 4);
  expect(rowsOf("ratings.csv").filter((row) => row.is_answer === "1")).toHaveLength(16 * 12);
});

test("an image that the arms' models answer differently is left out; so is what is more of right or of wrong answers", async () => {
  const { runId, armIds } = await createFinishedRun(ctx, 12);
  const every = await addEveryClassArms(ctx, runId);
  const run = await ctx.db.run.findUniqueOrThrow({ where: { id: runId }, include: { arms: true } });
  const scouter = run.arms.find(({ id }) => id === every[0])!.modelId;
  const logits = Buffer.from(Float32Array.of(9, 0, 0, 0, 0).buffer);
  const where = { modelId: scouter, imageId: run.imageIds[1] };
  await ctx.db.prediction.updateMany({ where, data: { logits, predictedIndex: 0 } });
  const wish = { runId, name: "Told", templateId: "hive-distinction", practice: 0 };
  const imagesOf = async (more: object) => {
    const { id } = await createStudy(ctx, { ...wish, ...more });
    return (await ctx.db.studyItem.findMany({ where: { studyId: id } })).map(({ imageId }) => imageId);
  };
  expect((await imagesOf({})).sort()).toEqual(run.imageIds.filter((id) => id !== run.imageIds[1]).sort());
  expect(await imagesOf({ armIds: [every[1]] })).toHaveLength(12);
  const balanced = await imagesOf({ balanceCorrect: true });
  expect(balanced).toHaveLength(2);
  expect(balanced).toContain(run.imageIds[4]);
  await expect(createStudy(ctx, { ...wish, armIds: [armIds[0]] })).rejects.toThrow(
    /needs maps of every class/,
  );
  const choice = (await listStudyChoices(ctx)).find((one) => one.runId === runId)!;
  expect(choice.arms.filter(({ classes }) => classes === "every").map(({ id }) => id)).toEqual(every);
});
