import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { reportCompute } from "#lib/jobs/definitions/report-compute.ts";
import { requestReport } from "../reports/request-report.ts";
import type { ParticipantCtx } from "./participant-ctx.ts";
import { refuse } from "./refuse.ts";
import { hashToken } from "./token.ts";

const SaveAnswer = z.object({
  key: z.string(),
  token: z.string(),
  trialId: z.string(),
  idempotencyKey: z.string().regex(/^[\w-]{16,64}$/, "An idempotency key has 16 to 64 characters."),
  value: z.int().min(1).max(5),
  /** A day: whoever leaves a page open overnight still answered. */
  responseTimeMs: z
    .int()
    .min(0)
    .transform((ms) => Math.min(ms, 86_400_000)),
  answeredAt: z.iso.datetime(),
});
type SaveAnswer = z.infer<typeof SaveAnswer>;

interface Outcome {
  state: string;
  studyId: string;
  workspaceId: string;
  practice: boolean | null;
  saved: boolean;
  reportWaits: boolean;
}

/**
 * Stores one answer, in one round trip. The first answer to a trial stands: the same request again changes nothing and
 * succeeds, another one is refused.
 * @throws AppError `conflict` with `details.value` = the answer that stands, `unauthenticated`, `not_found`, `gone`
 */
export async function saveAnswer(ctx: ParticipantCtx, input: unknown): Promise<{ value: number }> {
  const answer = SaveAnswer.parse(input);
  const outcome = await insertOnce(ctx, answer);
  if (!outcome) throw refuse("no-place");
  if (outcome.state === "withdrawn") throw refuse("withdrawn");
  if (outcome.practice === null) throw refuse("not-yours");
  if (!outcome.saved) return checkSame(ctx, answer);
  if (!outcome.practice && !outcome.reportWaits)
    await requestReport(ctx.db, { id: outcome.studyId, workspaceId: outcome.workspaceId }, ctx.clock());
  return { value: answer.value };
}

/** The participant's row is locked, so that withdrawing and answering at the same moment leave no answer behind. */
async function insertOnce(ctx: ParticipantCtx, answer: SaveAnswer): Promise<Outcome | undefined> {
  const { key, token, trialId, idempotencyKey, value, responseTimeMs, answeredAt } = answer;
  const now = ctx.clock().toISOString();
  const [outcome] = await ctx.db.$queryRaw<Outcome[]>`
    WITH who AS (
      SELECT p."id", p."state", p."studyId", s."workspaceId"
      FROM "Participant" p JOIN "Study" s ON s."id" = p."studyId"
      WHERE p."tokenHash" = ${hashToken(token)} AND s."key" = ${key}
      FOR NO KEY UPDATE OF p
    ), target AS (
      SELECT t."id", t."practice" FROM "Trial" t JOIN who ON who."id" = t."participantId"
      WHERE t."id" = ${trialId} AND who."state" <> 'withdrawn'
    ), saved AS (
      INSERT INTO "Answer" ("trialId", "idempotencyKey", "value", "responseTimeMs", "answeredAt", "receivedAt")
      SELECT target."id", ${idempotencyKey}, ${value}::int, ${responseTimeMs}::int,
             ${answeredAt}::timestamptz AT TIME ZONE 'UTC', ${now}::timestamptz AT TIME ZONE 'UTC'
      FROM target
      ON CONFLICT DO NOTHING
      RETURNING "trialId"
    ), counted AS (
      UPDATE "Participant" p
      SET "answerCount" = p."answerCount" + CASE WHEN target."practice" THEN 0 ELSE 1 END,
          "lastSeenAt" = ${now}::timestamptz AT TIME ZONE 'UTC'
      FROM saved JOIN target ON target."id" = saved."trialId", who
      WHERE p."id" = who."id"
      RETURNING p."id"
    )
    SELECT who."state"::text AS "state", who."studyId", who."workspaceId",
           (SELECT target."practice" FROM target) AS "practice",
           EXISTS (SELECT 1 FROM counted) AS "saved",
           EXISTS (
             SELECT 1 FROM "Job" j
             WHERE j."state" = 'queued' AND j."kind" = ${reportCompute.kind}
               AND j."payload"->>'studyId' = who."studyId") AS "reportWaits"
    FROM who`;
  return outcome;
}

/** The trial has an answer already: is it this one? */
async function checkSame(ctx: ParticipantCtx, answer: SaveAnswer): Promise<{ value: number }> {
  const stands = await ctx.db.answer.findUnique({ where: { trialId: answer.trialId } });
  if (!stands)
    throw new AppError("invalid", "This idempotency key belongs to another answer: use a new one.");
  if (stands.idempotencyKey === answer.idempotencyKey && stands.value === answer.value)
    return { value: stands.value };
  throw new AppError("conflict", "This picture has an answer already; the first one stands.", {
    value: stands.value,
  });
}
