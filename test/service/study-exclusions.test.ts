import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { completeSession } from "#lib/services/participation/complete-session.ts";
import { withdraw } from "#lib/services/participation/withdraw.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { exportAnswers } from "#lib/services/reports/export-answers.ts";
import { getReports } from "#lib/services/reports/get-report.ts";
import { listRaters, RATER_PAGE } from "#lib/services/reports/list-raters.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { spearman } from "#lib/stats/correlation.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { DEFAULT_EXCLUSIONS } from "#lib/study/exclusions/exclusion-rules.ts";
import { StudyReport } from "#lib/study/report.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { answerAll, joinAnew } from "#test/support/rating-crowd.ts";

let database: TestDatabase;
let ctx: Ctx;
let studyId: string;
let key: string;
/** Rated trials a person. */
const TRIALS = 12;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
  ({ studyId, key } = await createOpenStudy(ctx, { images: 15 }));
  await takePart();
  await takePart();
  await takePart({ ms: 120 });
  await takePart({ value: 3, ms: 120 });
  await takePart({ upTo: 5 });
  await takePart({ upTo: 0 });
  await withdraw(ctx, { key, token: await takePart() });
  await computeReports(ctx, studyId);
});
afterAll(() => database.close());

/** Somebody who answers all practice and this many rated trials; returns their token. */
async function takePart(how: { value?: number; ms?: number; upTo?: number } = {}): Promise<string> {
  const { value, ms, upTo = TRIALS } = how;
  const session = await joinAnew(ctx, key);
  const practice = session.trials.filter((trial) => trial.practice).length;
  const trials = session.trials.slice(0, practice + upTo);
  await answerAll(ctx, key, { ...session, trials }, value ?? ((place) => 1 + (place % 5)), ms);
  if (upTo === TRIALS) await completeSession(ctx, { key, token: session.token });
  return session.token;
}

const results = async () => (await getReports(ctx, studyId)).people!.results;

describe("the report of a study with rules", () => {
  test("rests on those whom no rule leaves out, and counts everybody else", async () => {
    const report = await results();
    expect(report.flow).toMatchObject({
      consented: 7,
      withdrawn: 1,
      practised: 6,
      rated: 5,
      completed: 4,
      excluded: 3,
      analysed: 2,
    });
    expect(report.flow?.byRule.map(({ rule, raters }) => [rule, raters])).toEqual([
      ["too-fast", 2],
      ["straight-lining", 1],
      ["incomplete", 1],
    ]);
    expect(report.ratings).toBe(2 * TRIALS);
    expect(report.arms.every(({ raters }) => raters === 2)).toBe(true);
    expect(report.raters).toEqual({ consented: 7, answering: 5, completed: 4, withdrawn: 1 });
  });

  test("holds the results of everybody beside them, and no answer is lost", async () => {
    const { withoutExclusions, arms } = await results();
    expect(withoutExclusions).toMatchObject({ raters: 5, ratings: 4 * TRIALS + 5 });
    expect(
      await ctx.db.answer.count({ where: { trial: { practice: false, participant: { studyId } } } }),
    ).toBe(4 * TRIALS + 5);
    expect(withoutExclusions?.arms.map(({ armId }) => armId)).toEqual(arms.map(({ armId }) => armId));
    const most = Math.max(...withoutExclusions!.arms.map(({ raters }) => raters));
    expect(most).toBe(5);
  });

  test("has no second results where nobody is left out", async () => {
    const { simulated } = await getReports(ctx, studyId);
    expect(simulated?.results).toMatchObject({
      withoutExclusions: null,
      flow: { consented: 0, excluded: 0 },
    });
  });

  test("of before there were rules is read as it is, and computed again", async () => {
    const stored = await ctx.db.report.findFirstOrThrow({ where: { studyId, simulated: false } });
    const { flow: _, ...old } = StudyReport.parse(stored.results);
    await ctx.db.report.update({ where: { id: stored.id }, data: { results: old } });
    const waiting = () =>
      ctx.db.job.count({
        where: { kind: "report.compute", state: "queued", payload: { path: ["studyId"], equals: studyId } },
      });
    await ctx.db.job.deleteMany({ where: { kind: "report.compute" } });
    expect((await results()).flow).toBeUndefined();
    expect(await waiting()).toBe(1);
    await computeReports(ctx, studyId);
    expect((await results()).flow?.analysed).toBe(2);
  });
});

test("the exported answers say why their rater is left out, and are all there", async () => {
  const { chunks } = await exportAnswers(ctx, { studyId, raters: "people" });
  let text = "";
  for await (const chunk of chunks) text += chunk;
  const rows = parse(text, { columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(4 * TRIALS + 5);
  const reasons = new Map(rows.map(({ rater, left_out }) => [rater, left_out]));
  expect(Object.fromEntries(reasons)).toEqual({
    P1: "",
    P2: "",
    P3: "too-fast",
    P4: "too-fast;straight-lining",
    P5: "incomplete",
  });
  const analysed = rows.filter(({ left_out }) => left_out === "");
  expect(analysed).toHaveLength((await results()).ratings);
});

describe("a study declares its rules", () => {
  const design = async (wish: object) => {
    const { runId } = await createFinishedRun(ctx, 5);
    const { id } = await createStudy(ctx, { runId, name: "Rules", ...wish });
    return StudyDesign.parse((await ctx.db.study.findUniqueOrThrow({ where: { id } })).design);
  };

  test("by default, chosen, or none", async () => {
    const { "failed-attention": failed, inconsistent, ...always } = DEFAULT_EXCLUSIONS;
    expect((await design({})).exclusions).toEqual(always);
    const checked = await design({ checks: { attention: 2 } });
    expect(checked.exclusions).toEqual({ ...always, "failed-attention": failed });
    const once = await design({ checks: { attention: 1 } });
    expect(once.exclusions).toEqual({ ...always, "failed-attention": { failures: 1 } });
    const repeated = await design({ checks: { repeats: 1 }, trialsPerRater: 2 });
    expect(repeated.exclusions).toEqual({ ...always, inconsistent });
    const chosen = { "too-fast": { belowMs: 500, share: 0.2 } };
    expect((await design({ exclusions: chosen })).exclusions).toEqual(chosen);
    expect((await design({ exclusions: {} })).exclusions).toEqual({});
    await expect(design({ exclusions: { incomplete: { share: 1.5 } } })).rejects.toThrow(/at most 100 %/);
  });

  test("and one from before there were rules has none", async () => {
    const { exclusions: _, ...old } = await design({});
    expect(StudyDesign.parse(old).exclusions).toEqual({});
  });
});

describe("the table of raters", () => {
  const list = (wish: object = {}) => listRaters(ctx, { studyId, raters: "people", ...wish });

  test("says of each how far they got, how they answered and why they are left out", async () => {
    const { rows, after, before } = await list();
    expect([after, before]).toEqual([null, null]);
    expect(rows.map(({ name, state, answered }) => [name, state, answered])).toEqual([
      ["P1", "completed", TRIALS],
      ["P2", "completed", TRIALS],
      ["P3", "completed", TRIALS],
      ["P4", "completed", TRIALS],
      ["P5", "in progress", 5],
      ["P6", "in progress", 0],
      ["P7", "withdrawn", 0],
    ]);
    expect(rows.map(({ leftOut }) => leftOut.map(({ rule }) => rule))).toEqual([
      [],
      [],
      ["too-fast"],
      ["too-fast", "straight-lining"],
      ["incomplete"],
      [],
      [],
    ]);
    expect(rows[2]).toMatchObject({ medianResponseMs: { value: 120 }, trials: TRIALS });
    expect(rows[3]).toMatchObject({
      commonestShare: { value: 1 },
      agreement: { undefined: expect.any(String) },
    });
    expect(rows[5]).toMatchObject({ medianResponseMs: { undefined: "no_values" } });
  });

  test("compares each with everybody else, as by hand", async () => {
    const answers = await ctx.db.answer.findMany({
      where: { trial: { practice: false, participant: { studyId } } },
      include: { trial: { include: { participant: true } } },
    });
    const own = answers.filter(({ trial }) => trial.participant.index === 0);
    const pairs = own.flatMap(({ value, trial }) => {
      const others = answers.filter(
        (other) => other.trial.stimulusId === trial.stimulusId && other.trial.participant.index !== 0,
      );
      if (others.length === 0) return [];
      return { value, others: others.reduce((sum, other) => sum + other.value, 0) / others.length };
    });
    const expected = spearman(
      pairs.map(({ value }) => value),
      pairs.map(({ others }) => others),
    );
    const [{ agreement }] = (await list()).rows;
    if (!("value" in expected) || !("value" in agreement)) throw new Error("P1 shares pictures with others");
    expect(agreement.value).toBeCloseTo(expected.value, 12);
    expect(agreement.n).toBe(pairs.length);
  });

  test("comes in pages, there and back, each rater once", async () => {
    const crowd = await createOpenStudy(ctx, { images: 5, trialsPerRater: 1 });
    for (let i = 0; i < RATER_PAGE + 3; i++) await joinAnew(ctx, crowd.key);
    const of = (wish: object) => listRaters(ctx, { studyId: crowd.studyId, raters: "people", ...wish });
    const first = await of({});
    expect(first.rows).toHaveLength(RATER_PAGE);
    expect(first.before).toBeNull();
    const second = await of({ after: first.after });
    expect(second.rows.map(({ name }) => name)).toEqual([51, 52, 53].map((n) => `P${n}`));
    expect(second.after).toBeNull();
    expect(await of({ before: second.before })).toEqual(first);
  });

  test("is of one study, one kind of rater, and for who may read reports", async () => {
    expect((await list({ raters: "simulated" })).rows).toEqual([]);
    const stranger = await database.ctx("owner", "elsewhere");
    await expect(listRaters(stranger, { studyId, raters: "people" })).rejects.toMatchObject({
      code: "not_found",
    });
    const annotator = await database.ctx("annotator");
    await expect(listRaters(annotator, { studyId, raters: "people" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
