import type { Db, Tx } from "#lib/db/client.ts";
import { Prisma, type Study } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { armSteps } from "#lib/study/compute-arms.ts";
import { type MapMetric, type ReportArm, reportSteps } from "#lib/study/compute-report.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { PLAIN_ARM } from "#lib/study/plain-arm.ts";
import { rateMaps } from "#lib/study/rate-maps.ts";
import { measureDrift } from "#lib/study/rating-drift.ts";
import { StudyReport } from "#lib/study/report.ts";
import { measureOf, valuesOf } from "#lib/study/response-of.ts";
import { measureRetest, type TwiceByRater } from "#lib/study/retest.ts";
import { scoreAnswers } from "#lib/study/score-answers.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { Ctx } from "../context.ts";
import { judgedBy } from "../metrics/judged-by.ts";
import { describeLock } from "./describe-lock.ts";
import { followRaters } from "./follow-raters.ts";
import { readRepeats } from "./read-repeats.ts";
import { countWork, type ReportRun, type ReportWork, watchWork } from "./report-work.ts";
import { scoreMaps } from "./score-maps.ts";

/** A study of a million answers is read in minutes. */
const TIMEOUT_MS = 600_000;

type Reader = Pick<Tx, "$queryRaw">;

/**
 * Computes a study's reports as things stand, one about people and one about simulated raters, and stores them in
 * place of the older ones. Withdrawn raters and practice do not count; whom the study's rules leave out counts in the results without
 * exclusions alone. For a job: reads need no sign-in there.
 * @throws AppError `not_found`
 */
export async function computeReports(ctx: Ctx, studyId: string, run: ReportRun = {}): Promise<void> {
  const study = await ctx.db.study.findFirst({ where: { id: studyId, workspaceId: ctx.workspaceId } });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  const template = requireTemplate(study.templateId, study.templateVersion);
  const arms = (await readArms(ctx.db, studyId)).filter(
    ({ explainerId }) => template.shows.kind !== "plain" || explainerId !== PLAIN_ARM.explainerId,
  );
  const metrics = await readMetrics(ctx.db, study, template.shows);
  const work = watchWork(run, await countWork(ctx.db, studyId));
  for (const simulated of [false, true]) await storeReport(ctx, study, { arms, metrics, simulated }, work);
  work.end();
}

async function storeReport(
  ctx: Ctx,
  study: Study,
  {
    arms,
    metrics,
    simulated,
  }: { arms: readonly ReportArm[]; metrics: readonly MapMetric[]; simulated: boolean },
  work: ReportWork,
): Promise<void> {
  const design = StudyDesign.parse(study.design);
  const template = requireTemplate(study.templateId, study.templateVersion);
  const lock = simulated ? null : await ctx.db.studyLock.findUnique({ where: { studyId: study.id } });
  const whose = {
    studyId: study.id,
    simulated,
    lockedAt: lock?.lockedAt ?? null,
    response: template.response,
    trialsPerRater: design.trialsPerRater,
  };
  // As of one moment: nobody's answers are counted who was not judged by the rules.
  const { flow, excluded, everybody, twice, raters } = await ctx.db.$transaction(
    async (tx) => ({
      ...(await followRaters(tx, whose, design.exclusions, work)),
      twice: design.checks.repeats > 0 ? await readRepeats(tx, whose) : null,
      raters: await countRaters(tx, study.id, simulated),
    }),
    { isolationLevel: "RepeatableRead", timeout: TIMEOUT_MS },
  );
  const isAnalysed = ({ rater }: { rater: string }) => !excluded.has(rater);
  const answers = everybody.filter(isAnalysed);
  const scored =
    template.shows.kind === "plain"
      ? await scoreMaps(ctx.db, study, template, everybody)
      : scoreAnswers(template, everybody);
  const ratings = scored.filter(isAnalysed);
  const values = valuesOf(template, design);
  const input = { seed: study.seed, template, values, arms };
  const drift =
    template.response.kind === "scale" ? measureDrift(answers, createRandom(study.seed).fork("drift")) : null;
  await work.step();
  const withoutExclusions =
    flow.analysed === flow.rated
      ? null
      : await work.through(armSteps({ ...input, answers: everybody, ratings: scored, metrics: [] }));
  const primary = await work.through(reportSteps({ ...input, answers, ratings, metrics }));
  const results = StudyReport.parse({
    simulated,
    templateId: study.templateId,
    templateVersion: study.templateVersion,
    seed: study.seed,
    raters,
    flow,
    lock: lock && describeLock(lock, everybody),
    withoutExclusions: withoutExclusions && {
      raters: flow.rated,
      ratings: everybody.length,
      ...withoutExclusions,
    },
    measure: measureOf(template, design),
    values,
    ratings: answers.length,
    retest: twice && describeRetest(twice.filter(isAnalysed), template.response.kind === "scale", study.seed),
    drift,
    ...primary,
  });
  const id = newId(ctx.clock().getTime());
  await ctx.db.$transaction(async (tx) => {
    await tx.report.create({
      data: {
        id,
        studyId: study.id,
        simulated,
        results: results as Prisma.InputJsonObject,
        answerCount: answers.length,
        computedAt: ctx.clock(),
      },
    });
    await tx.ratedMap.createMany({
      data: rateMaps(ratings).map((rated) => ({ reportId: id, ...rated })),
    });
    await tx.report.deleteMany({ where: { studyId: study.id, simulated, id: { lt: id } } });
  });
}

function describeRetest(pairs: readonly TwiceByRater[], ordered: boolean, seed: number) {
  const random = createRandom(seed).fork("retest");
  return { ...measureRetest(pairs, { ordered, random }), weights: ordered ? "quadratic" : "none" };
}

async function readArms(db: Db, studyId: string): Promise<ReportArm[]> {
  return db.$queryRaw<ReportArm[]>`
    SELECT a."id" AS "armId", CASE WHEN a."plain" THEN ${PLAIN_ARM.label} ELSE r."label" END AS "label",
           CASE WHEN a."plain" THEN ${PLAIN_ARM.explainerId} ELSE r."explainerId" END AS "explainerId",
           COALESCE(MIN(m."wording"->>'statement'), 'for') AS "statement"
    FROM "StudyArm" a
    JOIN "RunArm" r ON r."id" = a."runArmId"
    LEFT JOIN "Stimulus" m ON m."armId" = a."id"
    WHERE a."studyId" = ${studyId}
    GROUP BY a."id", r."id"
    ORDER BY a."position"`;
}

/** Every metric of the maps that are rated in this study, or learned from, each judged by the model it explains. */
async function readMetrics(db: Db, study: Study, shows: StudyTemplate["shows"]): Promise<MapMetric[]> {
  const isSeen = shows.kind === "after-training" ? Prisma.sql`i."practice"` : Prisma.sql`NOT i."practice"`;
  return db.$queryRaw<MapMetric[]>`
    SELECT v."mapId", s."armId", v."metricId", v."profile", v."value"
    FROM "Stimulus" s
    JOIN "StudyItem" i ON i."id" = s."itemId" AND ${isSeen}
    JOIN "StudyArm" b ON b."id" = s."armId" AND NOT b."plain" JOIN "RunArm" a ON a."id" = b."runArmId"
    JOIN "MetricValue" v ON v."mapId" = s."wording"->>'mapId'
    WHERE s."studyId" = ${study.id} AND ${judgedBy(undefined)}
    ORDER BY v."metricId", v."profile", v."mapId"`;
}

/** How far the raters of a study got. */
export async function countRaters(
  db: Reader,
  studyId: string,
  simulated: boolean,
): Promise<StudyReport["raters"]> {
  const [row] = await db.$queryRaw<StudyReport["raters"][]>`
    SELECT count(*)::int AS "consented",
           (count(*) FILTER (WHERE "answerCount" > 0))::int AS "answering",
           (count(*) FILTER (WHERE "state" = 'completed'))::int AS "completed",
           (count(*) FILTER (WHERE "state" = 'withdrawn'))::int AS "withdrawn"
    FROM "Participant" WHERE "studyId" = ${studyId} AND "simulated" = ${simulated}`;
  return row;
}
