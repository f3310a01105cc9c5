import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { readPage } from "#lib/services/participation/read-page.ts";
import { readSession } from "#lib/services/participation/read-session.ts";
import { readStimulus } from "#lib/services/participation/read-stimulus.ts";
import { saveAnswer } from "#lib/services/participation/save-answer.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { exportAnswers } from "#lib/services/reports/export-answers.ts";
import { exportCodebook } from "#lib/services/reports/export-codebook.ts";
import { getReports } from "#lib/services/reports/get-report.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { runSimulatedRaters } from "#lib/services/studies/run-simulated-raters.ts";
import { verifyStudy } from "#lib/services/studies/verify-study.ts";
import { StudyDesign } from "#lib/study/design.ts";
import type { JoinReply } from "#lib/study/participant-protocol.ts";
import { measureOf } from "#lib/study/response-of.ts";
import { TEMPLATES } from "#lib/study/templates/registry.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
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

function save(
  key: string,
  session: JoinReply,
  trialId: string,
  value: number,
  detail?: unknown,
  once = newKey(),
) {
  return saveAnswer(ctx, {
    key,
    token: session.token,
    trialId,
    idempotencyKey: once,
    value,
    detail,
    responseTimeMs: 1500,
    answeredAt: "2026-11-28T12:00:00.000Z",
  });
}

describe.each(TEMPLATES.map((template) => ({ id: template.id, template })))("$id", ({ id, template }) => {
  test("goes from creation to a report: every trial answered, the log verified, the table explained", async () => {
    const { studyId, key } = await createTemplateStudy(ctx, id);
    // Where each rater belongs to one of four arms, two of each are too few to leave one out.
    const count = template.shows.kind === "after-training" ? 12 : 6;
    const page = await readPage(ctx, key);
    expect(page.data.task.kind).toBe(template.response.kind);
    await runSimulatedRaters(ctx, studyId, {
      batch: "a",
      count,
      progress: () => undefined,
      signal: new AbortController().signal,
    });
    await computeReports(ctx, studyId);
    const report = (await getReports(ctx, studyId)).simulated!.results;
    expect(report.raters).toMatchObject({ completed: count });
    const { design } = await ctx.db.study.findUniqueOrThrow({ where: { id: studyId } });
    expect(report.measure).toEqual(measureOf(template, StudyDesign.parse(design)));
    for (const { score } of report.arms) {
      if (!("value" in score)) throw new Error(`no score: ${score.undefined}`);
      expect(score.value).toBeGreaterThanOrEqual(template.measure.low);
      expect(score.value).toBeLessThanOrEqual(template.measure.high);
    }
    expect("undefined" in report.agreement && report.agreement.undefined === "answers_have_no_alpha").toBe(
      template.agreement === null,
    );
    const verification = await verifyStudy(ctx, { studyId });
    expect(verification).toMatchObject({ ok: true, problemCount: 0 });
    expect(verification.answers.matching).toBe(verification.answers.stored);
    expect(verification.sequences).toEqual({ recomputed: count, matching: count });

    const { panels } = StudyDesign.parse(
      (await ctx.db.study.findUniqueOrThrow({ where: { id: studyId } })).design,
    );
    const lines = (await text(await exportAnswers(ctx, { studyId, raters: "simulated" })))
      .trimEnd()
      .split("\r\n");
    expect(lines[0]).toBe(template.columns.map(({ name }) => name).join(","));
    expect(lines).toHaveLength(1 + panels * report.ratings);
    expect((await exportCodebook(ctx, studyId)).trimEnd().split("\r\n")).toHaveLength(
      1 + template.columns.length,
    );
  });

  test("shows each participant pictures of one image and one answer, no image twice, all of one size", async () => {
    const { studyId, key } = await createTemplateStudy(ctx, id);
    const study = await ctx.db.study.findUniqueOrThrow({ where: { id: studyId } });
    const design = StudyDesign.parse(study.design);
    const stimuli = await ctx.db.stimulus.findMany({ where: { studyId } });
    const byId = new Map(stimuli.map((one) => [one.id, one]));
    const session = await join(key);
    const images: string[] = [];
    for (const { stimuli: shown, answer, practice } of session.trials) {
      const rows = shown.map((stimulus) => byId.get(stimulus)!);
      expect(rows).toHaveLength(design.panels);
      const ofClasses = template.shows.kind === "classes";
      expect(new Set(rows.map(({ armId }) => armId)).size).toBe(ofClasses ? 1 : design.panels);
      expect(new Set(rows.map(({ classAt }) => classAt)).size).toBe(ofClasses ? design.panels : 1);
      expect(new Set(rows.map(({ itemId }) => itemId)).size).toBe(1);
      const answers = rows.map(({ wording }) => (wording as { answer: string }).answer);
      const isTold = template.response.kind !== "class";
      expect(isTold ? answers : [answer]).toEqual(isTold ? rows.map(() => answer) : [""]);
      if (ofClasses) expect(new Set(answers).size).toBe(design.panels);
      if (!practice) images.push(rows[0].itemId);
      for (const stimulus of shown) {
        const bytes = await readStimulus(ctx, { key, token: session.token, id: stimulus });
        expect(bytes.byteLength).toBe(design.stimulusBytes);
      }
    }
    expect(new Set(images).size).toBe(images.length);
    const shown = new Set(session.trials.flatMap((trial) => trial.stimuli));
    const hidden = await ctx.db.stimulus.findFirst({
      where: { studyId, item: { practice: false }, id: { notIn: [...shown] } },
    });
    if (hidden)
      await expect(readStimulus(ctx, { key, token: session.token, id: hidden.id })).rejects.toMatchObject({
        code: "not_found",
      });
  });
});

async function text({ chunks }: { chunks: AsyncIterable<string> }): Promise<string> {
  let whole = "";
  for await (const chunk of chunks) whole += chunk;
  return whole;
}

describe("an answer with a detail", () => {
  test("is stored once with it; the same request again succeeds, another one is told what stands", async () => {
    const { key } = await createTemplateStudy(ctx, "ranking");
    const session = await join(key);
    const trial = session.trials.find(({ practice }) => !practice)!;
    const once = newKey();
    const given = { order: [2, 0, 1] };
    for (let again = 0; again < 3; again++)
      expect(await save(key, session, trial.id, 2, given, once)).toEqual({ value: 2, detail: given });
    const conflict = { code: "conflict", details: { value: 2, detail: given } };
    await expect(save(key, session, trial.id, 2, { order: [2, 1, 0] }, once)).rejects.toMatchObject(conflict);
    await expect(save(key, session, trial.id, 0, { order: [0, 1, 2] })).rejects.toMatchObject(conflict);
    const stored = await ctx.db.answer.findUniqueOrThrow({ where: { trialId: trial.id } });
    expect(stored).toMatchObject({ value: 2, detail: given });
    const again = await readSession(ctx, { key, token: session.token });
    expect(again.trials.find(({ id }) => id === trial.id)!.value).toBe(2);
  });

  test("is refused where it is not what the study asks for, and leaves nothing", async () => {
    const { key } = await createTemplateStudy(ctx, "best-worst");
    const session = await join(key);
    const [trial] = session.trials;
    for (const [value, detail] of [
      [0, undefined],
      [0, { worst: 0 }],
      [0, { worst: 3 }],
      [3, { worst: 0 }],
      [0, { worst: 1, comment: "x" }],
    ] as const)
      await expect(save(key, session, trial.id, value, detail)).rejects.toMatchObject({ code: "invalid" });
    expect(await ctx.db.answer.count({ where: { trialId: trial.id } })).toBe(0);
    await save(key, session, trial.id, 0, { worst: 1 });
  });

  test("that was changed afterwards is found by its digest, and so are other pictures of a trial", async () => {
    const { studyId, key } = await createTemplateStudy(ctx, "ranking");
    const session = await join(key);
    const [first, second] = session.trials.filter(({ practice }) => !practice);
    await save(key, session, first.id, 1, { order: [1, 0, 2] });
    expect(await verifyStudy(ctx, { studyId })).toMatchObject({
      ok: true,
      answers: { stored: 1, matching: 1 },
    });
    await ctx.db.answer.update({ where: { trialId: first.id }, data: { detail: { order: [1, 2, 0] } } });
    const changed = await verifyStudy(ctx, { studyId });
    expect(changed.problems).toMatchObject([{ about: "answer" }]);
    await ctx.db.answer.update({ where: { trialId: first.id }, data: { detail: { order: [1, 0, 2] } } });
    await ctx.db.trial.update({
      where: { id: second.id },
      data: { otherStimulusIds: second.stimuli.slice(1).toReversed() },
    });
    const swapped = await verifyStudy(ctx, { studyId });
    expect(swapped.problems).toMatchObject([{ about: "sequence" }]);
  });
});

describe("a study's options", () => {
  test("a control shows the picture without a map and is an arm like the others", async () => {
    const { studyId } = await createTemplateStudy(ctx, "accept-reject", { control: true });
    await runSimulatedRaters(ctx, studyId, {
      batch: "c",
      count: 4,
      progress: () => undefined,
      signal: new AbortController().signal,
    });
    await computeReports(ctx, studyId);
    const { arms, correlations } = (await getReports(ctx, studyId)).simulated!.results;
    expect(arms.map(({ label }) => label)).toEqual(["SCOUTER+", "Grad-CAM", "Random map", "No map"]);
    expect(arms[3].ratings).toBeGreaterThan(0);
    expect(arms[3].metrics).toEqual([]);
    expect(correlations.length).toBeGreaterThan(0);
    expect(await verifyStudy(ctx, { studyId })).toMatchObject({ ok: true });
    const csv = await text(await exportAnswers(ctx, { studyId, raters: "simulated" }));
    expect(csv).toContain("No map,control-plain,for");
  });

  test("a scale of seven points is asked, taken and reported as one", async () => {
    const { studyId, key } = await createTemplateStudy(ctx, "plausibility-rating", { points: 7 });
    expect((await readPage(ctx, key)).data.task).toMatchObject({ values: [1, 2, 3, 4, 5, 6, 7] });
    const session = await join(key);
    expect(session.trials.flatMap(({ feedback }) => (feedback ? [feedback.high] : [])).sort()).toEqual([
      3, 7,
    ]);
    await save(key, session, session.trials[2].id, 7);
    await expect(save(key, session, session.trials[3].id, 8)).rejects.toMatchObject({ code: "invalid" });
    await computeReports(ctx, studyId);
    const { measure, values } = (await getReports(ctx, studyId)).people!.results;
    expect([measure.low, measure.high, values.length]).toEqual([1, 7, 7]);
  });

  test("as many images that are answered rightly as wrongly, where there are both", async () => {
    const { runId, armIds } = await createFinishedRun(ctx, 12);
    await expect(
      createStudy(ctx, { runId, name: "All right", templateId: "accept-reject", balanceCorrect: true }),
    ).rejects.toThrow(/nothing to balance/);
    // Three images, of which all arms say something else than what they are.
    const wrong = (await ctx.db.run.findUniqueOrThrow({ where: { id: runId } })).imageIds.slice(0, 3);
    for (const armId of [armIds[0], armIds[2]])
      for (const [at, imageId] of wrong.entries())
        await ctx.db.saliencyMap.updateMany({ where: { armId, imageId }, data: { target: (at + 1) % 3 } });
    const { id } = await createStudy(ctx, {
      runId,
      name: "Balanced",
      templateId: "accept-reject",
      armIds: [armIds[0], armIds[2]],
      practice: 0,
      balanceCorrect: true,
    });
    const items = await ctx.db.studyItem.findMany({ where: { studyId: id } });
    expect(items).toHaveLength(6);
    expect(items.filter(({ imageId }) => wrong.includes(imageId))).toHaveLength(3);
  });

  test("trials of several maps leave out images that the arms answer differently", async () => {
    const { runId, armIds } = await createFinishedRun(ctx, 8);
    const { imageIds } = await ctx.db.run.findUniqueOrThrow({ where: { id: runId } });
    await ctx.db.saliencyMap.updateMany({
      where: { armId: armIds[2], imageId: imageIds[5] },
      data: { target: 0 },
    });
    const wish = { runId, name: "Pairs", templateId: "pairwise-preference", armIds: [armIds[0], armIds[2]] };
    const { id } = await createStudy(ctx, wish);
    const items = await ctx.db.studyItem.findMany({ where: { studyId: id } });
    expect(items.map(({ imageId }) => imageId).sort()).toEqual(
      imageIds.filter((imageId) => imageId !== imageIds[5]).sort(),
    );
    await ctx.db.run.update({ where: { id: runId }, data: { state: "running" } });
    await expect(createStudy(ctx, wish)).rejects.toMatchObject({ code: "conflict" });
    await expect(createStudy(ctx, { ...wish, armIds: [armIds[0]] })).rejects.toMatchObject({
      code: "invalid",
    });
  });
});

test("a drawing of odd numbers is verified as it was sent: storing it as JSON changes nothing of it", async () => {
  const { studyId, key } = await createTemplateStudy(ctx, "region-brush");
  const session = await join(key);
  const points = [0.1, 1 / 3, 1e-7, 0.30000000000000004, 0.9999999999999999].map((one): [number, number] => [
    one,
    1 - one,
  ]);
  const given = { strokes: [{ radius: 0.07, points }] };
  const trial = session.trials.find(({ practice }) => !practice)!;
  const once = newKey();
  expect(await save(key, session, trial.id, 1, given, once)).toEqual({ value: 1, detail: given });
  expect(await save(key, session, trial.id, 1, given, once)).toEqual({ value: 1, detail: given });
  expect(await verifyStudy(ctx, { studyId })).toMatchObject({
    ok: true,
    answers: { stored: 1, matching: 1 },
  });
});
