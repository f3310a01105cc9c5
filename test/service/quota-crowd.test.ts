import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "#lib/services/context.ts";
import { joinStudy } from "#lib/services/participation/join-study.ts";
import { withdraw } from "#lib/services/participation/withdraw.ts";
import { verifyStudy } from "#lib/services/studies/verify-study.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import type { JoinReply } from "#lib/study/participant-protocol.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createTemplateStudy } from "#test/support/template-study.ts";

const CLIENTS = 200;
const QUOTA = 60;

let database: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
});
afterAll(() => database.close());

/** Two hundred devices at the same moment, of which some die before the reply reaches them and come back later. */
test("a quota is met exactly by a crowd that joins at once, dies at random, comes back and withdraws", async () => {
  const { studyId, key } = await createTemplateStudy(ctx, "pairwise-preference", { quota: QUOTA });
  const random = createRandom("crowd");
  const devices = Array.from({ length: CLIENTS }, () => ({
    clientKey: randomBytes(32).toString("base64url"),
    dies: random.uniform() < 0.3,
  }));
  /** As a device does: again until there is a place or none is left, whatever the crowd made of the request. */
  async function join(clientKey: string): Promise<JoinReply | null> {
    for (;;) {
      try {
        return await joinStudy(ctx, { key, clientKey, consentVersion: CONSENT_VERSION });
      } catch (error) {
        if (error instanceof AppError && error.code === "gone") return null;
        if (error instanceof AppError) throw error;
      }
    }
  }
  const taking = () =>
    ctx.db.participant.findMany({
      where: { studyId, state: { not: "withdrawn" } },
      orderBy: { index: "asc" },
    });

  const first = await Promise.all(devices.map(({ clientKey }) => join(clientKey)));
  const before = first.filter((session) => session !== null);
  expect(before).toHaveLength(QUOTA);
  expect(await taking()).toHaveLength(QUOTA);
  expect((await taking()).map(({ index }) => index)).toEqual(Array.from({ length: QUOTA }, (_, at) => at));

  // Whoever died has lost the reply, and finds the same place and the same trials again.
  const dead = devices.filter(({ dies }, at) => dies && first[at]);
  const byToken = new Map(before.map((session) => [session.token, session]));
  const again = await Promise.all(dead.map(({ clientKey }) => join(clientKey)));
  expect(again.length).toBeGreaterThan(5);
  for (const session of again) expect(session).toEqual(byToken.get(session!.token));

  // As many as withdraw let others in, at the same moment as all who were refused try again.
  const leaving = before.slice(0, 15);
  const refused = devices.filter((_, at) => !first[at]);
  await Promise.all(leaving.map(({ token }) => withdraw(ctx, { key, token })));
  const second = await Promise.all(refused.map(({ clientKey }) => join(clientKey)));
  expect(second.filter((session) => session !== null)).toHaveLength(leaving.length);
  const all = await taking();
  expect(all).toHaveLength(QUOTA);
  const indices = (await ctx.db.participant.findMany({ where: { studyId } })).map(({ index }) => index);
  expect(indices.sort((a, b) => a - b)).toEqual(
    Array.from({ length: QUOTA + leaving.length }, (_, at) => at),
  );
  const { ok, sequences } = await verifyStudy(ctx, { studyId });
  expect({ ok, sequences }).toEqual({
    ok: true,
    sequences: { recomputed: indices.length, matching: indices.length },
  });
});
