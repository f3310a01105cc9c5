import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { completeSession } from "#lib/services/participation/complete-session.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { getReports } from "#lib/services/reports/get-report.ts";
import { listRaters } from "#lib/services/reports/list-raters.ts";
import { getPreregistration } from "#lib/services/studies/get-preregistration.ts";
import { listContrasts } from "#lib/services/studies/list-contrasts.ts";
import { lockStudy } from "#lib/services/studies/lock-study.ts";
import { runSimulatedRaters } from "#lib/services/studies/run-simulated-raters.ts";
import { closeStudy } from "#lib/services/studies/study-field.ts";
import { verifyStudy } from "#lib/services/studies/verify-study.ts";
import { DEFAULT_EXCLUSIONS } from "#lib/study/exclusions/exclusion-rules.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { answerAll, joinAnew } from "#test/support/rating-crowd.ts";

let database: TestDatabase;
let ctx: Ctx;
let studyId: string;
let key: string;
/** Rated trials a person. */
const TRIALS = 8;

const PLAN = {
  hypotheses: "SCOUTER+ is more plausible than Grad-CAM.",
  primaryContrast: null,
  targetRaters: 24,
  stoppingRule: "After 24 complete raters, or on 31 December.",
};
const lock = (wish: object = {}) => lockStudy(ctx, { studyId, ...PLAN, ...wish });

/** Somebody who rates everything. */
async function takePart(): Promise<void> {
  const session = await joinAnew(ctx, key);
  await answerAll(ctx, key, session, (place) => 1 + (place % 5));
  await completeSession(ctx, { key, token: session.token });
}

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
  ({ studyId, key } = await createOpenStudy(ctx));
});
afterAll(() => database.close());

describe("what cannot be locked", () => {
  test("a plan that says nothing, or compares what is never compared", async () => {
    await expect(lock({ hypotheses: "  " })).rejects.toThrow(/what you expect/);
    await expect(lock({ stoppingRule: "" })).rejects.toThrow(/when the study ends/);
    await expect(lock({ targetRaters: 1 })).rejects.toThrow(/no interval/);
    const arms = await ctx.db.studyArm.findMany({ where: { studyId }, orderBy: { position: "asc" } });
    const [plus, minus] = arms.map(({ id }) => id);
    await expect(lock({ primaryContrast: { first: plus, second: plus } })).rejects.toThrow(/two methods/);
    await expect(lock({ primaryContrast: { first: plus, second: minus } })).rejects.toThrow(/never compared/);
    await expect(lock({ primaryContrast: { first: plus, second: "x" } })).rejects.toMatchObject({
      code: "invalid",
    });
    expect(await getPreregistration(ctx, studyId)).toBeNull();
  });

  test("by whom it is not for", async () => {
    const wish = { studyId, ...PLAN };
    await expect(lockStudy(await database.ctx("viewer"), wish)).rejects.toMatchObject({ code: "forbidden" });
    const stranger = await database.ctx("owner", "elsewhere");
    await expect(lockStudy(stranger, wish)).rejects.toMatchObject({ code: "not_found" });
    await expect(getPreregistration(stranger, studyId)).rejects.toMatchObject({ code: "not_found" });
  });

  test("a study that is closed", async () => {
    const over = await createOpenStudy(ctx, { images: 5 });
    await closeStudy(ctx, { studyId: over.studyId });
    await expect(lock({ studyId: over.studyId })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a locked plan", () => {
  beforeAll(async () => {
    await takePart();
    const [contrast] = await listContrasts(ctx, studyId);
    expect(contrast.label).toBe("SCOUTER+ less Grad-CAM");
    await lock({ primaryContrast: { first: contrast.first, second: contrast.second } });
    await takePart();
    await takePart();
    const quiet = { progress: () => undefined, signal: new AbortController().signal };
    await runSimulatedRaters(ctx, studyId, { batch: "b", count: 1, ...quiet });
    await computeReports(ctx, studyId);
  });

  test("is a file whose SHA-256 is the hash that the log and the audit log have", async () => {
    const plan = (await getPreregistration(ctx, studyId))!;
    // Without checks on raters there are no rules about them.
    const { "failed-attention": _, inconsistent: __, ...exclusions } = DEFAULT_EXCLUSIONS;
    expect(createHash("sha256").update(plan.text, "utf8").digest("hex")).toBe(plan.hash);
    expect(JSON.parse(plan.text)).toEqual(plan.preregistration);
    expect(plan.preregistration).toMatchObject({
      ...PLAN,
      primaryContrast: { first: expect.any(String), second: expect.any(String) },
      template: { id: "plausibility-rating", version: 1 },
      seed: 1,
      design: { trialsPerRater: TRIALS, exclusions },
      software: { name: "whynot", version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    });
    expect(plan.text).not.toContain("contact");
    const event = await ctx.db.studyEvent.findFirstOrThrow({ where: { studyId, kind: "locked" } });
    expect(event.data).toEqual({ preregistration: plan.hash });
    const audited = await ctx.db.auditEvent.findFirstOrThrow({ where: { action: "study.lock" } });
    expect(audited.details).toMatchObject({ hash: plan.hash, anchor: { sequence: event.sequence } });
  });

  test("is locked once, also when two ask at the same moment", async () => {
    await expect(lock()).rejects.toThrow(/a change is a new study/);
    const fresh = await createOpenStudy(ctx, { images: 5 });
    const both = await Promise.allSettled([1, 2].map(() => lock({ studyId: fresh.studyId })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("makes a pilot of whoever joined before, and tells their answers apart", async () => {
    const { people, simulated } = await getReports(ctx, studyId);
    expect(people?.results.flow).toMatchObject({ rated: 3, pilot: 1, excluded: 0, analysed: 2 });
    expect(people?.results.lock).toMatchObject({ answersBefore: TRIALS, answersAfter: 2 * TRIALS });
    expect(people?.results.ratings).toBe(2 * TRIALS);
    expect(people?.results.withoutExclusions).toMatchObject({ raters: 3, ratings: 3 * TRIALS });
    expect(simulated?.results).toMatchObject({ lock: null, flow: { pilot: 0, analysed: 1 } });
    const { rows } = await listRaters(ctx, { studyId, raters: "people" });
    expect(rows.map(({ leftOut }) => leftOut.map(({ rule }) => rule))).toEqual([["before-lock"], [], []]);
  });
});

describe("verifying a locked study", () => {
  test("finds nothing to say of one that is as it was locked, and names the plan", async () => {
    const { ok, problems, plan } = await verifyStudy(ctx, { studyId });
    expect(problems).toEqual([]);
    expect(ok).toBe(true);
    expect(plan).toBe((await getPreregistration(ctx, studyId))?.hash);
  });

  const row = () => ctx.db.studyLock.findUniqueOrThrow({ where: { studyId } });
  const said = async () => (await verifyStudy(ctx, { studyId })).problems.map(({ message }) => message);

  test("finds a plan that was changed, with its hash or without", async () => {
    const before = await row();
    const data = { ...(before.preregistration as object), hypotheses: "What was found." };
    await ctx.db.studyLock.update({ where: { studyId }, data: { preregistration: data } });
    expect(await said()).toEqual(["The plan changed after it was locked."]);
    await ctx.db.studyLock.update({ where: { studyId }, data: { hash: "0".repeat(64) } });
    expect(await said()).toContain("The plan's hash is not the one that was locked.");
    await ctx.db.studyLock.delete({ where: { studyId } });
    expect(await said()).toEqual(["The plan was locked, and it is gone."]);
    await ctx.db.studyLock.create({ data: { ...before, preregistration: before.preregistration as object } });
    expect(await said()).toEqual([]);
  });

  test("finds a study that is not the planned one any more", async () => {
    await ctx.db.study.update({ where: { id: studyId }, data: { seed: 2 } });
    expect(await said()).toContain("The study's seed is not what the plan says.");
    await ctx.db.study.update({ where: { id: studyId }, data: { seed: 1 } });
  });

  test("finds a pilot who is made to have joined later", async () => {
    const pilot = await ctx.db.participant.findFirstOrThrow({ where: { studyId, index: 0 } });
    const { lockedAt } = await row();
    const later = new Date(lockedAt.getTime() + 1000);
    await ctx.db.participant.update({ where: { id: pilot.id }, data: { consentedAt: later } });
    expect(await said()).toEqual(["P1 is stored as joining on the other side of the plan's lock."]);
    await ctx.db.participant.update({ where: { id: pilot.id }, data: { consentedAt: pilot.consentedAt } });
  });
});
