import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { ANSWER_COLUMNS, type AnswerRow } from "#lib/study/answer-columns.ts";
import { csvLine } from "#lib/study/csv.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { appendEvent } from "../studies/append-event.ts";
import type { Anchor } from "../studies/event-hash.ts";

const PAGE_ROWS = 1000;

export type Raters = "people" | "simulated";

/**
 * The ratings as CSV text, a chunk a page: one row an answer, columns as in the codebook. Practice and withdrawn raters
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
    select: { key: true },
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
    chunks: csvChunks(ctx, studyId, raters === "simulated"),
  };
}

async function* csvChunks(ctx: Ctx, studyId: string, simulated: boolean): AsyncGenerator<string> {
  yield csvLine(ANSWER_COLUMNS.map((column) => column.name));
  for (let after: Place = { rank: -1, position: -1 }; ; ) {
    const rows = await readPage(ctx, studyId, simulated, after);
    yield rows.map((row) => csvLine(ANSWER_COLUMNS.map((column) => row[column.name]))).join("");
    const last = rows.at(-1);
    if (!last || rows.length < PAGE_ROWS) return;
    after = { rank: last.rank, position: last.trialPosition };
  }
}

/** Where a page ended: the rater's rank (index from 0, also for simulated raters) and the trial's position. */
interface Place {
  rank: number;
  position: number;
}

type ExportRow = AnswerRow & { rank: number; trialPosition: number };

function readPage(ctx: Ctx, studyId: string, simulated: boolean, after: Place): Promise<ExportRow[]> {
  return ctx.db.$queryRaw<ExportRow[]>`
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
           r."label" AS "arm", r."explainerId" AS "explainer", s."wording"->>'statement' AS "statement",
           i."fileName" AS "image", v."className" AS "image_class",
           d."classNames"[m."target" + 1] AS "target_class", m."id" AS "map",
           a."value", a."responseTimeMs" AS "response_time_ms",
           a."answeredAt" AS "answered_at", a."receivedAt" AS "received_at"
    FROM rater
    JOIN "Trial" t ON t."participantId" = rater."id" AND NOT t."practice"
    JOIN "Answer" a ON a."trialId" = t."id"
    JOIN "Stimulus" s ON s."id" = t."stimulusId"
    JOIN "SaliencyMap" m ON m."id" = s."wording"->>'mapId'
    JOIN "RunArm" r ON r."id" = m."armId"
    JOIN "Run" n ON n."id" = r."runId"
    JOIN "Model" d ON d."id" = r."modelId"
    JOIN "Image" i ON i."id" = m."imageId"
    LEFT JOIN "VersionImage" v ON v."versionId" = n."versionId" AND v."imageId" = i."id"
    WHERE (rater."rank", t."position") > (${after.rank}::int, ${after.position}::int)
    ORDER BY rater."rank", t."position"
    LIMIT ${PAGE_ROWS}`;
}
