import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Db, openDb } from "#lib/db/client.ts";
import { startEmbeddedDatabase } from "#lib/db/embedded.ts";
import { findFreePort } from "#lib/db/free-port.ts";
import { newId } from "#lib/db/id.ts";
import { migrate } from "#lib/db/migrate.ts";
import { createLogger } from "#lib/observability/logger.ts";
import type { Ctx } from "#lib/services/context.ts";
import { joinStudy } from "#lib/services/participation/join-study.ts";
import { saveAnswer } from "#lib/services/participation/save-answer.ts";
import { openLocalFolder } from "#lib/storage/local-folder.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import type { JoinReply } from "#lib/study/participant-protocol.ts";
import { summarise } from "#test/load/summary.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import type { Benchmark, Measurement } from "./bench.ts";

const TRIALS = 20;
const newKey = () => randomBytes(32).toString("base64url");

interface Crowd {
  name: string;
  raters: number;
  /** Between two answers of one rater. */
  thinkMs: () => number;
}

const CROWDS: readonly Crowd[] = [
  { name: "50 without a pause", raters: 50, thinkMs: () => 0 },
  { name: "300 who think 1 to 2 s", raters: 300, thinkMs: () => 1000 + 1000 * Math.random() },
];

async function measure(ctx: Ctx, key: string, { name, raters, thinkMs }: Crowd): Promise<Measurement[]> {
  const sessions: JoinReply[] = [];
  for (let i = 0; i < raters; i++)
    sessions.push(await joinStudy(ctx, { key, clientKey: newKey(), consentVersion: CONSENT_VERSION }));
  const times: number[] = [];
  const start = performance.now();
  await Promise.all(sessions.map((session) => rate(ctx, key, session, { times, thinkMs })));
  const elapsedS = (performance.now() - start) / 1000;
  const { p50Ms, p95Ms, p99Ms } = summarise(times);
  return [
    { name: `${name}: answers`, value: times.length / elapsedS, unit: "/s" },
    { name: "  save, median", value: p50Ms, unit: "ms" },
    { name: "  save, p95", value: p95Ms, unit: "ms", target: "< 150" },
    { name: "  save, p99", value: p99Ms, unit: "ms" },
  ];
}

interface Pace {
  times: number[];
  thinkMs: () => number;
}

async function rate(ctx: Ctx, key: string, { token, trials }: JoinReply, { times, thinkMs }: Pace) {
  for (const { id: trialId } of trials) {
    await sleep(thinkMs());
    const sent = performance.now();
    await saveAnswer(ctx, {
      key,
      token,
      trialId,
      idempotencyKey: newKey(),
      value: 1 + Math.floor(5 * Math.random()),
      responseTimeMs: 1500,
      answeredAt: new Date().toISOString(),
    });
    times.push(performance.now() - sent);
  }
}

/** A database of its own that writes durably (fsync on), with a workspace. */
async function withDatabase<T>(work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const home = await mkdtemp(path.join(tmpdir(), "whynot-savers-"));
  await chmod(home, 0o755);
  const server = await startEmbeddedDatabase({ home, port: await findFreePort(4840) });
  let db: Db | undefined;
  try {
    await migrate(server.url);
    db = openDb(server.url);
    const workspaceId = newId();
    await db.workspace.create({ data: { id: workspaceId, slug: "load", name: "Load" } });
    return await work({
      actor: { kind: "system" },
      workspaceId,
      db,
      storage: openLocalFolder(path.join(home, "files")),
      clock: () => new Date(),
      log: createLogger("silent", "load"),
    });
  } finally {
    await db?.$disconnect();
    await server.stop();
    await rm(home, { recursive: true, force: true });
  }
}

export default {
  name: "savers",
  about: `Raters of one study saving ${TRIALS} answers each through the verb, in one process on a database that writes durably.`,
  run: () =>
    withDatabase(async (ctx) => {
      const measurements: Measurement[] = [];
      for (const crowd of CROWDS) {
        const { key } = await createOpenStudy(ctx, { images: TRIALS + 1, trialsPerRater: TRIALS - 2 });
        measurements.push(...(await measure(ctx, key, crowd)));
      }
      return measurements;
    }),
} satisfies Benchmark;
