import type { Db, Tx } from "#lib/db/client.ts";
import type { Prisma, Study } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import {
  computeReport,
  type MapMetric,
  type RatedStimulus,
  type ReportArm,
} from "#lib/study/compute-report.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { measureDrift, type PlacedRating } from "#lib/study/rating-drift.ts";
import { StudyReport } from "#lib/study/report.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { Ctx } from "../context.ts";
import { judgedBy } from "../metrics/judged-by.ts";
import { followRaters } from "./follow-raters.ts";

/** A study of a million answers is read in minutes. */
const TIMEOUT_MS = 600_000;

type Reader = Pick<Tx, "$queryRaw">;

/**
 * Computes a study's reports as things stand, one about people and one about simulated raters, and stores them in
 * place of the older ones. Withdrawn raters and practice do not count; whom the study's rules leave out counts in the results without
 * exclusions alone. For a job: reads need no sign-in there.
 * @throws AppError `not_found`
 */
export async function computeReports(ctx: Ctx, studyId: string): Promise<void> {
  const study = await ctx.db.study.findFirst({ where: { id: studyId, workspaceId: ctx.workspaceId } });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  const arms = await readArms(ctx.db, studyId);
  const metrics = await readMetrics(ctx.db, study);
  for (const simulated of [false, true]) await storeReport(ctx, study, arms, metrics, simulated);
}

async function storeReport(
  ctx: Ctx,
  study: Study,
  arms: readonly ReportArm[],
  metrics: readonly MapMetric[],
  simulated: boolean,
): Promise<void> {
  const { exclusions } = StudyDesign.parse(study.design);
  const whose = { studyId: study.id, simulated };
  // As of one moment: nobody's answers are counted who was not judged by the rules.
  const { flow, excluded, everybody, raters } = await ctx.db.$transaction(
    async (tx) => ({
      ...(await followRaters(tx, { ...whose, exclusions })),
      everybody: await readRatings(tx, study.id, simulated),
      raters: await countRaters(tx, study.id, simulated),
    }),
    { isolationLevel: "RepeatableRead", timeout: TIMEOUT_MS },
  );
  const ratings = everybody.filter(({ rater }) => !excluded.has(rater));
  const template = requireTemplate(study.templateId, study.templateVersion);
  const scale = template.response.kind === "scale" ? template.response.values : [];
  const input = { seed: study.seed, scale, arms };
  const results = StudyReport.parse({
    simulated,
    templateId: study.templateId,
    templateVersion: study.templateVersion,
    seed: study.seed,
    raters,
    flow,
    withoutExclusions:
      flow.excluded === 0
        ? null
        : {
            raters: flow.rated,
            ratings: everybody.length,
            ...computeReport({ ...input, ratings: everybody, metrics: [] }),
          },
    ratings: ratings.length,
    drift: measureDrift(ratings, createRandom(study.seed).fork("drift")),
    ...computeReport({ ...input, ratings, metrics }),
  });
  const id = newId(ctx.clock().getTime());
  await ctx.db.$transaction(async (tx) => {
    await tx.report.create({
      data: {
        id,
        studyId: study.id,
        simulated,
        results: results as Prisma.InputJsonObject,
        answerCount: ratings.length,
        computedAt: ctx.clock(),
      },
    });
    await tx.report.deleteMany({ where: { studyId: study.id, simulated, id: { lt: id } } });
  });
}

async function readArms(db: Db, studyId: string): Promise<ReportArm[]> {
  return db.$queryRaw<ReportArm[]>`
    SELECT a."id" AS "armId", r."label", r."explainerId",
           COALESCE(MIN(m."wording"->>'statement'), 'for') AS "statement"
    FROM "StudyArm" a
    JOIN "RunArm" r ON r."id" = a."runArmId"
    LEFT JOIN "Stimulus" m ON m."armId" = a."id"
    WHERE a."studyId" = ${studyId}
    GROUP BY a."id", a."position", r."label", r."explainerId"
    ORDER BY a."position"`;
}

async function readRatings(
  db: Reader,
  studyId: string,
  simulated: boolean,
): Promise<(RatedStimulus & PlacedRating)[]> {
  return db.$queryRaw<(RatedStimulus & PlacedRating)[]>`
    WITH rated AS (
      SELECT p."id", min(t."position") AS "first"
      FROM "Participant" p JOIN "Trial" t ON t."participantId" = p."id" AND NOT t."practice"
      WHERE p."studyId" = ${studyId} AND p."simulated" = ${simulated}
      GROUP BY p."id"
    )
    SELECT p."id" AS "rater", s."armId", s."itemId", m."id" AS "mapId", a."value",
           t."position" - rated."first" AS "position", p."trialCount" AS "trials"
    FROM "Participant" p
    JOIN rated ON rated."id" = p."id"
    JOIN "Trial" t ON t."participantId" = p."id" AND NOT t."practice"
    JOIN "Answer" a ON a."trialId" = t."id"
    JOIN "Stimulus" s ON s."id" = t."stimulusId"
    JOIN "SaliencyMap" m ON m."id" = s."wording"->>'mapId'
    WHERE p."studyId" = ${studyId} AND p."simulated" = ${simulated} AND p."state" <> 'withdrawn'
    ORDER BY p."index", t."position"`;
}

/** Every metric of the maps that are rated in this study, each judged by the model it explains. */
async function readMetrics(db: Db, study: Study): Promise<MapMetric[]> {
  return db.$queryRaw<MapMetric[]>`
    SELECT v."mapId", s."armId", v."metricId", v."profile", v."value"
    FROM "Stimulus" s
    JOIN "StudyItem" i ON i."id" = s."itemId" AND NOT i."practice"
    JOIN "StudyArm" b ON b."id" = s."armId" JOIN "RunArm" a ON a."id" = b."runArmId"
    JOIN "MetricValue" v ON v."mapId" = s."wording"->>'mapId'
    WHERE s."studyId" = ${study.id} AND ${judgedBy(undefined)}
    ORDER BY v."metricId", v."profile", v."mapId"`;
}

async function countRaters(db: Reader, studyId: string, simulated: boolean): Promise<StudyReport["raters"]> {
  const [row] = await db.$queryRaw<StudyReport["raters"][]>`
    SELECT count(*)::int AS "consented",
           (count(*) FILTER (WHERE "answerCount" > 0))::int AS "answering",
           (count(*) FILTER (WHERE "state" = 'completed'))::int AS "completed",
           (count(*) FILTER (WHERE "state" = 'withdrawn'))::int AS "withdrawn"
    FROM "Participant" WHERE "studyId" = ${studyId} AND "simulated" = ${simulated}`;
  return row;
}
