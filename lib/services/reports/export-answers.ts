import { requireCan } from "#lib/auth/can.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { AnswerRow } from "#lib/study/answer-columns.ts";
import { csvLine } from "#lib/study/csv.ts";
import { PLAIN_ARM } from "#lib/study/plain-arm.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { appendEvent } from "../studies/append-event.ts";
import type { Anchor } from "../studies/event-hash.ts";
import { readLeftOut } from "./read-left-out.ts";

const PAGE_ROWS = 1000;

export type Raters = "people" | "simulated";

/**
 * The answers as CSV text, a chunk a page: one row an answer, or one for each picture it compares; columns as in the codebook. Practice and withdrawn raters
 * are left out. Memory does not grow with the number of answers. The export is an event of the study; `anchor` is where its
 * log ended with it, null for a study from before the log. @throws AppError `not_found`
 */
export async function exportAnswers(
  ctx: Ctx,
  { studyId, raters }: { studyId: string; raters: Raters },
): Promise<{ fileName: string; anchor: Anchor | null; chunks: AsyncIterable<string> }> {
  requireCan(ctx, "report:export");
  const study = await ctx.db.study.findFirst({
    where: { id: studyId, workspaceId: ctx.workspaceId },
    select: {
      id: true,
      key: true,
      design: true,
      templateId: true,
      templateVersion: true,
      lock: { select: { lockedAt: true } },
    },
  });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  const anchor = await ctx.db.$transaction(async (tx) => {
    const event = { studyId, kind: "exported" as const, data: { raters }, at: ctx.clock() };
    const end = await appendEvent(tx, event);
    await audit(tx, ctx, "study.export-answers", `study:${studyId}`, { raters, anchor: end });
    return end;
  });
  return {
    anchor,
    fileName: `answers-${study.key}-${raters}.csv`,
    chunks: csvChunks(ctx, {
      study,
      simulated: raters === "simulated",
      columns: requireTemplate(study.templateId, study.templateVersion).columns.map(({ name }) => name),
    }),
  };
}

interface Table {
  study: Parameters<typeof readLeftOut>[1];
  simulated: boolean;
  columns: readonly string[];
}

async function* csvChunks(ctx: Ctx, { study, simulated, columns }: Table): AsyncGenerator<string> {
  yield csvLine(columns);
  const leftOut = await readLeftOut(ctx.db, study, simulated);
  for (let after: Place = { rank: -1, position: -1, panel: -1 }; ; ) {
    const rows = await readPage(ctx, study.id, simulated, after);
    yield rows
      .map((row) =>
        csvLine(columns.map((name) => (name === "left_out" ? (leftOut.get(row.rank) ?? null) : row[name]))),
      )
      .join("");
    const last = rows.at(-1);
    if (!last || rows.length < PAGE_ROWS) return;
    after = { rank: last.rank, position: last.trialPosition, panel: last.panel };
  }
}

/** Where a page ended: the rater's rank (index from 0, also for simulated raters), the trial's position and the picture's. */
interface Place {
  rank: number;
  position: number;
  panel: number;
}

type ExportRow = AnswerRow &
  Record<string, AnswerRow["value"]> & { rank: number; trialPosition: number; panel: number };

function readPage(ctx: Ctx, studyId: string, simulated: boolean, after: Place): Promise<ExportRow[]> {
  return ctx.db.$queryRaw<ExportRow[]>`
    SELECT * FROM (${answersQuery(studyId, simulated)}) answers
    WHERE ("rank", "trialPosition", "panel") > (${after.rank}::int, ${after.position}::int, ${after.panel}::int)
    ORDER BY "rank", "trialPosition", "panel"
    LIMIT ${PAGE_ROWS}`;
}

/** The rows of the exported table but for `left_out`, in no order; `rank`, `trialPosition` and `panel` order them. */
export function answersQuery(studyId: string, simulated: boolean): Prisma.Sql {
  return Prisma.sql`
    WITH rater AS (
      SELECT p."id", p."state", CASE WHEN p."simulated" THEN -p."index" - 1 ELSE p."index" END AS "rank",
             p."simulated"
      FROM "Participant" p
      WHERE p."studyId" = ${studyId} AND p."simulated" = ${simulated} AND p."state" <> 'withdrawn'
    )
    SELECT rater."rank", t."position" AS "trialPosition",
           CASE WHEN rater."simulated" THEN 'S' ELSE 'P' END || (rater."rank" + 1) AS "rater",
           rater."simulated"::int AS "simulated", rater."state"::text AS "rater_state",
           t."position" + 1 - (
             SELECT count(*)::int FROM "Trial" q WHERE q."participantId" = rater."id" AND q."practice") AS "position",
           shown."place"::int - 1 AS "panel",
           CASE WHEN b."plain" THEN ${PLAIN_ARM.label} ELSE r."label" END AS "arm",
           CASE WHEN b."plain" THEN ${PLAIN_ARM.explainerId} ELSE r."explainerId" END AS "explainer", s."wording"->>'statement' AS "statement",
           i."fileName" AS "image", v."className" AS "image_class",
           d."classNames"[m."target" + 1] AS "target_class", (s."classAt" = 0)::int AS "is_answer",
           CASE WHEN b."plain" OR s."wording"->'named' IS NOT NULL THEN NULL ELSE m."id" END AS "map",
           a."value", u."design"->'classes'->>a."value" AS "chosen_class", a."detail"::text AS "detail", a."responseTimeMs" AS "response_time_ms",
           a."answeredAt" AS "answered_at", a."receivedAt" AS "received_at"
    FROM rater
    JOIN "Trial" t ON t."participantId" = rater."id" AND NOT t."practice" AND t."check" IS NULL
    JOIN "Answer" a ON a."trialId" = t."id"
    CROSS JOIN LATERAL unnest(array_prepend(t."stimulusId", t."otherStimulusIds"))
      WITH ORDINALITY AS shown("stimulusId", "place")
    JOIN "Stimulus" s ON s."id" = shown."stimulusId"
    JOIN "StudyArm" b ON b."id" = s."armId"
    JOIN "SaliencyMap" m ON m."id" = s."wording"->>'mapId'
    JOIN "RunArm" r ON r."id" = m."armId"
    JOIN "Study" u ON u."id" = b."studyId"
    JOIN "Run" n ON n."id" = r."runId"
    JOIN "Model" d ON d."id" = r."modelId"
    JOIN "Image" i ON i."id" = m."imageId"
    LEFT JOIN "VersionImage" v ON v."versionId" = n."versionId" AND v."imageId" = i."id"`;
}
