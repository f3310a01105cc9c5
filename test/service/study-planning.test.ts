import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { describeVersions } from "#lib/services/studies/describe-versions.ts";
import { getPreregistration } from "#lib/services/studies/get-preregistration.ts";
import { getStudyDefaults } from "#lib/services/studies/get-study-defaults.ts";
import { lockStudy } from "#lib/services/studies/lock-study.ts";
import { planStudy } from "#lib/services/studies/plan-study.ts";
import { previewStudy } from "#lib/services/studies/preview-study.ts";
import { verifyStudy } from "#lib/services/studies/verify-study.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";
import type { TemplateId } from "#lib/study/template-id.ts";
import { TEMPLATES } from "#lib/study/templates/registry.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { addEveryClassArms } from "#test/support/every-class-arms.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { joinAnew } from "#test/support/rating-crowd.ts";

let database: TestDatabase;
let ctx: Ctx;
let runId: string;
let armIds: string[];
/** Its maps are of the classes that the models answer. */
let predicted: { runId: string; armIds: string[] };
/** Arms with maps of every class. */
let ofClasses: { runId: string; armIds: string[] };
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
  ({ runId, armIds } = await createFinishedRun(ctx, 15));
  predicted = await createFinishedRun(ctx, 15, { predicted: true });
  const { runId: another } = await createFinishedRun(ctx, 15);
  ofClasses = { runId: another, armIds: await addEveryClassArms(ctx, another) };
});
afterAll(() => database.close());

/** Arms that a template can compare, of a run that has them. */
function choiceFor(templateId: TemplateId) {
  if (templateId === "hive-distinction") return { ...ofClasses, templateId, chosen: ofClasses.armIds };
  const run = templateId === "forward-simulation" ? predicted : { runId, armIds };
  const chosen = (templateId === "why-not-rating" ? [1] : [0, 2, 3]).map((at) => run.armIds[at]);
  return { runId: run.runId, templateId, armIds: chosen, chosen };
}

describe("the plan of a study", () => {
  test.each(TEMPLATES)("of $id is of the study that is then created", async ({ id }) => {
    const { chosen, ...wish } = choiceFor(id);
    const plan = await planStudy(ctx, { ...wish, raters: 12 });
    const { id: studyId, design } = await createStudy(ctx, { ...wish, name: id });
    expect(design).toMatchObject({ trialsPerRater: plan.trialsPerRater });
    const rated = await ctx.db.studyItem.count({ where: { studyId, practice: false } });
    expect(plan.images).toBe(rated);
    expect(plan.cells.answers).toBe(12 * plan.trialsPerRater);
    expect(plan.cells.arm.least).toBeGreaterThan(0);
    expect(plan.assumed.spread).toBeGreaterThan(0);
    expect(plan.time.measured).toBeNull();
    expect(plan.cost).toBeNull();
    if (chosen.length === 1) expect(plan.power.power).toEqual({ undefined: "fewer_than_two_groups" });
    else
      expect(plan.power).toMatchObject({
        raters: id === "forward-simulation" ? 3 : 12,
        power: { value: expect.any(Number) },
      });
  });

  test("creates nothing, and refuses what the study would be refused for", async () => {
    const before = await ctx.db.study.count();
    await planStudy(ctx, { runId });
    expect(await ctx.db.study.count()).toBe(before);
    await expect(planStudy(ctx, { runId, trialsPerRater: 100 })).rejects.toThrow(/need as many images/);
    await expect(planStudy(ctx, { runId, raters: 1 })).rejects.toThrow();
    await expect(planStudy(ctx, { runId: "none" })).rejects.toMatchObject({ code: "not_found" });
    await expect(planStudy(await database.ctx("viewer"), { runId })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("goes by the pace of people in earlier studies, practice and simulated raters left out", async () => {
    const { key, studyId } = await createOpenStudy(ctx, { images: 63, trialsPerRater: 60 });
    const { trials } = await joinAnew(ctx, key);
    const rated = trials.filter(({ practice }) => !practice);
    const start = Date.parse("2026-11-23T12:00:00.000Z");
    await ctx.db.answer.createMany({
      data: rated.map(({ id }, at) => ({
        trialId: id,
        idempotencyKey: `${studyId} ${at}`,
        value: 3,
        responseTimeMs: 900,
        answeredAt: new Date(start + at * 3000),
      })),
    });
    await ctx.db.participant.updateMany({ where: { studyId }, data: { answerCount: rated.length } });
    const { time } = await planStudy(ctx, { runId, raters: 30, trialsPerRater: 12, practice: 0 });
    expect(time).toMatchObject({
      secondsPerTrial: 3,
      measured: { answers: 59, studies: 1 },
      minutesPerRater: 1.6,
    });
    await ctx.db.participant.updateMany({ where: { studyId }, data: { simulated: true } });
    expect((await planStudy(ctx, { runId })).time.measured).toBeNull();
  });
});

describe("a new version of a study", () => {
  test("begins with its plan, names it, and tells what it changes; the lock keeps that", async () => {
    const first = await createStudy(ctx, {
      runId,
      name: "Which?",
      trialsPerRater: 6,
      contact: "Kim",
      quota: 9,
    });
    const defaults = await getStudyDefaults(ctx, first.id);
    expect(defaults).toMatchObject({
      predecessor: { id: first.id, name: "Which?" },
      name: "Which? (version 2)",
      runId,
      armIds,
      control: false,
      practice: 3,
      seed: 1,
      design: { trialsPerRater: 6, contact: "Kim", quota: 9 },
    });
    const second = await createStudy(ctx, {
      runId,
      name: defaults.name,
      trialsPerRater: 8,
      quota: 9,
      predecessorId: first.id,
    });
    const changes = ["Name: “Which? (version 2)”, before “Which?”.", "Trials a person: 8, before 6."];
    expect(await describeVersions(ctx, second.id)).toEqual({
      predecessor: { id: first.id, name: "Which?", changes },
      successors: [],
    });
    expect(await describeVersions(ctx, first.id)).toEqual({
      predecessor: null,
      successors: [{ id: second.id, name: "Which? (version 2)" }],
    });
    const plan = { hypotheses: "x", primaryContrast: null, targetRaters: 2, stoppingRule: "x" };
    for (const study of [first, second]) await lockStudy(ctx, { studyId: study.id, ...plan });
    const locked = async (id: string) => (await getPreregistration(ctx, id))!.preregistration;
    expect((await locked(second.id)).predecessor).toEqual({ id: first.id, name: "Which?", changes });
    expect(await locked(first.id)).not.toHaveProperty("predecessor");
    expect(await verifyStudy(ctx, { studyId: second.id })).toMatchObject({ ok: true });
  });

  test("is of a study of the same workspace", async () => {
    const other = await database.ctx("owner", "another");
    const { id } = await createStudy(ctx, { runId, name: "Ours" });
    const theirs = await createFinishedRun(other, 8);
    await expect(
      createStudy(other, { runId: theirs.runId, name: "Theirs", predecessorId: id }),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(getStudyDefaults(other, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(describeVersions(other, id)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the preview of a study", () => {
  test.each(TEMPLATES)(
    "of $id shows the screens on pictures of the run, and writes nothing",
    async ({ id, shows }) => {
      const before = await ctx.db.$transaction([
        ctx.db.study.count(),
        ctx.db.blob.count(),
        ctx.db.job.count(),
      ]);
      const wish = { ...choiceFor(id), retentionMonths: 7, language: "zh-Hans" };
      const { data, consent, preview, language } = await previewStudy(ctx, wish);
      expect(language).toBe("zh-Hans");
      expect(consent.paragraphs.join(" ")).toContain("7 个月");
      expect(data).toMatchObject({
        arrivalNames: null,
        question: LANGUAGES["zh-Hans"].templates[id].question,
      });
      const { trials } = preview.session;
      expect(trials).toHaveLength(4);
      const panels = {
        "one-arm": 1,
        plain: 1,
        "after-training": 1,
        classes: 4,
        arms: id === "pairwise-preference" ? 2 : 3,
        "beside-reference": 2,
      };
      for (const { stimuli, value } of trials) {
        expect(stimuli).toHaveLength(panels[shows.kind]);
        expect(value).toBeNull();
        for (const stimulus of stimuli)
          expect(preview.pictures[stimulus]).toMatch(/^data:image\/webp;base64,UklGR/);
      }
      // Different maps of one image are different pictures.
      const [first] = trials;
      expect(new Set(first.stimuli.map((stimulus) => preview.pictures[stimulus])).size).toBe(
        first.stimuli.length,
      );
      const after = await ctx.db.$transaction([
        ctx.db.study.count(),
        ctx.db.blob.count(),
        ctx.db.job.count(),
      ]);
      expect(after).toEqual(before);
    },
  );

  test("waits for a run that is going on, and is for who may manage studies", async () => {
    await ctx.db.run.update({ where: { id: runId }, data: { state: "running" } });
    await expect(previewStudy(ctx, { runId })).rejects.toMatchObject({ code: "conflict" });
    await ctx.db.run.update({ where: { id: runId }, data: { state: "succeeded" } });
    await expect(previewStudy(await database.ctx("viewer"), { runId })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
