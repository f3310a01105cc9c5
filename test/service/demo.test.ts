import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyPassword } from "#lib/auth/password.ts";
import { createLogger } from "#lib/observability/logger.ts";
import type { Ctx } from "#lib/services/context.ts";
import { cancelRun } from "#lib/services/explanations/cancel-run.ts";
import { startRun } from "#lib/services/explanations/start-run.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { openDemo } from "#prisma/seed/demo.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { runOver, startTestWorker, until } from "#test/support/run-until.ts";
import { tinyImages } from "#test/support/tiny-images.ts";
import { tinyModel } from "#test/support/tiny-models.ts";
import { arm, createTinyProject } from "#test/support/tiny-project.ts";

/** A worker imports images and makes real maps here: slow when the machine is busy. */
const TIMEOUT_MS = 240_000;
let database: TestDatabase;
let folder: string;

/** A demo folder like the project's own, with small images and untrained models. */
async function writeDemoFolder(): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), "whynot-demo-"));
  const source = await tinyImages({ each: 8 });
  for (const entry of await source.list()) {
    const file = path.join(root, "scenes", "data", entry.path);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, await source.read(entry.path, entry.byteSize));
  }
  await mkdir(path.join(root, "models"));
  const models = { fc: "fc", "scouter-plus": "scouter+", "scouter-minus": "scouter-" } as const;
  for (const [name, kind] of Object.entries(models)) {
    await writeFile(path.join(root, "models", `${name}.safetensors`), tinyModel(kind));
    await writeFile(
      path.join(root, "models", `${name}.log.jsonl`),
      `{"event":"start","command":"train ${name}"}\n`,
    );
  }
  return root;
}

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await writeDemoFolder();
}, TIMEOUT_MS);
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const open = (from = folder) =>
  openDemo({ db: database.db, storage: database.storage, log: createLogger("silent", "test"), folder: from });

describe("opening the demo", () => {
  it("makes account, models and one job at once, and nothing more the second time", async () => {
    const first = await open();
    const user = await database.db.user.findUniqueOrThrow({ where: { email: first.email } });
    expect(await verifyPassword(first.password ?? "", user.passwordHash)).toBe(true);
    expect(user.passwordHash).not.toContain(first.password);
    const again = await open();
    expect(again).toEqual({ ...first, password: null });
    expect(await database.db.model.findMany({ orderBy: { name: "asc" } })).toMatchObject([
      { name: "FC baseline", kind: "fc" },
      { name: "SCOUTER+", kind: "scouter_plus", training: { log: [{ event: "start" }] } },
      { name: "SCOUTER−", kind: "scouter_minus" },
    ]);
    expect(await database.db.job.count()).toBe(1);
  });

  it(
    "the worker brings in data, runs and the study under the announced key",
    async () => {
      const { workspaceId, studyKey } = await open();
      const worker = startTestWorker(database);
      const run = (name: RegExp) => async () => {
        const runs = await database.db.run.findMany({
          where: { workspaceId },
          include: { arms: { orderBy: { position: "asc" } } },
        });
        return runs.find((one) => name.test(one.name)) ?? null;
      };
      try {
        await until("the study", () => database.db.study.findUnique({ where: { key: studyKey } }));
        const comparison = await until("the comparison", run(/controls/));
        const pairs = await until("the pairs", run(/every class/));
        expect(comparison.arms.map((one) => [one.explainerId, one.targetRule])).toEqual([
          ["scouter+", "true"],
          ["scouter-", "least-similar"],
          ["scouter-", "most-similar"],
          ["grad-cam", "true"],
          ["ss-cam", "true"],
          ["iba", "true"],
          ["control-random", "true"],
          ["control-gaussian", "true"],
          ["control-region", "true"],
        ]);
        expect(comparison.arms[4].options).toMatchObject({ variant: "b", samples: 35, channels: null });
        expect([comparison.imageIds.length, comparison.mapCount]).toEqual([24, 216]);
        expect(pairs.imageIds).toEqual(comparison.imageIds);
        expect(await runOver(database, pairs.id)).toMatchObject({ state: "succeeded", mapsDone: 24 * 2 * 3 });
        const ctx: Ctx = { ...(await database.ctx()), actor: { kind: "system" }, workspaceId };
        await cancelRun(ctx, { runId: comparison.id });
      } finally {
        await worker.stop();
      }
      expect(await database.db.image.count()).toBe(48);
    },
    TIMEOUT_MS,
  );

  it(
    "a job that failed is asked for again at the next start, under the same key",
    async () => {
      const other = await createTestDatabase();
      const broken = await mkdtemp(path.join(tmpdir(), "whynot-broken-"));
      await cp(path.join(folder, "models"), path.join(broken, "models"), { recursive: true });
      const openOther = (from: string) =>
        openDemo({ db: other.db, storage: other.storage, log: createLogger("silent", "test"), folder: from });
      const worker = startTestWorker(other);
      try {
        const first = await openOther(broken);
        const failed = await until("the job to fail", () =>
          other.db.job.findFirst({ where: { state: "failed" } }),
        );
        expect(failed.error).toMatch(/no folder/);
        const second = await openOther(folder);
        expect(second.studyKey).toBe(first.studyKey);
        await until("the study", () => other.db.study.findUnique({ where: { key: first.studyKey } }));
      } finally {
        await worker.stop();
        await other.close();
        await rm(broken, { recursive: true, force: true });
      }
    },
    TIMEOUT_MS,
  );
});

it(
  "a study made while its run goes on is prepared when the run has succeeded, once",
  async () => {
    const own = await createTestDatabase();
    const ctx = await own.ctx("researcher");
    const { versionId, plus, fc } = await createTinyProject(ctx, { each: 2 });
    const arms = [arm("S+", "scouter+", plus), arm("Random", "control-random", fc)];
    const run = await startRun(ctx, { versionId, name: "R", sampleSize: 6, arms });
    const study = await createStudy(ctx, { runId: run.id, name: "S", practice: 2, openWhenReady: true });
    const prepare = { where: { kind: "study.prepare" } };
    expect(await own.db.job.count(prepare)).toBe(0);
    const worker = startTestWorker(own);
    try {
      await runOver(own, run.id);
      await until("the study to open", async () => {
        const { state } = await own.db.study.findUniqueOrThrow({ where: { id: study.id } });
        return state === "open";
      });
      // The job ends a moment after the study it opens.
      const jobs = await until("the job to end", async () => {
        const found = await own.db.job.findMany(prepare);
        return found.every(({ state }) => state === "succeeded") && found;
      });
      expect(jobs).toMatchObject([{ payload: { studyId: study.id } }]);
    } finally {
      await worker.stop();
      await own.close();
    }
  },
  TIMEOUT_MS,
);
