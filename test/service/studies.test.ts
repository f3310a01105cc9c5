import { createHash } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "#lib/services/context.ts";
import { addSimulatedRaters } from "#lib/services/studies/add-simulated-raters.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { prepareStudy } from "#lib/services/studies/prepare-study.ts";
import { runSimulatedRaters } from "#lib/services/studies/run-simulated-raters.ts";
import { closeStudy, openStudy, setShowSimulated } from "#lib/services/studies/study-field.ts";
import { assignTrials } from "#lib/study/assignment.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { ARMS, createFinishedRun } from "#test/support/finished-run.ts";
import { createOpenStudy } from "#test/support/open-study.ts";

let database: TestDatabase;
let ctx: Ctx;
const quiet = { progress: () => undefined, signal: new AbortController().signal };
const simulate = (studyId: string, batch: string, count: number) =>
  runSimulatedRaters(ctx, studyId, { batch, count, ...quiet });

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("researcher");
});
afterAll(() => database.close());

describe("creating a study", () => {
  test("refuses one without arms, without images left, or with more trials than images", async () => {
    const { runId } = await createFinishedRun(ctx, 4);
    const create = (wish: object) => createStudy(ctx, { runId, name: "Too small", ...wish });
    await expect(create({ armIds: [] })).rejects.toThrow(/empty: choose at least one arm/);
    await expect(create({ practice: 4 })).rejects.toThrow(/empty: the run explains 4 images/);
    await expect(create({ trialsPerRater: 2 })).rejects.toThrow(/nobody sees one twice/);
    await expect(createStudy(ctx, { runId: "none", name: "x" })).rejects.toMatchObject({ code: "not_found" });
    await expect(create({ armIds: ["another run's arm"] })).rejects.toMatchObject({ code: "invalid" });
    expect(await ctx.db.study.count({ where: { runId } })).toBe(0);
  });

  test("refuses a run that failed, and a person who may not", async () => {
    const { runId } = await createFinishedRun(ctx, 5);
    await ctx.db.run.update({ where: { id: runId }, data: { state: "failed" } });
    await expect(createStudy(ctx, { runId, name: "x" })).rejects.toMatchObject({ code: "conflict" });
    const viewer = await database.ctx("viewer");
    await expect(createStudy(viewer, { runId, name: "x" })).rejects.toMatchObject({ code: "forbidden" });
    const stranger = await database.ctx("owner", "elsewhere");
    await expect(createStudy(stranger, { runId, name: "x" })).rejects.toMatchObject({ code: "not_found" });
  });

  test("waits for a run that is still going, and asks for the stimuli of one that is over", async () => {
    const { runId } = await createFinishedRun(ctx, 5);
    const jobs = (studyId: string) =>
      ctx.db.job.count({ where: { kind: "study.prepare", payload: { path: ["studyId"], equals: studyId } } });
    const now = await createStudy(ctx, { runId, name: "At once" });
    expect(await jobs(now.id)).toBe(1);
    await ctx.db.run.update({ where: { id: runId }, data: { state: "running" } });
    const later = await createStudy(ctx, { runId, name: "Later" });
    expect(await jobs(later.id)).toBe(0);
    await expect(openStudy(ctx, { studyId: later.id })).rejects.toMatchObject({ code: "conflict" });
    await expect(closeStudy(ctx, { studyId: later.id })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("stimuli", () => {
  test("weigh the same, measure the same, say nothing, and are random in name", async () => {
    const { studyId } = await createOpenStudy(ctx);
    const stimuli = await ctx.db.stimulus.findMany({ where: { studyId } });
    // 8 rated images in 4 arms, an instruction pair and two practice trials.
    expect(stimuli).toHaveLength(8 * ARMS.length + 4);
    const study = await ctx.db.study.findUniqueOrThrow({ where: { id: studyId } });
    const design = StudyDesign.parse(study.design);
    for (const { id, sha256 } of stimuli) {
      const bytes = await ctx.storage.get(sha256);
      expect(bytes.byteLength).toBe(design.stimulusBytes);
      const { width, height, format, exif, icc, xmp } = await sharp(bytes).metadata();
      expect({ width, height, format }).toEqual({ width: 384, height: 384, format: "webp" });
      expect([exif, icc, xmp]).toEqual([undefined, undefined, undefined]);
      expect(id).toMatch(/^[\w-]{22}$/);
    }
    expect(new Set(stimuli.map((s) => s.sha256)).size).toBe(stimuli.length);
  });

  test("are drawn once: preparing again changes nothing", async () => {
    const { studyId } = await createOpenStudy(ctx, { images: 5 });
    const before = await ctx.db.stimulus.findMany({ where: { studyId }, orderBy: { id: "asc" } });
    await prepareStudy(ctx, studyId, quiet);
    expect(await ctx.db.stimulus.findMany({ where: { studyId }, orderBy: { id: "asc" } })).toEqual(before);
  });

  test("a run without some map is refused, naming the arm, and leaves nothing behind", async () => {
    const { runId, armIds } = await createFinishedRun(ctx, 5);
    await ctx.db.saliencyMap.deleteMany({ where: { armId: armIds[2] } });
    const { id } = await createStudy(ctx, { runId, name: "Gap" });
    await expect(prepareStudy(ctx, id, quiet)).rejects.toThrow(/no map of "Grad-CAM"/);
    expect(await ctx.db.stimulus.count({ where: { studyId: id } })).toBe(0);
  });

  test("instruction shows a right and a wrong example; practice explains itself from the measured highlight", async () => {
    const { studyId } = await createOpenStudy(ctx);
    const practice = await ctx.db.stimulus.findMany({
      where: { studyId, item: { practice: true } },
      include: { arm: { include: { runArm: true } } },
    });
    const role = (name: string) =>
      practice.filter((s) => (s.wording as { role: string }).role === name).map((s) => s.arm.runArm.label);
    expect(role("good-example")).toEqual(["SCOUTER+"]);
    expect(role("bad-example")).toEqual(["Random map"]);
    expect(role("practice")).toHaveLength(2);
    const feedback = practice.map((s) => (s.wording as { feedback: { low: number } | null }).feedback?.low);
    expect(feedback.filter((low) => low !== undefined).sort()).toEqual([1, 4]);
  });

  test("maps against a class say which class it is not; all others name theirs", async () => {
    const { studyId } = await createOpenStudy(ctx, { images: 6 });
    const stimuli = await ctx.db.stimulus.findMany({
      where: { studyId, item: { practice: false } },
      include: { arm: { include: { runArm: true } } },
    });
    for (const { arm, wording } of stimuli) {
      const against = arm.runArm.explainerId === "scouter-";
      expect((wording as { answer: string }).answer.startsWith("not ")).toBe(against);
    }
  });
});

describe("simulated raters", () => {
  test("take part like people, in a line of their own, and the same batch twice adds nobody", async () => {
    const { studyId } = await createOpenStudy(ctx, { quota: 1 });
    await simulate(studyId, "batch a", 3);
    await simulate(studyId, "batch a", 3);
    const raters = await ctx.db.participant.findMany({ where: { studyId }, orderBy: { index: "desc" } });
    expect(raters.map((r) => r.index)).toEqual([-1, -2, -3]);
    expect(
      raters.every((r) => r.simulated && r.state === "completed" && r.answerCount === r.trialCount),
    ).toBe(true);
    const study = await ctx.db.study.findUniqueOrThrow({ where: { id: studyId } });
    expect(study.nextParticipantIndex).toBe(0);
  });

  test("of a mixture behave as it says, and a job that runs again finds the same ones", async () => {
    const { studyId } = await createOpenStudy(ctx);
    const careless = { batch: "careless", count: 10, mixture: "careless", ...quiet } as const;
    await runSimulatedRaters(ctx, studyId, careless);
    const read = () =>
      ctx.db.participant.findMany({
        where: { studyId },
        orderBy: { index: "desc" },
        include: { trials: { orderBy: { position: "asc" }, include: { answer: true } } },
      });
    const raters = await read();
    const answersOf = ({ trials }: (typeof raters)[number]) => trials.flatMap(({ answer }) => answer ?? []);
    // 4 careful, 3 clicking at random, 1 in a hurry, 1 with one answer for everything, 1 who leaves.
    expect(raters.filter(({ state }) => state === "consented")).toHaveLength(1);
    expect(
      raters.filter((r) => new Set(answersOf(r).map(({ value }) => value)).size === 1).length,
    ).toBeGreaterThan(0);
    const hurried = raters.filter((r) => {
      const times = answersOf(r).map(({ responseTimeMs }) => responseTimeMs);
      return times.length > 0 && times.every((ms) => ms < 300);
    });
    expect(hurried).toHaveLength(1);
    await runSimulatedRaters(ctx, studyId, careless);
    expect(await read()).toEqual(raters);
  });

  test("rate maps on the object better, and the same for the same seed", async () => {
    const readAnswers = async () => {
      const { studyId } = await createOpenStudy(ctx);
      await simulate(studyId, `twelve of ${studyId}`, 12);
      const answers = await ctx.db.answer.findMany({
        where: { trial: { practice: false, participant: { studyId } } },
        orderBy: [{ trial: { participant: { index: "asc" } } }, { trial: { position: "asc" } }],
        include: { trial: { include: { stimulus: { include: { arm: true } } } } },
      });
      return answers.map(({ value, trial }) => ({ value, arm: trial.stimulus.arm.position }));
    };
    const answers = await readAnswers();
    const mean = (arm: number) => {
      const own = answers.filter((answer) => answer.arm === arm).map((answer) => answer.value);
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    };
    expect(mean(0)).toBeGreaterThan(mean(2) + 0.5);
    expect(mean(0)).toBeGreaterThan(mean(3) + 0.5);
    expect(await readAnswers()).toEqual(answers);
  });

  test("what everybody sees can be recomputed from the seed and the index", async () => {
    const { studyId } = await createOpenStudy(ctx);
    await simulate(studyId, "replay", 2);
    const study = await ctx.db.study.findUniqueOrThrow({ where: { id: studyId } });
    const { trialsPerRater } = StudyDesign.parse(study.design);
    const seen = await ctx.db.trial.findMany({
      where: { practice: false, participant: { studyId, index: -2 } },
      orderBy: { position: "asc" },
      include: { stimulus: { include: { arm: true, item: true } } },
    });
    const practice = await ctx.db.studyItem.count({ where: { studyId, practice: true } });
    const items = (await ctx.db.studyItem.count({ where: { studyId } })) - practice;
    const replayed = assignTrials({ items, arms: ARMS.length, trialsPerRater }, study.seed, -2);
    expect(
      seen.map(({ stimulus }) => ({ item: stimulus.item.position - practice, arm: stimulus.arm.position })),
    ).toEqual(replayed);
  });

  test("come by a job, and can be hidden", async () => {
    const { studyId } = await createOpenStudy(ctx, { images: 5 });
    const jobId = await addSimulatedRaters(ctx, { studyId, count: 2, mixture: "crowd" });
    expect(await ctx.db.job.findUniqueOrThrow({ where: { id: jobId } })).toMatchObject({
      state: "queued",
      total: 2,
      payload: { studyId, count: 2, mixture: "crowd" },
    });
    await expect(addSimulatedRaters(ctx, { studyId, count: 2, mixture: "keen" })).rejects.toThrow();
    expect((await setShowSimulated(ctx, { studyId, showSimulated: false })).showSimulated).toBe(false);
    const events = await ctx.db.auditEvent.findMany({ where: { resource: `study:${studyId}` } });
    expect(events.map((e) => e.action).sort()).toEqual([
      "study.create",
      "study.show-simulated",
      "study.simulate",
    ]);
  });
});

test("a study's link says nothing: its key is random", async () => {
  const a = await createOpenStudy(ctx, { images: 5 });
  const b = await createOpenStudy(ctx, { images: 5 });
  expect(a.key).not.toBe(b.key);
  expect(createHash("sha256").update(a.key).digest("hex")).not.toContain(a.studyId);
  await expect(closeStudy(await database.ctx("annotator"), { studyId: a.studyId })).rejects.toBeInstanceOf(
    AppError,
  );
});
