import { randomBytes } from "node:crypto";
import { generateKeyPair } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { completeSession } from "#lib/services/participation/complete-session.ts";
import { joinStudy } from "#lib/services/participation/join-study.ts";
import { saveAnswer } from "#lib/services/participation/save-answer.ts";
import { withdraw } from "#lib/services/participation/withdraw.ts";
import { describeRecruitment } from "#lib/services/recruitment/describe-recruitment.ts";
import { exportPay } from "#lib/services/recruitment/export-pay.ts";
import { readPayReport } from "#lib/services/recruitment/read-pay-report.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { closeStudy } from "#lib/services/studies/study-field.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import type { JoinReply } from "#lib/study/participant-protocol.ts";
import { crowdSettings, openStandInProlific, type StandInProlific } from "#test/support/crowd-platforms.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createOpenStudy } from "#test/support/open-study.ts";

let database: TestDatabase;
let prolific: StandInProlific;
let ctx: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
  prolific = await openStandInProlific();
  ctx = { ...(await database.ctx("owner")), crowd: crowdSettings({ prolific: prolific.settings }) };
});
afterAll(async () => {
  await prolific?.close();
  await database?.close();
});

const codes = { complete: "DONE1234", overQuota: "LATE1234" };
const onProlific = (more: object = {}) => ({
  platform: "prolific" as const,
  codes,
  reward: null,
  signed: false,
  ...more,
});
const newKey = () => randomBytes(32).toString("base64url");

function join(key: string, arrival?: Record<string, string>, clientKey = newKey()): Promise<JoinReply> {
  return joinStudy(ctx, { key, clientKey, consentVersion: CONSENT_VERSION, ...(arrival && { arrival }) });
}

async function answerAll(key: string, { token, trials }: JoinReply, by: Ctx = ctx): Promise<void> {
  for (const { id: trialId, value } of trials.filter((trial) => !trial.practice)) {
    const answeredAt = "2026-11-23T12:00:00.000Z";
    const given = {
      key,
      token,
      trialId,
      idempotencyKey: newKey(),
      value: 3,
      responseTimeMs: 900,
      answeredAt,
    };
    if (value === null) await saveAnswer(by, given);
  }
}

const person = (id: string, session = `session-of-${id}`) => ({
  PROLIFIC_PID: id,
  SESSION_ID: session,
  STUDY_ID: "s1",
});
const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => "let in",
    (error) => error.details?.reason ?? error.message,
  );
const participants = (studyId: string) => ctx.db.participant.count({ where: { studyId } });

describe("a person of a platform", () => {
  test("has one place, on any device, at once or later, and a new session goes on in it", async () => {
    const { key, studyId } = await createOpenStudy(ctx, { recruitment: onProlific() });
    const [phone, laptop] = await Promise.all([join(key, person("ann")), join(key, person("ann"))]);
    expect(laptop).toEqual(phone);
    const again = await join(key, person("ann", "another-session"));
    expect(again.token).toBe(phone.token);
    const recruits = await ctx.db.recruit.findMany({ where: { participant: { studyId } } });
    expect(recruits).toMatchObject([{ session: "another-session", released: false }]);
    expect((await join(key, person("bea"))).token).not.toBe(phone.token);
    expect(await participants(studyId)).toBe(2);
  });

  test("comes back without the address by the key it was given, and by no other", async () => {
    const { key, studyId } = await createOpenStudy(ctx, { recruitment: onProlific() });
    const first = await join(key, person("ann"));
    expect((await join(key, undefined, first.clientKey)).token).toBe(first.token);
    expect(await reasonOf(join(key))).toBe("no-arrival");
    expect(await reasonOf(join(key, { SESSION_ID: "x" }))).toBe("no-arrival");
    expect(await reasonOf(join(key, person("<script>")))).toBe("no-arrival");
    expect(await participants(studyId)).toBe(1);
  });

  test("is another one in another study, on another platform and in another installation", async () => {
    const one = await createOpenStudy(ctx, { recruitment: onProlific() });
    const other = await createOpenStudy(ctx, { recruitment: onProlific() });
    const keys = [await join(one.key, person("ann")), await join(other.key, person("ann"))].map(
      (reply) => reply.clientKey,
    );
    const elsewhere = {
      ...ctx,
      crowd: { ...crowdSettings(), secret: () => "another secret of another place" },
    };
    const given = {
      key: other.key,
      clientKey: newKey(),
      consentVersion: CONSENT_VERSION,
      arrival: person("ann"),
    };
    keys.push((await joinStudy(elsewhere, given)).clientKey);
    expect(new Set(keys).size).toBe(3);
  });

  test("leaves its id nowhere: not in the rows of participation, the log or the audit log", async () => {
    const { key, studyId } = await createOpenStudy(ctx, { recruitment: onProlific() });
    await join(key, person("PERSON-TO-FORGET", "kept-session"));
    const rows = await Promise.all([
      ctx.db.participant.findMany({ where: { studyId }, include: { recruit: true, trials: true } }),
      ctx.db.studyEvent.findMany({ where: { studyId } }),
      ctx.db.auditEvent.findMany(),
      ctx.db.job.findMany(),
    ]);
    const text = JSON.stringify(rows);
    expect(text).not.toContain("PERSON-TO-FORGET");
    expect(JSON.stringify(rows[1])).not.toContain("kept-session");
    expect(JSON.stringify(rows[1])).not.toContain(codes.complete);
  });

  test("who withdraws leaves no session behind and stays withdrawn", async () => {
    const { key, studyId } = await createOpenStudy(ctx, { recruitment: onProlific() });
    const { token } = await join(key, person("ann"));
    await withdraw(ctx, { key, token });
    expect(await ctx.db.recruit.count({ where: { participant: { studyId } } })).toBe(0);
    expect((await join(key, person("ann"))).state).toBe("withdrawn");
  });
});

describe("leaving", () => {
  test("gives the declared code and the way back, first when every answer is stored, and the same ever after", async () => {
    const { key } = await createOpenStudy(ctx, { recruitment: onProlific() });
    const session = await join(key, person("ann"));
    expect(session.returnStep).toBeNull();
    const asked = { key, token: session.token };
    await expect(completeSession(ctx, asked)).rejects.toMatchObject({ code: "conflict" });
    await answerAll(key, session);
    const completed = {
      completionCode: "DONE1234",
      returnStep: { kind: "redirect", href: "https://app.prolific.com/submissions/complete?cc=DONE1234" },
    };
    expect(await completeSession(ctx, asked)).toEqual(completed);
    expect(await completeSession(ctx, asked)).toEqual(completed);
    expect(await join(key, person("ann"))).toMatchObject(completed);
  });

  test("by the bare link gives a code of one's own and no way back", async () => {
    const { key } = await createOpenStudy(ctx);
    const session = await join(key);
    await answerAll(key, session);
    const { completionCode, returnStep } = await completeSession(ctx, { key, token: session.token });
    expect(completionCode).toMatch(/^[A-Z2-9]{8}$/);
    expect(returnStep).toBeNull();
  });

  test("too late gives the other code and no place", async () => {
    const { key, studyId } = await createOpenStudy(ctx, { quota: 1, recruitment: onProlific() });
    await join(key, person("ann"));
    const exit = {
      code: "LATE1234",
      returnStep: { kind: "redirect", href: "https://app.prolific.com/submissions/complete?cc=LATE1234" },
    };
    await expect(join(key, person("bea"))).rejects.toMatchObject({ details: { reason: "full", exit } });
    await closeStudy(ctx, { studyId });
    await expect(join(key, person("cid"))).rejects.toMatchObject({ details: { reason: "closed", exit } });
    expect((await join(key, person("ann"))).state).toBe("consented");
    expect(await participants(studyId)).toBe(1);
  });
});

describe("a quota", () => {
  test("holds exactly, by new people, by those who return to a released place, all at once", async () => {
    const { key, studyId } = await createOpenStudy(ctx, { quota: 6, recruitment: onProlific() });
    const ids = Array.from({ length: 6 }, (_, i) => `early-${i}`);
    await Promise.all(ids.map((id) => join(key, person(id))));
    await ctx.db.recruit.updateMany({
      where: { session: { in: ["session-of-early-0", "session-of-early-1", "session-of-early-2"] } },
      data: { released: true },
    });
    const returning = ids.slice(0, 3).map((id) => join(key, person(id, `again-${id}`)));
    const fresh = Array.from({ length: 8 }, (_, i) => join(key, person(`late-${i}`)));
    const outcomes = await Promise.allSettled([...returning, ...fresh]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused.every(({ reason }) => reason.details.exit.code === "LATE1234")).toBe(true);
    const taking = { studyId, recruit: { released: false } };
    expect(await ctx.db.participant.count({ where: taking })).toBe(6);
  });

  test("lets whoever has completed see the way back, even when the place was given on", async () => {
    const { key, studyId } = await createOpenStudy(ctx, { quota: 1, recruitment: onProlific() });
    const session = await join(key, person("ann"));
    await answerAll(key, session);
    await completeSession(ctx, { key, token: session.token });
    await ctx.db.recruit.updateMany({ where: { participant: { studyId } }, data: { released: true } });
    await join(key, person("bea"));
    expect(await join(key, person("ann"))).toMatchObject({ state: "completed", completionCode: "DONE1234" });
  });
});

describe("Mechanical Turk", () => {
  const recruitment = { platform: "mturk" as const, codes, reward: null };
  const worker = (id: string, more: object = {}) => ({
    workerId: id,
    assignmentId: `assignment-of-${id}`,
    hitId: "h1",
    turkSubmitTo: "https://workersandbox.mturk.com",
    ...more,
  });

  test("a preview writes nothing", async () => {
    const { key, studyId } = await createOpenStudy(ctx, { recruitment });
    const before = await ctx.db.studyEvent.count({ where: { studyId } });
    expect(await reasonOf(join(key, { assignmentId: "ASSIGNMENT_ID_NOT_AVAILABLE", hitId: "h1" }))).toBe(
      "preview",
    );
    expect(await reasonOf(join(key, worker("w1", { assignmentId: "ASSIGNMENT_ID_NOT_AVAILABLE" })))).toBe(
      "preview",
    );
    expect(await participants(studyId)).toBe(0);
    expect(await ctx.db.studyEvent.count({ where: { studyId } })).toBe(before);
  });

  test("ends with a form to the site it came from, never to a forged one", async () => {
    const { key, studyId } = await createOpenStudy(ctx, { recruitment });
    const forged = worker("w1", { turkSubmitTo: "https://www.mturk.com.evil.example" });
    expect(await reasonOf(join(key, forged))).toBe("no-arrival");
    expect(await participants(studyId)).toBe(0);
    const session = await join(key, worker("w1"));
    await answerAll(key, session);
    expect(await completeSession(ctx, { key, token: session.token })).toEqual({
      completionCode: "DONE1234",
      returnStep: {
        kind: "form",
        action: "https://workersandbox.mturk.com/mturk/externalSubmit",
        fields: { assignmentId: "assignment-of-w1", completionCode: "DONE1234" },
      },
    });
  });
});

describe("a signed address", () => {
  let key: string;
  let studyId: string;
  beforeAll(async () => {
    ({ key, studyId } = await createOpenStudy(ctx, { recruitment: onProlific({ signed: true }) }));
  });
  const signed = async (...given: Parameters<StandInProlific["sign"]>) => ({
    prolific_token: await prolific.sign(...given),
  });
  const claims = { prolific: person("ann") };

  test("lets in whom Prolific names, and nobody by what the address itself says", async () => {
    const session = await join(key, await signed(claims));
    expect((await join(key, await signed(claims, { expiresIn: 60 }))).token).toBe(session.token);
    expect((await join(key, { ...person("bea"), ...(await signed(claims)) })).token).toBe(session.token);
    expect(await participants(studyId)).toBe(1);
  });

  test("is refused unsigned, wrongly signed, for another site, out of date or without the claim", async () => {
    const stranger = await generateKeyPair("RS256");
    const none = Buffer.from(JSON.stringify({ alg: "none", kid: "key-1" })).toString("base64url");
    const [, body] = (await prolific.sign(claims)).split(".");
    const refused = [
      person("cid"),
      { prolific_token: "" },
      { prolific_token: "a.b.c" },
      { prolific_token: `${none}.${body}.` },
      await signed(claims, { key: stranger.privateKey }),
      await signed(claims, { kid: "key-2" }),
      await signed(claims, { audience: "other.example" }),
      await signed(claims, { expiresIn: -120 }),
      await signed({ person: "ann" }),
      await signed({ prolific: "ann" }),
      await signed({ prolific: { PROLIFIC_PID: "ann" } }),
    ];
    for (const arrival of refused) expect(await reasonOf(join(key, arrival))).toBe("no-arrival");
    expect(await participants(studyId)).toBe(1);
  });

  test("is to be tried again while the keys cannot be fetched", async () => {
    const away = { ...ctx, crowd: crowdSettings({ prolific: { url: "http://127.0.0.1:9" } }) };
    const given = {
      key,
      clientKey: newKey(),
      consentVersion: CONSENT_VERSION,
      arrival: await signed(claims),
    };
    await expect(joinStudy(away, given)).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("what a researcher sees", () => {
  test("is the time people took and what it paid, with nobody named", async () => {
    const reward = { amount: 3, currency: "GBP" };
    const { key, studyId } = await createOpenStudy(ctx, { recruitment: onProlific({ reward }) });
    expect(await readPayReport(ctx, studyId)).toMatchObject({ people: 0, hourlyRate: null });
    const start = Date.now();
    for (const [id, minutes] of [
      ["ann", 6],
      ["bea", 4],
    ] as const) {
      let at = start;
      const then: Ctx = { ...ctx, clock: () => new Date(at) };
      const arrival = person(id);
      const session = await joinStudy(then, {
        key,
        clientKey: newKey(),
        consentVersion: CONSENT_VERSION,
        arrival,
      });
      at += (minutes / 2) * 60_000;
      await answerAll(key, session, then);
      at += (minutes / 2) * 60_000;
      await completeSession(then, { key, token: session.token });
    }
    await join(key, person("cid"));
    const report = await readPayReport(ctx, studyId);
    expect(report).toMatchObject({ people: 2, medianActiveMinutes: 5, medianElapsedMinutes: 5, reward });
    expect(report.hourlyRate).toBeCloseTo(36, 9);
    expect(await exportPay(ctx, studyId)).toBe(
      "active_minutes,elapsed_minutes,reward,currency,hourly_rate\r\n4,4,3,GBP,45\r\n6,6,3,GBP,30\r\n",
    );
    const elsewhere = await database.ctx("owner", "elsewhere");
    await expect(readPayReport(elsewhere, studyId)).rejects.toMatchObject({ code: "not_found" });
    await expect(exportPay(await database.ctx("viewer"), studyId)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("is what to set on the platform, for who manages the study, and what it has said", async () => {
    const { key, studyId } = await createOpenStudy(ctx, { recruitment: onProlific() });
    await join(key, person("ann"));
    await ctx.db.recruit.updateMany({
      where: { participant: { studyId } },
      data: { state: "RETURNED", released: true },
    });
    const detail = await describeRecruitment(ctx, studyId);
    expect(detail).toMatchObject({
      platform: "Prolific",
      states: [{ state: "RETURNED", people: 1 }],
      released: 1,
    });
    expect(detail?.setUp?.path).toContain(`/s/${key}?PROLIFIC_PID=`);
    expect(detail?.setUp?.advice.join()).toContain("DONE1234");
    const viewed = await describeRecruitment(await database.ctx("viewer"), studyId);
    expect(JSON.stringify(viewed)).not.toContain("DONE1234");
    expect(await describeRecruitment(ctx, (await createOpenStudy(ctx)).studyId)).toBeNull();
  });
});

test("a study declares only recruitment that can work", async () => {
  const { runId } = await createOpenStudy(ctx);
  const wish = {
    runId,
    name: "S",
    recruitment: onProlific({ codes: { complete: "X", overQuota: "LATE1234" } }),
  };
  await expect(createStudy(ctx, wish)).rejects.toThrow(/letters/);
});
