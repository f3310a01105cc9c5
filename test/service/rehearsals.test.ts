import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "#lib/db/generated/client.ts";
import type { Ctx } from "#lib/services/context.ts";
import { joinStudy } from "#lib/services/participation/join-study.ts";
import { readRehearsal } from "#lib/services/participation/read-rehearsal.ts";
import { beginRehearsal } from "#lib/services/studies/rehearsal/begin-rehearsal.ts";
import { verifyStudy } from "#lib/services/studies/verify-study.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { joinAnew } from "#test/support/rating-crowd.ts";

let database: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("researcher", "lab");
});
afterAll(() => database.close());

const newKey = () => randomBytes(32).toString("base64url");
const join = (key: string, rehearsal: unknown, clientKey = newKey(), more = {}, at = ctx) =>
  joinStudy(at, { key, clientKey, consentVersion: CONSENT_VERSION, rehearsal, ...more });
const participants = (studyId: string) =>
  ctx.db.participant.findMany({ where: { studyId }, orderBy: { index: "desc" } });

describe("with a rehearsal's token", () => {
  test("a rater is simulated, below 0, and takes nobody's place; without it nobody is", async () => {
    const { studyId, key } = await createOpenStudy(ctx, { images: 5, quota: 1 });
    const { token, consentVersion } = await beginRehearsal(ctx, { studyId, raters: 3 });
    expect(consentVersion).toBe(CONSENT_VERSION);
    await join(key, token);
    await join(key, token);
    await joinStudy(ctx, { key, clientKey: newKey(), consentVersion, simulated: true, index: -9 });
    await expect(joinAnew(ctx, key)).rejects.toMatchObject({ code: "gone" });
    await join(key, token);
    const rows = await participants(studyId);
    expect(rows.map(({ index, simulated }) => [index, simulated])).toEqual([
      [0, false],
      [-1, true],
      [-2, true],
      [-3, true],
    ]);
    const study = await ctx.db.study.findUniqueOrThrow({ where: { id: studyId } });
    expect(study.nextParticipantIndex).toBe(1);
    expect(await verifyStudy(ctx, { studyId })).toMatchObject({ ok: true, problems: [] });
  });

  test("raters join a study that is not open yet, or closed again", async () => {
    const { studyId, key } = await createOpenStudy(ctx, { images: 5 });
    const { token } = await beginRehearsal(ctx, { studyId, raters: 2 });
    for (const state of ["preparing", "closed"] as const) {
      await ctx.db.study.update({ where: { id: studyId }, data: { state } });
      expect((await join(key, token)).trials.length).toBeGreaterThan(0);
      await expect(joinAnew(ctx, key)).rejects.toThrow();
    }
  });

  test("the same device joins again without taking another place, even when the rehearsal is over", async () => {
    const { studyId, key } = await createOpenStudy(ctx, { images: 5 });
    const { token } = await beginRehearsal(ctx, { studyId, raters: 1 });
    const device = newKey();
    const first = await join(key, token, device);
    expect(await join(key, token, device)).toEqual(first);
    await ctx.db.rehearsal.deleteMany({ where: { studyId } });
    expect(await join(key, token, device)).toEqual(first);
    expect(await join(key, undefined, device)).toEqual(first);
    expect(await participants(studyId)).toHaveLength(1);
  });

  test("as many join as it has places, however many come at once", async () => {
    const { studyId, key } = await createOpenStudy(ctx, { images: 5 });
    const { token } = await beginRehearsal(ctx, { studyId, raters: 3 });
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => join(key, token)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    expect((await participants(studyId)).map(({ index }) => index)).toEqual([-1, -2, -3]);
    expect(await readRehearsal(ctx, { key, token })).toMatchObject({ placesLeft: 0 });
  });

  test("the consent text that is in use is asked for", async () => {
    const { studyId, key } = await createOpenStudy(ctx, { images: 5 });
    const { token } = await beginRehearsal(ctx, { studyId, raters: 1 });
    const old = join(key, token, newKey(), { consentVersion: "2020-01" });
    await expect(old).rejects.toMatchObject({ details: { reason: "consent-changed" } });
    expect(await readRehearsal(ctx, { key, token })).toMatchObject({ placesLeft: 1 });
  });
});

describe("a request to be simulated that is not granted", () => {
  test("never becomes a person: wrong, expired, of another study, used up, malformed", async () => {
    const { studyId, key } = await createOpenStudy(ctx, { images: 5 });
    const other = await createOpenStudy(ctx, { images: 5 });
    const { token: elsewhere } = await beginRehearsal(ctx, { studyId: other.studyId, raters: 1 });
    const { token } = await beginRehearsal(ctx, { studyId, raters: 1, minutes: 5 });
    const later = { ...ctx, clock: () => new Date(Date.now() + 6 * 60_000) };
    const refused = { code: "forbidden" };
    await expect(join(key, newKey())).rejects.toMatchObject(refused);
    await expect(join(key, elsewhere)).rejects.toMatchObject(refused);
    await expect(join(key, token, newKey(), {}, later)).rejects.toMatchObject(refused);
    await expect(readRehearsal(later, { key, token })).rejects.toMatchObject(refused);
    await expect(readRehearsal(ctx, { key, token: elsewhere })).rejects.toMatchObject(refused);
    for (const malformed of ["", "x", null, true, { startsWith: "" }])
      await expect(join(key, malformed)).rejects.toThrow();
    expect(await participants(studyId)).toEqual([]);
    await join(key, token);
    await expect(join(key, token)).rejects.toMatchObject(refused);
    expect((await participants(studyId)).map(({ simulated }) => simulated)).toEqual([true]);
  });

  test("does not answer in a person's place, not even with that person's device key", async () => {
    const { studyId, key } = await createOpenStudy(ctx, { images: 5 });
    const { token } = await beginRehearsal(ctx, { studyId, raters: 1 });
    const device = newKey();
    await joinStudy(ctx, { key, clientKey: device, consentVersion: CONSENT_VERSION });
    await expect(join(key, token, device)).rejects.toMatchObject({ code: "conflict" });
    await ctx.db.trial.deleteMany({ where: { participant: { studyId } } });
    await expect(join(key, token, device)).rejects.toMatchObject({ code: "conflict" });
    expect((await participants(studyId)).map(({ simulated }) => simulated)).toEqual([false]);
  });
});

describe("beginning a rehearsal", () => {
  test.each<[Role, string]>([
    ["curator", "forbidden"],
    ["reviewer", "forbidden"],
    ["annotator", "forbidden"],
    ["viewer", "forbidden"],
  ])("is not for a %s", async (role, code) => {
    const { studyId } = await createOpenStudy(ctx, { images: 5 });
    const asker = await database.ctx(role, "lab");
    await expect(beginRehearsal(asker, { studyId, raters: 1 })).rejects.toMatchObject({ code });
    expect(await ctx.db.rehearsal.count({ where: { studyId } })).toBe(0);
  });

  test("is not for another workspace, nor without bounds", async () => {
    const { studyId } = await createOpenStudy(ctx, { images: 5 });
    const stranger = await database.ctx("owner", "elsewhere");
    await expect(beginRehearsal(stranger, { studyId, raters: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
    for (const wish of [{ raters: 501 }, { raters: 0 }, { raters: 1, minutes: 1441 }])
      await expect(beginRehearsal(ctx, { studyId, ...wish })).rejects.toThrow();
  });

  test("keeps a hash and no token, writes down who began it, and clears away the ones that are over", async () => {
    const { studyId } = await createOpenStudy(ctx, { images: 5 });
    const yesterday = { ...ctx, clock: () => new Date(Date.now() - 86_400_000) };
    await beginRehearsal(yesterday, { studyId, raters: 1 });
    const { token } = await beginRehearsal(ctx, { studyId, raters: 2 });
    const rows = await ctx.db.rehearsal.findMany({ where: { studyId } });
    expect(rows).toMatchObject([{ placesLeft: 2 }]);
    const audited = await ctx.db.auditEvent.findMany({
      where: { action: "study.rehearse", resource: `study:${studyId}` },
    });
    expect(audited).toHaveLength(2);
    expect(JSON.stringify([rows, audited])).not.toContain(token);
  });
});
