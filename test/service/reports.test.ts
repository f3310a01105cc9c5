import { randomBytes } from "node:crypto";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { joinStudy } from "#lib/services/participation/join-study.ts";
import { saveAnswer } from "#lib/services/participation/save-answer.ts";
import { withdraw } from "#lib/services/participation/withdraw.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { exportAnswers, type Raters } from "#lib/services/reports/export-answers.ts";
import { exportCodebook } from "#lib/services/reports/export-codebook.ts";
import { getReports } from "#lib/services/reports/get-report.ts";
import { listRatedMaps } from "#lib/services/reports/list-rated-maps.ts";
import { listStudyResults } from "#lib/services/reports/list-study-results.ts";
import { runSimulatedRaters } from "#lib/services/studies/run-simulated-raters.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import { StudyReport } from "#lib/study/report.ts";
import { plausibilityRating } from "#lib/study/templates/plausibility-rating.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { ARMS } from "#test/support/finished-run.ts";
import { createOpenStudy } from "#test/support/open-study.ts";

let database: TestDatabase;
let ctx: Ctx;
let studyId: string;
let key: string;
const PEOPLE = 4;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
  ({ studyId, key } = await createOpenStudy(ctx));
  await runSimulatedRaters(ctx, studyId, {
    batch: "b",
    count: 6,
    progress: () => undefined,
    signal: new AbortController().signal,
  });
  for (let person = 0; person < PEOPLE; person++) await takePart(1 + person);
  const leaver = await takePart(5);
  await withdraw(ctx, { key, token: leaver });
  await computeReports(ctx, studyId);
});
afterAll(() => database.close());

/** Someone who gives the same value everywhere; returns their token. */
async function takePart(value: number): Promise<string> {
  const clientKey = randomBytes(32).toString("base64url");
  const { token, trials } = await joinStudy(ctx, { key, clientKey, consentVersion: CONSENT_VERSION });
  for (const trial of trials)
    await saveAnswer(ctx, {
      key,
      token,
      trialId: trial.id,
      idempotencyKey: randomBytes(32).toString("base64url"),
      value,
      responseTimeMs: 900,
      answeredAt: new Date().toISOString(),
    });
  return token;
}

async function readCsv(raters: Raters): Promise<{ text: string; rows: Record<string, string>[] }> {
  const { chunks } = await exportAnswers(ctx, { studyId, raters });
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return { text, rows: parse(text, { columns: true }) };
}

describe("reports", () => {
  test("people and simulated raters are two reports, withdrawn raters count in neither", async () => {
    const { people, simulated } = await getReports(ctx, studyId);
    expect(people?.results.raters).toEqual({
      consented: PEOPLE + 1,
      answering: PEOPLE,
      completed: 0,
      withdrawn: 1,
    });
    expect(simulated?.results.raters).toEqual({ consented: 6, answering: 6, completed: 6, withdrawn: 0 });
    expect(people?.results.ratings).toBe(PEOPLE * 8);
    expect(simulated?.results.ratings).toBe(6 * 8);
  });

  test("means, counts and raters an arm are those of the exported table", async () => {
    for (const raters of ["people", "simulated"] as const) {
      const report = (await getReports(ctx, studyId))[raters]!.results;
      const { rows } = await readCsv(raters);
      expect(rows).toHaveLength(report.ratings);
      expect(report.arms.map((arm) => arm.label)).toEqual(ARMS.map((arm) => arm.label));
      for (const arm of report.arms) {
        const own = rows.filter((row) => row.arm === arm.label);
        const values = own.map((row) => Number(row.value));
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect("value" in arm.score && arm.score.value).toBeCloseTo(mean, 12);
        expect(arm.counts).toEqual([1, 2, 3, 4, 5].map((v) => values.filter((value) => value === v).length));
        expect(arm.raters).toBe(new Set(own.map((row) => row.rater)).size);
        expect(arm.statement).toBe(arm.explainerId === "scouter-" ? "against" : "for");
      }
    }
  });

  test("intervals hold the value, and metrics stand beside the ratings", async () => {
    const { results } = (await getReports(ctx, studyId)).simulated!;
    for (const { score, metrics } of results.arms) {
      if (!("value" in score)) throw new Error("a rated arm has a mean");
      expect(score.low).toBeLessThanOrEqual(score.value);
      expect(score.high).toBeGreaterThanOrEqual(score.value);
      expect(metrics).toMatchObject([{ metricId: "precision-mask", profile: "whynot", mean: { n: 8 } }]);
    }
    expect(results.correlations.map((c) => c.statement).sort()).toEqual(["against", "for"]);
    const pooled = results.correlations.find((c) => c.statement === "for")!.rho;
    expect("value" in pooled && pooled.value).toBeGreaterThan(0.3);
    expect("value" in results.agreement && results.agreement.value).toBeGreaterThan(0.2);
  });

  test("computing again gives the same numbers and replaces the old report", async () => {
    const before = await getReports(ctx, studyId);
    await computeReports(ctx, studyId);
    const after = await getReports(ctx, studyId);
    expect(after.people?.results).toEqual(before.people?.results);
    expect(after.simulated?.results).toEqual(before.simulated?.results);
    expect(await ctx.db.report.count({ where: { studyId } })).toBe(2);
  });

  test("every two methods of a statement are compared within raters, on the exported answers", async () => {
    const report = (await getReports(ctx, studyId)).simulated!.results;
    const { rows } = await readCsv("simulated");
    const byStatement = (statement: string) => report.arms.filter((arm) => arm.statement === statement);
    const pairsOf = (n: number) => (n * (n - 1)) / 2;
    expect(report.comparisons).toHaveLength(
      pairsOf(byStatement("for").length) + pairsOf(byStatement("against").length),
    );
    for (const { a, b, statement, difference } of report.comparisons!) {
      const labels = [a, b].map((armId) => byStatement(statement).find((arm) => arm.armId === armId)!.label);
      const within = [...new Set(rows.map(({ rater }) => rater))].map((rater) => {
        const [first, second] = labels.map((label) => {
          const values = rows.filter((row) => row.rater === rater && row.arm === label);
          return values.reduce((sum, { value }) => sum + Number(value), 0) / values.length;
        });
        return first - second;
      });
      const mean = within.reduce((sum, one) => sum + one, 0) / within.length;
      if (!("value" in difference)) throw new Error("six raters rated every arm");
      expect(difference.value).toBeCloseTo(mean, 12);
      expect(difference.n).toBe(6);
    }
    expect(report.arms.every((arm) => arm.items === 8)).toBe(true);
  });

  test("a report of an older version is read as it is, and computed again", async () => {
    const old = await createOpenStudy(ctx, { images: 5 });
    await computeReports(ctx, old.studyId);
    const stored = await ctx.db.report.findFirstOrThrow({
      where: { studyId: old.studyId, simulated: false },
    });
    const { comparisons: _, ...results } = StudyReport.parse(stored.results);
    await ctx.db.report.update({ where: { id: stored.id }, data: { results } });
    const waiting = () =>
      ctx.db.job.count({
        where: {
          kind: "report.compute",
          payload: { path: ["studyId"], equals: old.studyId },
          state: "queued",
        },
      });
    const before = await waiting();
    expect((await getReports(ctx, old.studyId)).people?.results.comparisons).toBeUndefined();
    await getReports(ctx, old.studyId);
    expect(await waiting()).toBe(before + 1);
  });

  test("a study without answers reports reasons, not zeros", async () => {
    const empty = await createOpenStudy(ctx, { images: 5 });
    await computeReports(ctx, empty.studyId);
    const { results } = (await getReports(ctx, empty.studyId)).people!;
    expect(results.arms.every((arm) => "undefined" in arm.score)).toBe(true);
    expect("undefined" in results.agreement).toBe(true);
  });
});

describe("the maps of a study by their ratings", () => {
  const list = (wish: object = {}) => listRatedMaps(ctx, { studyId, raters: "people", ...wish });

  test("come highest, lowest or most disputed first, each once over all pages", async () => {
    const [highest, lowest, disputed] = await Promise.all(
      ["highest", "lowest", "disputed"].map((order) => list({ order, size: 48 })),
    );
    const means = highest.rows.map(({ mean }) => mean);
    expect(means).toEqual([...means].sort((a, b) => b - a));
    expect(lowest.rows.map(({ mapId }) => mapId)).toEqual(highest.rows.map(({ mapId }) => mapId).reverse());
    const spreads = disputed.rows.map(({ spread }) => spread!);
    expect(spreads).toEqual([...spreads].sort((a, b) => b - a));
    expect(disputed.rows.every(({ answers }) => answers > 1)).toBe(true);

    const seen: string[] = [];
    let page = await list({ size: 5 });
    for (;;) {
      seen.push(...page.rows.map(({ mapId }) => mapId));
      if (!page.after) break;
      page = await list({ size: 5, after: page.after });
    }
    expect(seen).toEqual(highest.rows.map(({ mapId }) => mapId));
    const back = await list({ size: 5, before: page.before });
    expect(back.rows.map(({ mapId }) => mapId)).toEqual(
      seen.slice(-back.rows.length - page.rows.length).slice(0, 5),
    );
  });

  test("say what was answered, and only of this study's own", async () => {
    const { rows } = await list({ size: 48 });
    const given = await ctx.db.answer.aggregate({
      where: {
        trial: { practice: false, participant: { studyId, simulated: false, state: { not: "withdrawn" } } },
      },
      _count: { _all: true },
      _sum: { value: true },
    });
    expect(rows.reduce((sum, { answers }) => sum + answers, 0)).toBe(given._count._all);
    expect(rows.reduce((sum, { mean, answers }) => sum + mean * answers, 0)).toBeCloseTo(
      given._sum.value!,
      9,
    );
    await expect(
      listRatedMaps(await database.ctx("owner", "elsewhere"), { studyId, raters: "people" }),
    ).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(list({ after: "nonsense" })).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("results across studies", () => {
  test("are those of people or of simulated raters, of studies that have any", async () => {
    const [people] = await listStudyResults(ctx, { raters: "people" });
    expect(people).toMatchObject({ id: studyId, templateId: "plausibility-rating", raters: PEOPLE });
    expect(people.arms).toEqual((await getReports(ctx, studyId)).people?.results.arms);
    expect(people.models.length).toBeGreaterThan(0);
    const [simulated] = await listStudyResults(ctx, { raters: "simulated" });
    expect(simulated).toMatchObject({ id: studyId, raters: 6 });
    const unanswered = await createOpenStudy(ctx, { images: 5 });
    await computeReports(ctx, unanswered.studyId);
    const ids = (await listStudyResults(ctx, { raters: "people" })).map(({ id }) => id);
    expect(ids).not.toContain(unanswered.studyId);
  });

  test("keep simulated raters where a study hides them, and workspaces apart", async () => {
    await ctx.db.study.update({ where: { id: studyId }, data: { showSimulated: false } });
    expect(await listStudyResults(ctx, { raters: "simulated" })).toEqual([]);
    await ctx.db.study.update({ where: { id: studyId }, data: { showSimulated: true } });
    expect(await listStudyResults(await database.ctx("owner", "elsewhere"), { raters: "people" })).toEqual(
      [],
    );
  });
});

describe("the exported table", () => {
  test("has the codebook's columns, one row an answer, in each rater's order", async () => {
    const { text, rows } = await readCsv("people");
    expect(text.split("\r\n")[0]).toBe(plausibilityRating.columns.map((column) => column.name).join(","));
    expect([...new Set(rows.map((row) => row.rater))]).toEqual(["P1", "P2", "P3", "P4"]);
    const first = rows.filter((row) => row.rater === "P1");
    expect(first.map((row) => row.position)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
    expect(new Set(first.map((row) => row.image)).size).toBe(8);
    expect(rows[0].answered_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(rows.every((row) => row.response_time_ms === "900" && row.simulated === "0")).toBe(true);
  });

  test("no cell is a formula, whatever an image was called", async () => {
    const { rows } = await readCsv("simulated");
    expect(rows.every((row) => row.image.startsWith("'=disc-"))).toBe(true);
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@]/);
  });

  test("target class follows the statement", async () => {
    const { rows } = await readCsv("people");
    for (const row of rows) expect(row.target_class === row.image_class).toBe(row.statement === "for");
  });

  test("comes with a codebook that explains each of its columns, in order", async () => {
    const codebook = parse<Record<string, string>>(await exportCodebook(ctx, studyId), { columns: true });
    expect(codebook.map((row) => row.column)).toEqual(
      plausibilityRating.columns.map((column) => column.name),
    );
    expect(codebook.every((row) => row.meaning.length > 10)).toBe(true);
    await expect(exportCodebook(await database.ctx("viewer"), studyId)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("is for those who may export", async () => {
    const viewer = await database.ctx("viewer");
    await expect(exportAnswers(viewer, { studyId, raters: "people" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const stranger = await database.ctx("owner", "elsewhere");
    await expect(exportAnswers(stranger, { studyId, raters: "people" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
