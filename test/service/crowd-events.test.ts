import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { completeSession } from "#lib/services/participation/complete-session.ts";
import { joinStudy } from "#lib/services/participation/join-study.ts";
import { saveAnswer } from "#lib/services/participation/save-answer.ts";
import { grantCredit } from "#lib/services/recruitment/grant-credit.ts";
import { receiveEvent } from "#lib/services/recruitment/receive-event.ts";
import { reconcileRecruits } from "#lib/services/recruitment/reconcile-recruits.ts";
import { reconciliationDelayMs } from "#lib/services/recruitment/request-reconciliation.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import {
  crowdSettings,
  GRANTED,
  openStandInProlific,
  openStandInSona,
  REFUSED,
  type StandInProlific,
} from "#test/support/crowd-platforms.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createOpenStudy } from "#test/support/open-study.ts";

let database: TestDatabase;
let prolific: StandInProlific;
let ctx: Ctx;
let key: string;
let studyId: string;

const recruitment = {
  platform: "prolific" as const,
  codes: { complete: "DONE1234", overQuota: "LATE1234" },
  reward: null,
  signed: false,
};
const QUOTA = 2;
const never = new AbortController().signal;

beforeAll(async () => {
  database = await createTestDatabase();
  prolific = await openStandInProlific();
  ctx = { ...(await database.ctx("owner")), crowd: crowdSettings({ prolific: prolific.settings }) };
});
beforeEach(async () => {
  prolific.fails = null;
  ({ key, studyId } = await createOpenStudy(ctx, { quota: QUOTA, images: 6, recruitment }));
});
afterAll(async () => {
  await prolific?.close();
  await database?.close();
});

let number = 0;
/** Somebody new with a session of their own, in. */
async function joined(id = `person-${++number}`, session = `session-${++number}`) {
  const arrival = { PROLIFIC_PID: id, SESSION_ID: session };
  const given = { key, clientKey: "k".repeat(43), consentVersion: CONSENT_VERSION, arrival };
  const { token, trials } = await joinStudy(ctx, given);
  return { id, session, token, trials };
}
const recruitOf = (session: string) => ctx.db.recruit.findFirstOrThrow({ where: { session } });

interface Said {
  session: string;
  id: string;
}
const bodyOf = ({ session, id }: Said, status: string) =>
  JSON.stringify({
    event_type: "submission.status.change",
    resource_id: session,
    participant_id: id,
    status,
  });

function receive(body: string, headers: Record<string, string>): Promise<void> {
  return receiveEvent(ctx, {
    body: new TextEncoder().encode(body),
    timestamp: headers["x-prolific-request-timestamp"] ?? null,
    signature: headers["x-prolific-request-signature"] ?? null,
    eventId: headers["x-event-id"] ?? null,
  });
}
async function say(
  who: Said,
  status: string,
  wish: Parameters<StandInProlific["deliver"]>[1] = {},
): Promise<void> {
  const body = bodyOf(who, status);
  await receive(body, prolific.deliver(body, { eventId: `event-${++number}`, ...wish }));
}
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000);

describe("a webhook", () => {
  test("that returns, times out or rejects gives the place on and deletes no answer", async () => {
    const ann = await joined();
    await joined();
    const [{ id: trialId }] = ann.trials;
    const answeredAt = "2026-11-23T12:00:00.000Z";
    const given = {
      key,
      token: ann.token,
      trialId,
      idempotencyKey: "i".repeat(20),
      value: 4,
      responseTimeMs: 9,
      answeredAt,
    };
    await saveAnswer(ctx, given);
    await expect(joined()).rejects.toMatchObject({ details: { reason: "full" } });
    for (const status of ["RETURNED", "TIMED-OUT", "REJECTED"]) {
      await ctx.db.recruit.updateMany({
        where: { session: ann.session },
        data: { state: null, released: false },
      });
      await say(ann, status);
      expect(await recruitOf(ann.session)).toMatchObject({ state: status, released: true });
    }
    await joined();
    await expect(joined()).rejects.toMatchObject({ details: { reason: "full" } });
    expect(await ctx.db.answer.count({ where: { trialId } })).toBe(1);
  });

  test("of a review is stored and keeps the place", async () => {
    const ann = await joined();
    await say(ann, "AWAITING REVIEW");
    expect(await recruitOf(ann.session)).toMatchObject({ state: "AWAITING REVIEW", released: false });
  });

  test("counts once, however often it comes and at once", async () => {
    const ann = await joined();
    const body = bodyOf(ann, "RETURNED");
    const headers = prolific.deliver(body, { eventId: "the-same" });
    await Promise.all([receive(body, headers), receive(body, headers), receive(body, headers)]);
    // A new session of the same person is not undone by the old message.
    await ctx.db.recruit.updateMany({
      where: { session: ann.session },
      data: { state: null, released: false },
    });
    await receive(body, headers);
    expect(await recruitOf(ann.session)).toMatchObject({ state: null, released: false });
    expect(await ctx.db.crowdEvent.count({ where: { id: "the-same" } })).toBe(1);
  });

  test("that comes late or out of order changes nothing that is further on", async () => {
    const ann = await joined();
    await say(ann, "AWAITING REVIEW", { at: secondsAgo(60) });
    await say(ann, "ACTIVE", { at: secondsAgo(10) });
    await say(ann, "TIMED-OUT", { at: secondsAgo(90) });
    expect(await recruitOf(ann.session)).toMatchObject({ state: "AWAITING REVIEW", released: false });
  });

  test("without the right signature, out of its time or changed on the way is refused", async () => {
    const ann = await joined();
    const body = bodyOf(ann, "RETURNED");
    const good = prolific.deliver(body);
    const { "x-prolific-request-signature": signature, ...unsigned } = good;
    const refused: [string, Record<string, string>][] = [
      [body, unsigned],
      [body, { ...unsigned, "x-prolific-request-signature": "" }],
      [body, { ...unsigned, "x-prolific-request-signature": signature.slice(4) }],
      [body, prolific.deliver(body, { secret: "another secret" })],
      [body, prolific.deliver(body, { at: secondsAgo(301) })],
      [body, prolific.deliver(body, { at: secondsAgo(-301) })],
      [
        body,
        { ...good, "x-prolific-request-timestamp": String(Number(good["x-prolific-request-timestamp"]) + 1) },
      ],
      [body, { ...good, "x-prolific-request-timestamp": "soon" }],
      [`${body} `, good],
      [body.replace("RETURNED", "APPROVED"), good],
    ];
    for (const [sent, headers] of refused)
      await expect(receive(sent, headers)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await recruitOf(ann.session)).toMatchObject({ state: null, released: false });
    await expect(receive("not json", prolific.deliver("not json"))).rejects.toMatchObject({
      code: "invalid",
    });
  });

  test("about somebody else in a session that was claimed by an address is not believed", async () => {
    const thief = await joined("thief", "session-of-ann");
    await say({ session: "session-of-ann", id: "ann" }, "RETURNED");
    expect(await recruitOf(thief.session)).toMatchObject({ state: null, released: false });
  });

  test("of a kind or about somebody unknown is taken and changes nothing", async () => {
    const other = JSON.stringify({ event_type: "study.progress.change", resource_id: "s1" });
    await receive(other, prolific.deliver(other, { eventId: "other" }));
    await say({ session: "nobody", id: "nobody" }, "RETURNED");
    await say(await joined(), "A-STATE-OF-TOMORROW");
  });

  test("is not there without a secret", async () => {
    const without = { ...ctx, crowd: crowdSettings() };
    const message = { body: new Uint8Array(), timestamp: null, signature: null, eventId: null };
    await expect(receiveEvent(without, message)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("reconciliation", () => {
  const queued = () =>
    ctx.db.$queryRaw<{ payload: { failures: number }; runAt: Date }[]>`
      SELECT j."payload", d."run_at" AS "runAt" FROM "Job" j JOIN graphile_worker.jobs d ON d."key" = j."id"
      WHERE j."kind" = 'recruits.reconcile' AND j."state" = 'queued' AND j."payload"->>'studyId' = ${studyId} ORDER BY j."id"`;

  /** One round as the worker runs it, which has taken the job that was waiting. */
  async function reconcile(failures = 0): Promise<void> {
    await ctx.db.job.updateMany({
      where: { kind: "recruits.reconcile", state: "queued" },
      data: { state: "running" },
    });
    await reconcileRecruits(ctx, { studyId, failures }, never);
  }

  test("is asked for once, ten minutes after somebody came", async () => {
    const before = Date.now();
    await joined();
    await joined();
    const [job, ...others] = await queued();
    expect(others).toEqual([]);
    expect(job.runAt.getTime() - before).toBeGreaterThanOrEqual(599_000);
  });

  test("finds what no message said, and asks on only while something is open", async () => {
    const ann = await joined();
    const bea = await joined();
    prolific.submissions.set(ann.session, { participant: ann.id, status: "RETURNED" });
    prolific.submissions.set(bea.session, { participant: bea.id, status: "ACTIVE" });
    await reconcile();
    expect(await recruitOf(ann.session)).toMatchObject({ state: "RETURNED", released: true });
    expect(await recruitOf(bea.session)).toMatchObject({ state: "ACTIVE", released: false });
    expect(await queued()).toHaveLength(1);
    prolific.submissions.set(bea.session, { participant: bea.id, status: "APPROVED" });
    const asked = prolific.asked.length;
    await reconcile();
    expect(prolific.asked.slice(asked)).toEqual([`GET /api/v1/submissions/${bea.session}/`]);
    expect(await queued()).toEqual([]);
  });

  test("does not believe a session that somebody else's address claimed", async () => {
    const thief = await joined("thief", "session-of-bea");
    prolific.submissions.set("session-of-bea", { participant: "bea", status: "RETURNED" });
    await reconcile();
    expect(await recruitOf(thief.session)).toMatchObject({ state: null, released: false });
  });

  test("stops its round when the platform is away, and waits twice as long", async () => {
    await joined();
    await joined();
    prolific.fails = 503;
    const asked = prolific.asked.length;
    await reconcile(1);
    expect(prolific.asked.length - asked).toBe(1);
    expect((await queued()).at(-1)?.payload.failures).toBe(2);
    expect([0, 1, 2, 9].map((failures) => reconciliationDelayMs(failures) / 60_000)).toEqual([
      10, 20, 40, 160,
    ]);
  });

  test("one unknown submission does not hold up the others", async () => {
    await joined();
    const bea = await joined();
    prolific.submissions.set(bea.session, { participant: bea.id, status: "APPROVED" });
    await reconcile();
    expect(await recruitOf(bea.session)).toMatchObject({ state: "APPROVED" });
  });
});

describe("credit at SONA", () => {
  const reply: { next: string | number } = { next: GRANTED };
  let sona: Awaited<ReturnType<typeof openStandInSona>>;
  let at: Ctx;
  beforeAll(async () => {
    sona = await openStandInSona(reply);
    at = { ...ctx, crowd: crowdSettings({ sonaUrl: `http://127.0.0.1:${sona.port}` }) };
  });
  afterAll(() => sona?.close());

  /** Somebody who has answered everything. */
  async function completed(credit: "server" | "browser") {
    const settings = {
      platform: "sona" as const,
      site: "lab.sona-systems.com",
      experimentId: "12",
      creditToken: "abcdef0123",
      credit,
    };
    const study = await createOpenStudy(at, { images: 4, recruitment: settings });
    const code = `code${++number}`;
    const given = {
      key: study.key,
      clientKey: "k".repeat(43),
      consentVersion: CONSENT_VERSION,
      arrival: { survey_code: code },
    };
    const { token, trials } = await joinStudy(at, given);
    for (const { id: trialId } of trials) {
      const answer = {
        key: study.key,
        token,
        trialId,
        idempotencyKey: `key-${++number}-of-an-answer`,
        value: 2,
      };
      await saveAnswer(at, { ...answer, responseTimeMs: 800, answeredAt: "2026-11-23T12:00:00.000Z" });
    }
    const left = await completeSession(at, { key: study.key, token });
    const { participantId } = await at.db.recruit.findFirstOrThrow({ where: { session: code } });
    const jobs = await at.db.job.findMany({
      where: { kind: "credit.grant", payload: { equals: { participantId } } },
    });
    return { participantId, code, left, jobs };
  }
  const replyOf = async (participantId: string) =>
    (await at.db.recruit.findUniqueOrThrow({ where: { participantId } })).creditReply;

  test("is asked for by a job of the completion, told once, and its answer is kept", async () => {
    const { participantId, code, left, jobs } = await completed("server");
    expect(left.returnStep).toBeNull();
    expect(jobs).toHaveLength(1);
    const asked = sona.asked.length;
    reply.next = 503;
    await expect(grantCredit(at, participantId, never)).rejects.toMatchObject({ code: "unavailable" });
    reply.next = REFUSED;
    await expect(grantCredit(at, participantId, never)).rejects.toThrow(/invalid token/);
    expect(await replyOf(participantId)).toBeNull();
    reply.next = GRANTED;
    await grantCredit(at, participantId, never);
    await grantCredit(at, participantId, never);
    expect(sona.asked.length - asked).toBe(3);
    expect(sona.asked.at(-1)).toBe(
      `GET /services/SonaAPI.svc/WebstudyCredit?experiment_id=12&credit_token=abcdef0123&survey_code=${code}`,
    );
    expect(await replyOf(participantId)).toBe(GRANTED);
  });

  test("by the browser is left to the button", async () => {
    const { left, jobs } = await completed("browser");
    expect(jobs).toEqual([]);
    expect(left.returnStep).toMatchObject({ kind: "redirect" });
  });
});
