import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { completeSession } from "#lib/services/participation/complete-session.ts";
import { withdraw } from "#lib/services/participation/withdraw.ts";
import { exportAnswers } from "#lib/services/reports/export-answers.ts";
import { appendEvent } from "#lib/services/studies/append-event.ts";
import { hashEvent } from "#lib/services/studies/event-hash.ts";
import { closeStudy, openStudy } from "#lib/services/studies/study-field.ts";
import { verifyStudy } from "#lib/services/studies/verify-study.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { answerAll, joinAnew } from "#test/support/rating-crowd.ts";

let database: TestDatabase;
let ctx: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
});
afterAll(() => database.close());

const eventsOf = (studyId: string) =>
  ctx.db.studyEvent.findMany({ where: { studyId }, orderBy: { sequence: "asc" } });
const kindsOf = async (studyId: string) => (await eventsOf(studyId)).map(({ kind }) => kind);

describe("a study's events", () => {
  test("tell its life in order, and an anchor of each step is in the audit log", async () => {
    const { studyId, key } = await createOpenStudy(ctx, { images: 5 });
    const session = await joinAnew(ctx, key);
    await answerAll(ctx, key, session);
    await completeSession(ctx, { key, token: session.token });
    await closeStudy(ctx, { studyId });
    await exportAnswers(ctx, { studyId, raters: "people" });
    await withdraw(ctx, { key, token: session.token });
    const answered = session.trials.map(() => "answered");
    expect(await kindsOf(studyId)).toEqual([
      "created",
      "prepared",
      "opened",
      "joined",
      ...answered,
      "completed",
      "closed",
      "exported",
      "withdrawn",
    ]);
    const events = await eventsOf(studyId);
    const audited = await ctx.db.auditEvent.findMany({
      where: { resource: `study:${studyId}` },
      orderBy: { id: "asc" },
    });
    expect(audited.map(({ action }) => action)).toEqual([
      "study.create",
      "study.close",
      "study.export-answers",
    ]);
    for (const { details } of audited) {
      const { anchor } = details as { anchor: { sequence: number; hash: string } };
      expect(events[anchor.sequence].hash).toBe(anchor.hash);
    }
  });

  test("of an answer hold where it was given and a digest, on its day, and nothing of what it was", async () => {
    const { studyId, key } = await createOpenStudy(ctx, { images: 5 });
    const session = await joinAnew(ctx, key);
    await answerAll(ctx, key, session, 5);
    const [event] = (await eventsOf(studyId)).filter(({ kind }) => kind === "answered");
    const {
      id: trial,
      stimuli: [stimulus],
    } = session.trials[0];
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(event.data).toEqual({ participant: 0, position: 0, trial, stimulus, digest });
    expect(event.at.toISOString()).toMatch(/T00:00:00\.000Z$/);
    const answers = await ctx.db.answer.findMany({ where: { trial: { participant: { studyId } } } });
    expect(new Set(answers.map(({ salt }) => Buffer.from(salt ?? []).toString("hex"))).size).toBe(
      answers.length,
    );
  });

  test("hold no contact of the researcher", async () => {
    const { studyId } = await createOpenStudy(ctx, { images: 5, contact: "ada@example.org" });
    expect(JSON.stringify(await eventsOf(studyId))).not.toContain("ada@");
  });

  test("are not appended twice by the same request again", async () => {
    const { studyId, key } = await createOpenStudy(ctx, { images: 5 });
    const session = await joinAnew(ctx, key);
    await answerAll(ctx, key, session);
    const before = await kindsOf(studyId);
    await expect(answerAll(ctx, key, session)).rejects.toMatchObject({ code: "conflict" });
    await openStudy(ctx, { studyId });
    expect(await kindsOf(studyId)).toEqual(before);
    for (let i = 0; i < 2; i++) await completeSession(ctx, { key, token: session.token });
    for (let i = 0; i < 2; i++) await withdraw(ctx, { key, token: session.token });
    expect(await kindsOf(studyId)).toEqual([...before, "completed", "withdrawn"]);
  });
});

describe("appending", () => {
  test("leaves nothing of a transaction that fails", async () => {
    const { studyId } = await createOpenStudy(ctx, { images: 5 });
    const before = await eventsOf(studyId);
    const failing = ctx.db.$transaction(async (tx) => {
      await appendEvent(tx, { studyId, kind: "closed", data: {}, at: new Date() });
      throw new Error("after appending");
    });
    await expect(failing).rejects.toThrow("after appending");
    expect(await eventsOf(studyId)).toEqual(before);
    expect(await verifyStudy(ctx, { studyId })).toMatchObject({ ok: true });
  });

  test("hashes in SQL what hashEvent hashes, whatever the words", async () => {
    const { studyId } = await createOpenStudy(ctx, { images: 5 });
    const words = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
    await fc.assert(
      fc.asyncProperty(words, fc.boolean(), async (consentVersion, simulated) => {
        const data = { participant: -1, simulated, consentVersion };
        const anchor = await appendEvent(ctx.db, { studyId, kind: "joined", data, at: new Date() });
        const event = (await eventsOf(studyId)).at(-1)!;
        expect(event).toMatchObject({ data, ...anchor });
        expect(hashEvent(event)).toBe(event.hash);
      }),
      { numRuns: 40 },
    );
  });

  test("by fifty savers at once leaves one unbroken chain", async () => {
    const { studyId, key } = await createOpenStudy(ctx, { images: 7 });
    const sessions = await Promise.all(Array.from({ length: 50 }, () => joinAnew(ctx, key)));
    await Promise.all(sessions.map((session, i) => answerAll(ctx, key, session, 1 + (i % 5))));
    const answers = sessions.reduce((sum, { trials }) => sum + trials.length, 0);
    const events = await eventsOf(studyId);
    expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 53 + answers }, (_, i) => i));
    expect(await verifyStudy(ctx, { studyId })).toMatchObject({
      ok: true,
      log: { events: 53 + answers, brokenLink: null },
      answers: { stored: answers, matching: answers },
      sequences: { recomputed: 50, matching: 50 },
    });
  });

  test("while people join, finish, withdraw and the study opens and closes never stops or breaks", async () => {
    const { studyId, key } = await createOpenStudy(ctx, { images: 6 });
    const person = async (i: number) => {
      const session = await joinAnew(ctx, key);
      await answerAll(ctx, key, session);
      const who = { key, token: session.token };
      await (i % 3 === 0 ? withdraw(ctx, who) : completeSession(ctx, who));
    };
    const door = async () => {
      for (let i = 0; i < 6; i++) {
        await openStudy(ctx, { studyId });
        await exportAnswers(ctx, { studyId, raters: "people" });
      }
    };
    await Promise.all([...Array.from({ length: 12 }, (_, i) => person(i)), door()]);
    await closeStudy(ctx, { studyId });
    expect(await verifyStudy(ctx, { studyId })).toMatchObject({ ok: true, problems: [] });
  });

  test("is all that can be done with the log: no statement changes or removes an event", async () => {
    const { studyId } = await createOpenStudy(ctx, { images: 5 });
    for (const statement of [
      `UPDATE "StudyEvent" SET "at" = now()`,
      `DELETE FROM "StudyEvent"`,
      `TRUNCATE "StudyEvent"`,
    ])
      await expect(ctx.db.$executeRawUnsafe(statement)).rejects.toThrow(/never changed or removed/);
    await expect(ctx.db.study.delete({ where: { id: studyId } })).rejects.toThrow();
  });
});
