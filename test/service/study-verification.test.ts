import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Tx } from "#lib/db/client.ts";
import type { Ctx } from "#lib/services/context.ts";
import { completeSession } from "#lib/services/participation/complete-session.ts";
import { withdraw } from "#lib/services/participation/withdraw.ts";
import { exportAnswers } from "#lib/services/reports/export-answers.ts";
import { formatAnchor } from "#lib/services/studies/event-hash.ts";
import { runSimulatedRaters } from "#lib/services/studies/run-simulated-raters.ts";
import { type Verification, verifyStudy } from "#lib/services/studies/verify-study.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { answerAll, joinAnew } from "#test/support/rating-crowd.ts";

let database: TestDatabase;
let ctx: Ctx;
let studyId: string;
let key: string;
let anchor: string;
let answers: number;

/** P1 finished, P2 answered all, P3 withdrew, S1 is simulated. */
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
  ({ studyId, key } = await createOpenStudy(ctx, { images: 7 }));
  const [first, second, third] = [
    await joinAnew(ctx, key),
    await joinAnew(ctx, key),
    await joinAnew(ctx, key),
  ];
  for (const session of [first, second, third]) await answerAll(ctx, key, session, 4);
  await completeSession(ctx, { key, token: first.token });
  await withdraw(ctx, { key, token: third.token });
  const quiet = { progress: () => undefined, signal: new AbortController().signal };
  await runSimulatedRaters(ctx, studyId, { batch: "b", count: 1, ...quiet });
  anchor = formatAnchor((await exportAnswers(ctx, { studyId, raters: "people" })).anchor!);
  answers = first.trials.length;
});
afterAll(() => database.close());

/** Verifies with the database as these statements leave it, past triggers and foreign keys, and takes them back. */
async function tampered(...statements: string[]): Promise<Verification> {
  let found: Verification | undefined;
  const undone = new Error("taken back");
  await ctx.db
    .$transaction(async (tx) => {
      await tx.$executeRawUnsafe("SET LOCAL session_replication_role = replica");
      for (const statement of statements) expect(await tx.$executeRawUnsafe(statement)).toBeGreaterThan(0);
      const inside = { $transaction: (work: (tx: Tx) => unknown) => work(tx) } as unknown as Ctx["db"];
      found = await verifyStudy({ ...ctx, db: inside }, { studyId });
      throw undone;
    })
    .catch((error) => {
      if (error !== undone) throw error;
    });
  return found!;
}

const lastOf = `(SELECT max("sequence") FROM "StudyEvent")`;
/** The last trial of P2, who has answered it. */
const trialOf = (index: number, position: number) =>
  `(SELECT t."id" FROM "Trial" t JOIN "Participant" p ON p."id" = t."participantId" WHERE p."index" = ${index} AND t."position" = ${position})`;

test("a study as it was recorded holds, withdrawn answers and all", async () => {
  const found = await verifyStudy(ctx, { studyId, anchor });
  expect(found).toMatchObject({
    ok: true,
    log: { brokenLink: null },
    answers: { stored: 3 * answers, matching: 3 * answers, withdrawn: answers, notCovered: 0 },
    sequences: { recomputed: 4, matching: 4 },
    anchors: 3,
    problems: [],
  });
});

describe("a changed event is the first broken link", () => {
  test.each([
    ["studyId", `"studyId" = 'another'`, "gap"],
    ["sequence", `"sequence" = 1000`, "gap"],
    ["kind", `"kind" = 'closed'`, "hash"],
    ["data", `"data" = "data" || '{"participant": 7}'`, "hash"],
    ["at", `"at" = "at" + interval '1 millisecond'`, "hash"],
    ["previousHash", `"previousHash" = repeat('a', 64)`, "previous hash"],
    ["hash", `"hash" = repeat('a', 64)`, "hash"],
  ])("%s", async (_, change, differs) => {
    const { ok, log } = await tampered(`UPDATE "StudyEvent" SET ${change} WHERE "sequence" = 5`);
    expect(ok).toBe(false);
    expect(log?.brokenLink).toMatchObject({ sequence: 5, differs });
  });

  test.each([
    ["one in the middle is gone", `DELETE FROM "StudyEvent" WHERE "sequence" = 5`, 5, "gap"],
    ["the first is gone", `DELETE FROM "StudyEvent" WHERE "sequence" = 0`, 0, "gap"],
    ["the end of the log is not stored", `DELETE FROM "StudyEventHead"`, undefined, "head"],
    ["the end has another hash", `UPDATE "StudyEventHead" SET "hash" = repeat('a', 64)`, undefined, "head"],
    ["the end is elsewhere", `UPDATE "StudyEventHead" SET "sequence" = 2`, undefined, "head"],
  ])("%s", async (_, statement, sequence, differs) => {
    const { ok, log } = await tampered(statement);
    expect(ok).toBe(false);
    expect(log?.brokenLink).toMatchObject(sequence === undefined ? { differs } : { sequence, differs });
  });

  test("the last ones are gone", async () => {
    const { log } = await tampered(`DELETE FROM "StudyEvent" WHERE "sequence" > ${lastOf} - 2`);
    expect(log?.brokenLink).toMatchObject({ sequence: log!.events, differs: "head" });
  });
});

describe("what the chain alone does not tell", () => {
  test("an end that was cut off and sewn up is missed by an anchor and by the answers", async () => {
    const { ok, log, problems } = await tampered(
      `DELETE FROM "StudyEvent" WHERE "sequence" > 20`,
      `UPDATE "StudyEventHead" h SET "sequence" = 20, "hash" = e."hash" FROM "StudyEvent" e WHERE e."sequence" = 20`,
    );
    expect(ok).toBe(false);
    expect(log?.brokenLink).toBeNull();
    expect(new Set(problems.map(({ about }) => about))).toEqual(new Set(["anchor", "participant", "answer"]));
  });

  test("a log that was removed whole leaves anchors and keys behind", async () => {
    const { ok, log, problems } = await tampered(`DELETE FROM "StudyEvent"`, `DELETE FROM "StudyEventHead"`);
    expect(ok).toBe(false);
    expect(log).toBeNull();
    expect(problems.map(({ about }) => about)).toEqual(expect.arrayContaining(["anchor", "event"]));
  });

  test("an anchor that somebody kept must be in the log", async () => {
    const wrong = anchor.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
    const { ok, problems } = await verifyStudy(ctx, { studyId, anchor: wrong });
    expect(ok).toBe(false);
    expect(problems).toEqual([{ about: "anchor", message: expect.stringMatching(/the anchor you gave/) }]);
    await expect(verifyStudy(ctx, { studyId, anchor: "nonsense" })).rejects.toMatchObject({
      code: "invalid",
    });
  });
});

const ONE = `WHERE "trialId" = ${trialOf(1, 3)}`;
const TRIAL = `WHERE "id" = ${trialOf(1, 3)}`;

describe("tampering is named", () => {
  test.each([
    [
      "an answer's value",
      `UPDATE "Answer" SET "value" = 1 ${ONE}`,
      "answer",
      /P2 at position 3 .* not the one/,
    ],
    ["its response time", `UPDATE "Answer" SET "responseTimeMs" = 1 ${ONE}`, "answer", /not the one/],
    [
      "its time",
      `UPDATE "Answer" SET "answeredAt" = "answeredAt" + interval '1 ms' ${ONE}`,
      "answer",
      /not the one/,
    ],
    [
      "its arrival",
      `UPDATE "Answer" SET "receivedAt" = "receivedAt" + interval '1 ms' ${ONE}`,
      "answer",
      /not the one/,
    ],
    ["its key of idempotency", `UPDATE "Answer" SET "idempotencyKey" = 'x' ${ONE}`, "answer", /not the one/],
    ["its salt", `UPDATE "Answer" SET "salt" = 'x' ${ONE}`, "answer", /not the one/],
    ["no salt", `UPDATE "Answer" SET "salt" = NULL ${ONE}`, "answer", /lost the key/],
    ["no answer", `DELETE FROM "Answer" ${ONE}`, "answer", /P2 to trial .* is gone/],
    [
      "another trial's answer",
      `UPDATE "Answer" SET "trialId" = ${trialOf(2, 3)} ${ONE}`,
      "answer",
      /P2 to trial .* is gone/,
    ],
    [
      "one more answer",
      `INSERT INTO "Answer" SELECT ${trialOf(2, 3)}, 'x', 1, 1, now(), now(), NULL`,
      "answer",
      /P3 has withdrawn/,
    ],
    ["a trial's id", `UPDATE "Trial" SET "id" = 'x' ${TRIAL}`, "answer", /P2 to trial .* is gone/],
    [
      "its participant",
      `UPDATE "Trial" SET "participantId" = 'x' ${TRIAL}`,
      "sequence",
      /P2 .* position 3 on/,
    ],
    ["its position", `UPDATE "Trial" SET "position" = 99 ${TRIAL}`, "sequence", /P2 .* position 3 on/],
    [
      "its kind",
      `UPDATE "Trial" SET "practice" = NOT "practice" ${TRIAL}`,
      "sequence",
      /P2 .* position 3 on/,
    ],
    [
      "its picture",
      `UPDATE "Trial" SET "stimulusId" = (SELECT "stimulusId" FROM "Trial" WHERE "id" = ${trialOf(1, 4)}) ${TRIAL}`,
      "sequence",
      /P2 .* position 3 on/,
    ],
    [
      "a participant's state",
      `UPDATE "Participant" SET "state" = 'withdrawn' WHERE "index" = 1`,
      "participant",
      /P2 is stored as withdrawn, .* consented/,
    ],
    [
      "a withdrawal undone",
      `UPDATE "Participant" SET "state" = 'completed' WHERE "index" = 2`,
      "participant",
      /P3 .* withdrawn/,
    ],
    [
      "their index",
      `UPDATE "Participant" SET "index" = 40 WHERE "index" = 1`,
      "sequence",
      /P41 do not follow/,
    ],
    [
      "simulated as a person",
      `UPDATE "Participant" SET "simulated" = false WHERE "index" = -1`,
      "participant",
      /S1 joined with simulated true/,
    ],
    [
      "what they agreed to",
      `UPDATE "Participant" SET "consentVersion" = 'x' WHERE "index" = 1`,
      "participant",
      /P2 joined with consentVersion/,
    ],
    ["nobody there", `DELETE FROM "Participant" WHERE "index" = 1`, "participant", /P2 joined and is gone/],
    ["the seed", `UPDATE "Study" SET "seed" = 2`, "study", /seed changed/],
    ["the design", `UPDATE "Study" SET "design" = "design" || '{"quota": 3}'`, "study", /design changed/],
    ["the template", `UPDATE "Study" SET "runId" = 'x'`, "study", /run changed/],
    ["the state", `UPDATE "Study" SET "state" = 'closed'`, "study", /is closed, and its events say open/],
    [
      "an arm",
      `UPDATE "StudyArm" SET "runArmId" = 'x' WHERE "position" = 1`,
      "study",
      /list of arms changed/,
    ],
    [
      "an image",
      `UPDATE "StudyItem" SET "imageId" = 'x' WHERE "position" = 4`,
      "study",
      /list of images changed/,
    ],
    [
      "a picture's words",
      `UPDATE "Stimulus" SET "wording" = "wording" || '{"statement": "against"}'`,
      "study",
      /pictures or their words/,
    ],
    ["a picture", `UPDATE "Stimulus" SET "sha256" = 'x'`, "study", /pictures or their words/],
  ])("%s", async (_, statement, about, message) => {
    const { ok, log, problems } = await tampered(statement);
    expect(ok).toBe(false);
    expect(log?.brokenLink).toBeNull();
    expect(problems).toContainEqual({ about, message: expect.stringMatching(message) });
  });

  test("two answered trials in each other's place", async () => {
    const exchange = `UPDATE "Trial" t SET "position" = o."position" + 100, "stimulusId" = o."stimulusId" FROM "Trial" o
      WHERE (t."id", o."id") IN ((${trialOf(1, 3)}, ${trialOf(1, 4)}), (${trialOf(1, 4)}, ${trialOf(1, 3)}))`;
    const back = `UPDATE "Trial" SET "position" = "position" - 100 WHERE "position" >= 100`;
    const { problems, sequences } = await tampered(exchange, back);
    expect(sequences.matching).toBe(sequences.recomputed);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/P2 at position 3 .* another picture/),
      expect.stringMatching(/P2 at position 4 .* another picture/),
    ]);
  });
});

describe("a study begun before the log", () => {
  const before = [
    `DELETE FROM "StudyEvent"`,
    `DELETE FROM "StudyEventHead"`,
    `UPDATE "Answer" SET "salt" = NULL`,
    `UPDATE "AuditEvent" SET "details" = "details" - 'anchor'`,
  ];

  test("is said to be one, and its sequences are still recomputed", async () => {
    expect(await tampered(...before)).toMatchObject({
      ok: true,
      log: null,
      answers: { stored: 3 * answers, matching: 0, notCovered: 3 * answers },
      sequences: { recomputed: 4, matching: 4 },
    });
    const changed = await tampered(...before, `UPDATE "Trial" SET "position" = 99 ${TRIAL}`);
    expect(changed).toMatchObject({ ok: false, problems: [{ about: "sequence" }] });
  });

  test("goes on without one: answers are stored, no event is made up", async () => {
    const old = await createOpenStudy(ctx, { images: 5 });
    await ctx.db.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
      await tx.$executeRaw`DELETE FROM "StudyEvent" WHERE "studyId" = ${old.studyId}`;
      await tx.$executeRaw`DELETE FROM "StudyEventHead" WHERE "studyId" = ${old.studyId}`;
      await tx.$executeRaw`UPDATE "AuditEvent" SET "details" = '{}' WHERE "resource" = ${`study:${old.studyId}`}`;
    });
    const session = await joinAnew(ctx, old.key);
    await answerAll(ctx, old.key, session);
    await completeSession(ctx, { key: old.key, token: session.token });
    expect((await exportAnswers(ctx, { studyId: old.studyId, raters: "people" })).anchor).toBeNull();
    expect(await verifyStudy(ctx, { studyId: old.studyId })).toMatchObject({
      ok: true,
      log: null,
      answers: { notCovered: session.trials.length },
    });
  });
});

test("whoever may read studies may verify them, and nobody of another workspace", async () => {
  const viewer = await database.ctx("viewer");
  expect(await verifyStudy(viewer, { studyId })).toMatchObject({ ok: true });
  await expect(verifyStudy(await database.ctx("annotator"), { studyId })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(verifyStudy(await database.ctx("owner", "elsewhere"), { studyId })).rejects.toMatchObject({
    code: "not_found",
  });
});
