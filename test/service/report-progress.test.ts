import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { getReports } from "#lib/services/reports/get-report.ts";
import { enqueueReport } from "#lib/services/reports/request-report.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { answerAll, joinAnew } from "#test/support/rating-crowd.ts";
import { startTestWorker, until } from "#test/support/run-until.ts";

let database: TestDatabase;
let ctx: Ctx;
let studyId: string;
let answers: number;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
  const study = await createOpenStudy(ctx);
  studyId = study.studyId;
  for (const value of [2, 4]) await answerAll(ctx, study.key, await joinAnew(ctx, study.key), value);
  const { _sum } = await ctx.db.participant.aggregate({ where: { studyId }, _sum: { answerCount: true } });
  answers = _sum.answerCount!;
});
afterAll(() => database.close());

test("a report says how far it is: first in answers read, then in as many computed", async () => {
  const seen: number[] = [];
  await computeReports(ctx, studyId, {
    onProgress: (done, total) => {
      expect(total).toBe(2 * answers);
      seen.push(done);
    },
  });
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen[0]).toBe(answers);
  expect(new Set(seen).size).toBeGreaterThan(3);
  expect(seen.at(-1)).toBe(2 * answers);
});

test.each([
  ["while answers are read", 1],
  ["between two steps of the computation", 4],
])("a report that is stopped %s leaves the one that was there", async (_, after) => {
  const { people } = await getReports(ctx, studyId);
  const stopped = new AbortController();
  let calls = 0;
  const computed = computeReports(ctx, studyId, {
    onProgress: () => {
      if (++calls === after) stopped.abort(new Error("stopped"));
    },
    signal: stopped.signal,
  });
  await expect(computed).rejects.toThrow("stopped");
  expect(calls).toBe(after);
  expect((await getReports(ctx, studyId)).people).toEqual(people);
});

test("a job that computes reports ends with all of it done", async () => {
  const study = { id: studyId, workspaceId: ctx.workspaceId };
  await ctx.db.$transaction((tx) => enqueueReport(tx, study));
  const worker = startTestWorker(database);
  try {
    const job = await until("the report", async () => {
      const found = await ctx.db.job.findFirst({
        where: { kind: "report.compute" },
        orderBy: { id: "desc" },
      });
      return found?.state === "succeeded" && found;
    });
    expect([job.done, job.total]).toEqual([2 * answers, 2 * answers]);
  } finally {
    await worker.stop();
  }
});
