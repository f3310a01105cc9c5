import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { completeSession } from "#lib/services/participation/complete-session.ts";
import { joinStudy } from "#lib/services/participation/join-study.ts";
import { readPage } from "#lib/services/participation/read-page.ts";
import { readSession } from "#lib/services/participation/read-session.ts";
import { readStimulus } from "#lib/services/participation/read-stimulus.ts";
import { saveAnswer } from "#lib/services/participation/save-answer.ts";
import { withdraw } from "#lib/services/participation/withdraw.ts";
import { closeStudy } from "#lib/services/studies/study-field.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import type { JoinReply } from "#lib/study/participant-protocol.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createOpenStudy } from "#test/support/open-study.ts";

let database: TestDatabase;
let ctx: Ctx;
let key: string;
let studyId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
  ({ key, studyId } = await createOpenStudy(ctx));
});
afterAll(() => database.close());

const newKey = () => randomBytes(32).toString("base64url");
const join = (clientKey = newKey(), to = key): Promise<JoinReply> =>
  joinStudy(ctx, { key: to, clientKey, consentVersion: CONSENT_VERSION });

function answer(session: JoinReply, trialId: string, value: number, idempotencyKey = newKey(), to = key) {
  return saveAnswer(ctx, {
    key: to,
    token: session.token,
    trialId,
    idempotencyKey,
    value,
    responseTimeMs: 1234,
    answeredAt: "2026-11-23T12:00:00.000Z",
  });
}
const rated = (session: JoinReply) => session.trials.filter((trial) => !trial.practice);
const storedFor = (trialId: string) => ctx.db.answer.findMany({ where: { trialId } });

describe("joining", () => {
  test("gives practice first, then every image once, and nothing answered", async () => {
    const session = await join();
    expect(session.trials.map((t) => t.practice)).toEqual([true, true, ...rated(session).map(() => false)]);
    expect(rated(session)).toHaveLength(8);
    expect(session.trials.every((t) => t.value === null && (t.feedback !== null) === t.practice)).toBe(true);
    expect(session.examples.map((e) => e.good)).toEqual([true, false]);
    expect(session.instruction.some((text) => text.includes("not"))).toBe(true);
  });

  test("again with the same device key is the same place, also when both requests race", async () => {
    const clientKey = newKey();
    const [a, b] = await Promise.all([join(clientKey), join(clientKey)]);
    const c = await join(clientKey);
    expect(b).toEqual(a);
    expect(c).toEqual(a);
    expect((await join()).token).not.toBe(a.token);
  });

  test("cut off between taking the place and getting the trials, joining again gives the same trials", async () => {
    const clientKey = newKey();
    const before = await join(clientKey);
    const rater = { participant: { trials: { some: { id: before.trials[0].id } } } };
    await ctx.db.trial.deleteMany({ where: rater });
    const after = await join(clientKey);
    expect(after.trials.flatMap((t) => t.stimuli)).toEqual(before.trials.flatMap((t) => t.stimuli));
    expect(after.token).toBe(before.token);
  });

  test("many at once get each their own index, without gaps", async () => {
    const fresh = await createOpenStudy(ctx, { images: 6 });
    await Promise.all(Array.from({ length: 20 }, () => join(newKey(), fresh.key)));
    const raters = await ctx.db.participant.findMany({ where: { studyId: fresh.studyId } });
    expect(raters.map((r) => r.index).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  test("never exceeds the quota in a race; who withdraws makes room", async () => {
    const fresh = await createOpenStudy(ctx, { images: 6, quota: 3 });
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => join(newKey(), fresh.key)));
    const joined = results.filter((r) => r.status === "fulfilled").map((r) => r.value);
    expect(joined).toHaveLength(3);
    await expect(join(newKey(), fresh.key)).rejects.toThrow(/all the people it needs/);
    await withdraw(ctx, { key: fresh.key, token: joined[0].token });
    await join(newKey(), fresh.key);
    await expect(join(newKey(), fresh.key)).rejects.toMatchObject({ code: "gone" });
  });

  test("needs a known link, the current consent text and a real device key", async () => {
    await expect(join(newKey(), "no-such-link")).rejects.toMatchObject({ code: "not_found" });
    await expect(joinStudy(ctx, { key, clientKey: newKey(), consentVersion: "1999" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(join("short")).rejects.toThrow(/43 characters/);
    await expect(readPage(ctx, "no-such-link")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("answering", () => {
  test("the same request again is one row and succeeds", async () => {
    const session = await join();
    const [trial] = rated(session);
    const idempotencyKey = newKey();
    for (let i = 0; i < 3; i++)
      expect(await answer(session, trial.id, 4, idempotencyKey)).toEqual({ value: 4, detail: null });
    expect(await storedFor(trial.id)).toMatchObject([
      { value: 4, responseTimeMs: 1234, answeredAt: new Date("2026-11-23T12:00:00.000Z") },
    ]);
  });

  test("a second, different answer is refused and the first stands", async () => {
    const session = await join();
    const [trial] = rated(session);
    const idempotencyKey = newKey();
    await answer(session, trial.id, 4, idempotencyKey);
    const refusal = { code: "conflict", details: { value: 4 } };
    await expect(answer(session, trial.id, 2)).rejects.toMatchObject(refusal);
    await expect(answer(session, trial.id, 2, idempotencyKey)).rejects.toMatchObject(refusal);
    expect((await storedFor(trial.id)).map((a) => a.value)).toEqual([4]);
  });

  test("twenty devices answering one trial at the same moment leave one row and one count", async () => {
    const session = await join();
    const [trial] = rated(session);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => answer(session, trial.id, 1 + (i % 5))),
    );
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(await storedFor(trial.id)).toHaveLength(1);
    const rater = await ctx.db.participant.findFirstOrThrow({
      where: { trials: { some: { id: trial.id } } },
    });
    expect(rater.answerCount).toBe(1);
  });

  test("the same answer sent ten times at once succeeds ten times and is one row", async () => {
    const session = await join();
    const [trial] = rated(session);
    const idempotencyKey = newKey();
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => answer(session, trial.id, 5, idempotencyKey)),
    );
    expect(replies.every((reply) => reply.value === 5)).toBe(true);
    expect(await storedFor(trial.id)).toHaveLength(1);
  });

  test("nobody answers for another, nor with a token of another study", async () => {
    const [mine, theirs] = await Promise.all([join(), join()]);
    await expect(answer(mine, rated(theirs)[0].id, 3)).rejects.toMatchObject({ code: "not_found" });
    await expect(answer({ ...mine, token: newKey() }, rated(mine)[0].id, 3)).rejects.toMatchObject({
      code: "unauthenticated",
    });
    const other = await createOpenStudy(ctx, { images: 5 });
    await expect(answer(mine, rated(mine)[0].id, 3, newKey(), other.key)).rejects.toMatchObject({
      code: "unauthenticated",
    });
    expect(await storedFor(rated(mine)[0].id)).toEqual([]);
  });

  test("values outside the scale, odd times and keys in use are refused", async () => {
    const session = await join();
    const [first, second] = rated(session);
    for (const value of [0, 6, 2.5, Number.NaN])
      await expect(answer(session, first.id, value)).rejects.toThrow();
    const used = newKey();
    await answer(session, first.id, 3, used);
    await expect(answer(session, second.id, 3, used)).rejects.toMatchObject({ code: "invalid" });
    expect(await storedFor(second.id)).toEqual([]);
  });

  test("a burst of answers asks for one report", async () => {
    const fresh = await createOpenStudy(ctx);
    const session = await join(newKey(), fresh.key);
    for (const trial of rated(session)) await answer(session, trial.id, 3, newKey(), fresh.key);
    const where = { kind: "report.compute", payload: { path: ["studyId"], equals: fresh.studyId } };
    expect(await ctx.db.job.count({ where })).toBe(1);
  });
});

describe("finishing", () => {
  test("the code comes only when every rated answer is here, and stays the same", async () => {
    const session = await join();
    const who = { key, token: session.token };
    const [last, ...others] = rated(session);
    for (const trial of others) await answer(session, trial.id, 2);
    await expect(completeSession(ctx, who)).rejects.toMatchObject({
      code: "conflict",
      details: { missing: 1 },
    });
    await answer(session, last.id, 2);
    const { completionCode } = await completeSession(ctx, who);
    expect(completionCode).toMatch(/^[A-HJKMNP-Z2-9]{8}$/);
    expect(await completeSession(ctx, who)).toEqual({ completionCode, returnStep: null });
    const resumed = await readSession(ctx, who);
    expect(resumed).toMatchObject({ state: "completed", completionCode });
    expect(resumed.trials.filter((t) => !t.practice).every((t) => t.value === 2)).toBe(true);
  });

  test("withdrawing deletes the answers for good, also those still on their way", async () => {
    const session = await join();
    const who = { key, token: session.token };
    const [first, second] = rated(session);
    await answer(session, first.id, 5);
    const racing = Promise.allSettled([answer(session, second.id, 5), withdraw(ctx, who)]);
    await racing;
    expect(await ctx.db.answer.count({ where: { trialId: { in: rated(session).map((t) => t.id) } } })).toBe(
      0,
    );
    await expect(answer(session, first.id, 5)).rejects.toMatchObject({ code: "gone" });
    await expect(completeSession(ctx, who)).rejects.toMatchObject({ code: "gone" });
    await expect(readStimulus(ctx, { ...who, id: first.stimuli[0] })).rejects.toMatchObject({ code: "gone" });
    expect((await readSession(ctx, who)).state).toBe("withdrawn");
  });
});

describe("a closed study", () => {
  test("lets nobody in, and whoever is in finish", async () => {
    const fresh = await createOpenStudy(ctx, { images: 5 });
    const clientKey = newKey();
    const session = await join(clientKey, fresh.key);
    await closeStudy(ctx, { studyId: fresh.studyId });
    await expect(join(newKey(), fresh.key)).rejects.toMatchObject({ code: "gone", message: /closed/ });
    expect((await readPage(ctx, fresh.key)).refusal).toMatchObject({ status: 410 });
    expect((await join(clientKey, fresh.key)).token).toBe(session.token);
    for (const trial of rated(session)) await answer(session, trial.id, 1, newKey(), fresh.key);
    expect(await completeSession(ctx, { key: fresh.key, token: session.token })).toHaveProperty(
      "completionCode",
    );
  });
});

describe("stimuli", () => {
  test("go to those who are shown them and to nobody else", async () => {
    const [mine, theirs] = await Promise.all([join(), join()]);
    const own = mine.trials.flatMap((t) => t.stimuli);
    const foreign = theirs.trials.flatMap((t) => t.stimuli).find((id) => !own.includes(id))!;
    expect((await readStimulus(ctx, { key, token: mine.token, id: own[0] })).byteLength).toBeGreaterThan(
      1000,
    );
    expect(
      (await readStimulus(ctx, { key, token: mine.token, id: mine.examples[0].stimulus })).byteLength,
    ).toBeGreaterThan(1000);
    await expect(readStimulus(ctx, { key, token: mine.token, id: foreign })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(readStimulus(ctx, { key, token: newKey(), id: own[0] })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  test("nothing a participant gets names study, method, arm, run, image or map", async () => {
    const text = JSON.stringify([
      await join(),
      (await readPage(ctx, key)).data,
      (await readPage(ctx, key)).consent,
    ]);
    const [arms, items, maps, study] = await Promise.all([
      ctx.db.studyArm.findMany({ where: { studyId }, include: { runArm: true } }),
      ctx.db.studyItem.findMany({ where: { studyId }, include: { image: true } }),
      ctx.db.saliencyMap.findMany({
        where: { arm: { studyArms: { some: { studyId } } } },
        select: { id: true },
      }),
      ctx.db.study.findUniqueOrThrow({ where: { id: studyId } }),
    ]);
    const secrets = [
      study.id,
      study.name,
      study.runId,
      ...arms.flatMap(({ id, runArm }) => [id, runArm.id, runArm.label, runArm.explainerId, runArm.modelId]),
      ...items.flatMap(({ id, image }) => [id, image.id, image.fileName, image.sha256]),
      ...maps.map(({ id }) => id),
    ];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});
