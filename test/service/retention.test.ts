import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { personalErase } from "#lib/jobs/definitions/personal-erase.ts";
import type { Ctx } from "#lib/services/context.ts";
import { completeSession } from "#lib/services/participation/complete-session.ts";
import { joinStudy } from "#lib/services/participation/join-study.ts";
import { readPage } from "#lib/services/participation/read-page.ts";
import { readSession } from "#lib/services/participation/read-session.ts";
import { withdraw } from "#lib/services/participation/withdraw.ts";
import { exportAnswers } from "#lib/services/reports/export-answers.ts";
import { erasePersonal } from "#lib/services/retention/erase-personal.ts";
import { requestErasures } from "#lib/services/retention/request-erasures.ts";
import { closeStudy, openStudy } from "#lib/services/studies/study-field.ts";
import { verifyStudy } from "#lib/services/studies/verify-study.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { crowdSettings } from "#test/support/crowd-platforms.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { answerAll, joinAnew } from "#test/support/rating-crowd.ts";

let database: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = { ...(await database.ctx("owner")), crowd: crowdSettings() };
});
afterAll(() => database.close());

const never = new AbortController().signal;
const monthsOn = (months: number): Ctx => {
  const date = new Date();
  // A day more: months differ in length.
  date.setUTCDate(date.getUTCDate() + months * 31 + 1);
  return { ...ctx, clock: () => date };
};

let studyId: string;
let key: string;
let token: string;
beforeEach(async () => {
  ({ studyId, key } = await createOpenStudy(ctx, {
    trialsPerRater: 2,
    recruitment: {
      platform: "generic",
      name: "Panel",
      codes: { complete: "DONE1234", overQuota: "FULL1234" },
      reward: null,
      personParameter: "PID",
      sessionParameter: "SID",
      returnTo: null,
    },
  }));
  const arrival = { PID: "p-1", SID: "session-of-p-1" };
  const joined = await joinStudy(ctx, {
    key,
    clientKey: "k".repeat(43),
    consentVersion: CONSENT_VERSION,
    arrival,
  });
  await answerAll(ctx, key, joined, () => 4);
  await completeSession(ctx, { key, token: joined.token });
  ({ token } = joined);
});

const peopleOf = () =>
  ctx.db.participant.findMany({ where: { studyId }, include: { recruit: true }, orderBy: { index: "asc" } });
const eventsOf = () => ctx.db.studyEvent.findMany({ where: { studyId, kind: "erased" } });
const answersOf = () =>
  ctx.db.answer.findMany({ where: { trial: { participant: { studyId } } }, orderBy: { trialId: "asc" } });

describe("personal data of a study", () => {
  test("are told of before consent, with the study's own number of months", async () => {
    const { consent } = await readPage(ctx, key);
    expect(consent.paragraphs.join(" ")).toContain("12 months after the study has ended");
    const { design } = await ctx.db.study.findUniqueOrThrow({ where: { id: studyId } });
    await ctx.db.study.update({
      where: { id: studyId },
      data: { design: { ...StudyDesign.parse(design), retentionMonths: null } },
    });
    expect((await readPage(ctx, key)).consent.paragraphs.join(" ")).not.toContain(
      "after the study has ended",
    );
  });

  test("stay while the study is open, and until its date", async () => {
    expect(await erasePersonal(monthsOn(24), studyId, never)).toBe(0);
    await closeStudy(ctx, { studyId });
    expect(await erasePersonal(monthsOn(11), studyId, never)).toBe(0);
    expect((await readSession(ctx, { key, token })).state).toBe("completed");
    expect(await eventsOf()).toEqual([]);
  });

  test("are erased on the date: no key opens the place, answers and log hold", async () => {
    await closeStudy(ctx, { studyId });
    const before = await answersOf();
    expect(before.length).toBeGreaterThan(2);
    expect(await erasePersonal(monthsOn(12), studyId, never)).toBe(1);
    const [person] = await peopleOf();
    expect(person).toMatchObject({
      tokenHash: `erased:${person.id}`,
      completionCode: null,
      state: "completed",
    });
    expect(person.recruit).toMatchObject({ session: null, returnHost: null, state: null, creditReply: null });
    await expect(readSession(ctx, { key, token })).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(withdraw(ctx, { key, token })).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await answersOf()).toEqual(before);
    expect(await eventsOf()).toMatchObject([{ data: { participants: 1 } }]);
    expect(await verifyStudy(ctx, { studyId })).toMatchObject({ ok: true, problems: [] });
    let csv = "";
    for await (const part of (await exportAnswers(ctx, { studyId, raters: "people" })).chunks) csv += part;
    expect(csv).not.toContain("session-of-p-1");
  });

  test("are erased once, however often it is asked for", async () => {
    await closeStudy(ctx, { studyId });
    await erasePersonal(monthsOn(12), studyId, never);
    const people = await peopleOf();
    expect(await erasePersonal(monthsOn(13), studyId, never)).toBe(0);
    expect(await peopleOf()).toEqual(people);
    expect(await eventsOf()).toHaveLength(1);
  });

  test("are erased to the end by the next try where one was stopped midway", async () => {
    await ctx.db.participant.createMany({
      data: Array.from({ length: 600 }, (_, i) => ({
        id: `${studyId} ${i}`,
        studyId,
        index: 1000 + i,
        tokenHash: `${studyId} ${i}`,
        consentVersion: CONSENT_VERSION,
        trialCount: 2,
      })),
    });
    await closeStudy(ctx, { studyId });
    const stopping = new AbortController();
    const later = monthsOn(12);
    // The first batch is the last that is begun.
    const stopped: Ctx = {
      ...later,
      clock: () => {
        stopping.abort();
        return later.clock();
      },
    };
    await expect(erasePersonal(stopped, studyId, stopping.signal)).rejects.toThrow();
    const left = (await peopleOf()).filter(({ tokenHash }) => !tokenHash.startsWith("erased:"));
    expect(left).toHaveLength(101);
    expect(await eventsOf()).toEqual([]);
    expect(await erasePersonal(later, studyId, never)).toBe(101);
    expect((await peopleOf()).every(({ tokenHash }) => tokenHash.startsWith("erased:"))).toBe(true);
    expect(await eventsOf()).toMatchObject([{ data: { participants: 601 } }]);
  });

  test("of who joins after the study was opened again are erased in their turn", async () => {
    await closeStudy(ctx, { studyId });
    await erasePersonal(monthsOn(12), studyId, never);
    await openStudy(ctx, { studyId });
    const arrival = { PID: "p-2", SID: "s-2" };
    await joinStudy(ctx, { key, clientKey: "l".repeat(43), consentVersion: CONSENT_VERSION, arrival });
    expect(await erasePersonal(monthsOn(24), studyId, never)).toBe(0);
    await closeStudy(ctx, { studyId });
    expect(await erasePersonal(monthsOn(12), studyId, never)).toBe(1);
    expect(await eventsOf()).toHaveLength(2);
  });
});

test("a worker's daily look asks for what is due, once, and for nothing else", async () => {
  await closeStudy(ctx, { studyId });
  const jobs = () =>
    ctx.db.job.findMany({ where: { kind: personalErase.kind, payload: { equals: { studyId } } } });
  await requestErasures({ db: ctx.db, clock: monthsOn(11).clock });
  expect(await jobs()).toEqual([]);
  await Promise.all([1, 2].map(() => requestErasures({ db: ctx.db, clock: monthsOn(12).clock })));
  await requestErasures({ db: ctx.db, clock: monthsOn(12).clock });
  expect(await jobs()).toHaveLength(1);
});

test("a rater without a platform keeps no way back either", async () => {
  const own = await createOpenStudy(ctx, { trialsPerRater: 2 });
  const rater = await joinAnew(ctx, own.key);
  await closeStudy(ctx, { studyId: own.studyId });
  expect(await erasePersonal(monthsOn(12), own.studyId, never)).toBe(1);
  await expect(readSession(ctx, { key: own.key, token: rater.token })).rejects.toMatchObject({
    code: "unauthenticated",
  });
});
