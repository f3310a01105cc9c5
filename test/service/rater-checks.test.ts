import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { completeSession } from "#lib/services/participation/complete-session.ts";
import { joinStudy } from "#lib/services/participation/join-study.ts";
import { takeQuiz } from "#lib/services/participation/quiz/take-quiz.ts";
import { readSession } from "#lib/services/participation/read-session.ts";
import { withdraw } from "#lib/services/participation/withdraw.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { exportAnswers } from "#lib/services/reports/export-answers.ts";
import { getReports } from "#lib/services/reports/get-report.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { runSimulatedRaters } from "#lib/services/studies/run-simulated-raters.ts";
import { verifyStudy } from "#lib/services/studies/verify-study.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import type { JoinReply } from "#lib/study/participant-protocol.ts";
import { QUIZ_VERSION, quizOf } from "#lib/study/quiz/quiz.ts";
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

const RIGHT = quizOf("plausibility-rating", "en").map(({ right }) => right);
const WRONG = quizOf("plausibility-rating", "en").map(({ right, options }) => (right + 1) % options.length);
const codes = {
  complete: "DONE1234",
  overQuota: "LATE1234",
  screenedOut: "QUIZ1234",
  failedChecks: "FAIL1234",
};
const onProlific = { platform: "prolific" as const, codes, reward: null, signed: false };
const quiet = { progress: () => undefined, signal: new AbortController().signal };

const quizStudy = (more: Parameters<typeof createOpenStudy>[1] = {}) =>
  createOpenStudy(ctx, { images: 7, checks: { quiz: true }, ...more });
const take = (key: string, { token }: JoinReply, attempt: number, answers: number[]) =>
  takeQuiz(ctx, { key, token, attempt, answers });
const answerFirst = (key: string, { token, trials }: JoinReply) =>
  answerAll(ctx, key, { token, trials: trials.slice(0, 1) });

describe("a quiz", () => {
  test("comes before any trial; the page is never told which answers are right", async () => {
    const { key } = await quizStudy();
    const session = await joinAnew(ctx, key);
    expect(session.quiz).toMatchObject({ nextAttempt: 1, review: null });
    expect(JSON.stringify(session.quiz)).not.toMatch(/"(right|because)"/);
    await expect(answerFirst(key, session)).rejects.toMatchObject({ details: { reason: "quiz-first" } });
    await expect(completeSession(ctx, { key, token: session.token })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await take(key, session, 1, RIGHT)).toMatchObject({
      state: "consented",
      quiz: { nextAttempt: null, review: null },
    });
    await answerFirst(key, session);
  });

  test("gives two tries, and says after the first what was not right and why", async () => {
    const { key } = await quizStudy();
    const session = await joinAnew(ctx, key);
    const [first, second] = RIGHT;
    const { quiz } = await take(key, session, 1, [first, WRONG[1]]);
    expect(quiz.nextAttempt).toBe(2);
    expect(quiz.review?.map(({ right }) => right)).toEqual([true, false]);
    expect(quiz.review?.[1].because).toBe(quizOf("plausibility-rating", "en")[1].because);
    expect((await readSession(ctx, { key, token: session.token })).quiz).toEqual(quiz);
    expect((await take(key, session, 2, [first, second])).quiz.nextAttempt).toBeNull();
  });

  test("takes each try once: twenty at the same moment are one, and what stands is told to all", async () => {
    const { key, studyId } = await quizStudy();
    const session = await joinAnew(ctx, key);
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) => take(key, session, 1, i === 0 ? RIGHT : WRONG)),
    );
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(await ctx.db.quizAttempt.count({ where: { participant: { studyId } } })).toBe(1);
    expect((await verifyStudy(ctx, { studyId })).problems).toEqual([]);
  });

  test("refuses what is no try: other questions, options that are not there, the second first", async () => {
    const { key } = await quizStudy();
    const session = await joinAnew(ctx, key);
    for (const answers of [[], [0], [...RIGHT, 0], [99, 0]])
      await expect(take(key, session, 1, answers)).rejects.toMatchObject({ code: "invalid" });
    await expect(take(key, session, 2, RIGHT)).rejects.toMatchObject({ code: "invalid" });
    await expect(take(key, session, 3, RIGHT)).rejects.toThrow();
    const other = await createOpenStudy(ctx, { images: 5 });
    await expect(take(other.key, await joinAnew(ctx, other.key), 1, RIGHT)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("failed twice ends the session with the platform's own code, and the place is free again", async () => {
    const { key, studyId } = await quizStudy({ recruitment: onProlific, quota: 1 });
    const arrive = (person: string) =>
      joinStudy(ctx, {
        key,
        clientKey: randomBytes(32).toString("base64url"),
        consentVersion: CONSENT_VERSION,
        arrival: { PROLIFIC_PID: person, SESSION_ID: `s-${person}` },
      });
    const session = await arrive("a".repeat(24));
    await take(key, session, 1, WRONG);
    const { state, quiz, exit } = await take(key, session, 2, WRONG);
    expect({ state, next: quiz.nextAttempt }).toEqual({ state: "screened", next: null });
    expect(exit).toMatchObject({
      code: "QUIZ1234",
      returnStep: { href: expect.stringContaining("cc=QUIZ1234") },
    });
    await expect(answerFirst(key, session)).rejects.toMatchObject({ details: { reason: "screened" } });
    await expect(completeSession(ctx, { key, token: session.token })).rejects.toMatchObject({ code: "gone" });
    // Coming again, with another device, is no third try.
    const again = await arrive("a".repeat(24));
    expect(again).toMatchObject({ state: "screened", completionCode: "QUIZ1234" });
    await arrive("b".repeat(24));
    await expect(arrive("c".repeat(24))).rejects.toMatchObject({ details: { reason: "full" } });
    expect((await verifyStudy(ctx, { studyId })).problems).toEqual([]);
    await ctx.db.quizAttempt.updateMany({ where: { attempt: 1 }, data: { passed: true } });
    expect((await verifyStudy(ctx, { studyId })).ok).toBe(false);
  });

  test("is erased with the rest by whoever withdraws, sent away or not", async () => {
    const { key, studyId } = await quizStudy();
    const session = await joinAnew(ctx, key);
    await take(key, session, 1, WRONG);
    await take(key, session, 2, WRONG);
    await withdraw(ctx, { key, token: session.token });
    expect(await ctx.db.quizAttempt.count({ where: { participant: { studyId } } })).toBe(0);
    await expect(take(key, session, 1, RIGHT)).rejects.toMatchObject({ code: "gone" });
    expect((await verifyStudy(ctx, { studyId })).problems).toEqual([]);
  });

  test("on a platform needs a code for who fails it", async () => {
    const { runId } = await createOpenStudy(ctx, { images: 5 });
    const { screenedOut: _, ...others } = codes;
    const wish = { runId, name: "x", checks: { quiz: true }, recruitment: { ...onProlific, codes: others } };
    await expect(createStudy(ctx, wish)).rejects.toThrow(/needs a code for who does not pass/);
    await expect(
      createStudy(ctx, {
        ...wish,
        recruitment: { ...onProlific, codes: { ...codes, screenedOut: "DONE1234" } },
      }),
    ).rejects.toThrow(/differs from the code of who completes/);
  });
});

describe("attention checks and repeated trials", () => {
  const checks = { attention: 2, repeats: 3 };
  const trialsOf = (studyId: string) =>
    ctx.db.trial.findMany({
      where: { participant: { studyId }, practice: false },
      orderBy: { position: "asc" },
    });

  test("are trials of their own kind, in no analysis, and the sequence follows from the seed", async () => {
    const { key, studyId } = await createOpenStudy(ctx, { images: 11, checks });
    const session = await joinAnew(ctx, key);
    const asked = session.trials.filter((trial) => trial.asked !== null);
    expect(asked).toHaveLength(2);
    expect(session.trials.filter(({ practice }) => !practice)).toHaveLength(8 + 2 + 3);
    for (const trial of session.trials)
      await answerAll(ctx, key, { ...session, trials: [trial] }, trial.asked ?? 3);
    await completeSession(ctx, { key, token: session.token });
    await computeReports(ctx, studyId);
    const report = (await getReports(ctx, studyId)).people!.results;
    expect(report.ratings).toBe(8);
    expect(report.flow).toMatchObject({ analysed: 1, completed: 1 });
    const { chunks } = await exportAnswers(ctx, { studyId, raters: "people" });
    let rows = 0;
    for await (const chunk of chunks) rows += chunk.trim().split("\n").length;
    expect(rows - 1).toBe(8);
    expect((await ctx.db.participant.findFirstOrThrow({ where: { studyId } })).answerCount).toBe(8);
    expect((await verifyStudy(ctx, { studyId })).problems).toEqual([]);
    const [check] = (await trialsOf(studyId)).filter((trial) => trial.check === "attention");
    await ctx.db.trial.update({ where: { id: check.id }, data: { expected: check.expected === 1 ? 5 : 1 } });
    expect((await verifyStudy(ctx, { studyId })).problems).toMatchObject([{ about: "sequence" }]);
  });

  test("nothing that a device gets tells a repeated trial from a new one", async () => {
    const { key } = await createOpenStudy(ctx, { images: 11, checks });
    const { trials } = await joinAnew(ctx, key);
    const shapes = trials
      .filter(({ practice, asked }) => !practice && asked === null)
      .map((trial) => Object.keys(trial).join());
    expect(new Set(shapes).size).toBe(1);
    expect(new Set(trials.map(({ id }) => id)).size).toBe(trials.length);
  });

  test("failed as often as declared: left out by the rule, with the code for it", async () => {
    const { key, studyId } = await createOpenStudy(ctx, {
      images: 11,
      checks,
      exclusions: { "failed-attention": { failures: 2 }, inconsistent: { share: 0.5 } },
      recruitment: onProlific,
    });
    const arrive = async (
      person: string,
      value: (trial: JoinReply["trials"][number], at: number) => number,
    ) => {
      const session = await joinStudy(ctx, {
        key,
        clientKey: randomBytes(32).toString("base64url"),
        consentVersion: CONSENT_VERSION,
        arrival: { PROLIFIC_PID: person.repeat(24), SESSION_ID: person },
      });
      for (const [at, trial] of session.trials.entries())
        await answerAll(ctx, key, { ...session, trials: [trial] }, value(trial, at));
      return (await completeSession(ctx, { key, token: session.token })).completionCode;
    };
    expect(await arrive("a", ({ asked }) => asked ?? 4)).toBe("DONE1234");
    expect(await arrive("b", ({ asked }) => (asked === null ? 4 : 6 - asked))).toBe("FAIL1234");
    let failed = 0;
    expect(await arrive("c", ({ asked }) => (asked === null ? 4 : failed++ === 0 ? 6 - asked : asked))).toBe(
      "DONE1234",
    );
    const seen = new Set<string>();
    expect(
      await arrive("d", ({ asked, stimuli, practice }) => {
        if (asked !== null) return asked;
        const again = seen.has(stimuli[0]);
        if (!practice) seen.add(stimuli[0]);
        return again ? 5 : 1;
      }),
    ).toBe("DONE1234");
    await computeReports(ctx, studyId);
    const { flow } = (await getReports(ctx, studyId)).people!.results;
    expect(flow!.byRule.map(({ rule, raters }) => [rule, raters])).toEqual([
      ["failed-attention", 1],
      ["inconsistent", 1],
    ]);
    expect(flow!.analysed).toBe(2);
  });

  test("mean nothing where answers are places, and no more fit than there is room", async () => {
    const { runId } = await createOpenStudy(ctx, { images: 9 });
    const make = (templateId: string, wanted: object) =>
      createStudy(ctx, { runId, name: "x", templateId, trialsPerRater: 6, checks: wanted });
    await expect(make("pointing", { attention: 1 })).rejects.toThrow(/no single words/);
    await expect(make("ranking", { attention: 1 })).rejects.toThrow(/no single words/);
    await expect(make("region-brush", { repeats: 1 })).rejects.toThrow(/no repeated trials/);
    await expect(make("plausibility-rating", { repeats: 4 })).rejects.toThrow(/at most 3/);
    await expect(make("plausibility-rating", { attention: 7 })).rejects.toThrow(/room for 6/);
    const { design } = await make("plausibility-rating", { quiz: true });
    expect(design).toMatchObject({ checks: { quiz: QUIZ_VERSION, attention: 0, repeats: 0 } });
    expect(design).not.toHaveProperty(["exclusions", "failed-attention"]);
  });
});

test("simulated raters take the checks too: who reads passes, who clicks is sent away or left out", async () => {
  const { studyId } = await createOpenStudy(ctx, {
    images: 11,
    checks: { quiz: true, attention: 2, repeats: 3 },
    exclusions: { "failed-attention": { failures: 2 } },
  });
  await runSimulatedRaters(ctx, studyId, { batch: "checks", count: 20, mixture: "careless", ...quiet });
  await computeReports(ctx, studyId);
  const { flow } = (await getReports(ctx, studyId)).simulated!.results;
  // Of 20: 8 careful and 2 who leave read; 10 click.
  expect(flow!.consented).toBe(20);
  expect(flow!.screened).toBeGreaterThanOrEqual(5);
  expect(flow!.screened).toBeLessThanOrEqual(10);
  expect(flow!.analysed).toBeGreaterThanOrEqual(8);
  expect((await verifyStudy(ctx, { studyId })).problems).toEqual([]);
});
