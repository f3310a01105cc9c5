import { randomBytes } from "node:crypto";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { reportCompute } from "#lib/jobs/definitions/report-compute.ts";
import { canonicalJson } from "#lib/study/canonical-json.ts";
import { appending } from "../studies/append-event.ts";
import { type DigestedAnswer, digestAnswer, SALT_BYTES } from "./answer-digest.ts";
import { startOfDay } from "./start-of-day.ts";

export interface Outcome {
  state: string;
  /** Has to pass the quiz first. */
  awaitsQuiz: boolean;
  studyId: string;
  workspaceId: string;
  /** Null when the trial is not this participant's. */
  practice: boolean | null;
  /** False when the trial has an answer already. */
  saved: boolean;
  reportWaits: boolean;
}

/**
 * Stores an answer with its event in one statement, unless there is one already; undefined for an unknown token. The
 * participant's row is locked, so that withdrawing and answering at the same moment leave no answer behind. The head of
 * the study's log is locked last, for as long as the commit takes.
 */
export async function storeAnswer(
  db: Db,
  answer: DigestedAnswer & { key: string; tokenHash: string },
): Promise<Outcome | undefined> {
  const { key, tokenHash, trialId, idempotencyKey, value, responseTimeMs } = answer;
  const answeredAt = answer.answeredAt.toISOString();
  const receivedAt = answer.receivedAt.toISOString();
  const detail = answer.detail === null ? null : canonicalJson(answer.detail);
  const salt = randomBytes(SALT_BYTES);
  const digest = digestAnswer(salt, answer);
  const event = {
    studyId: Prisma.sql`counted."studyId"`,
    kind: "answered" as const,
    // Canonical as it stands: keys in order, and no id needs an escape.
    data: Prisma.sql`
      ${`{"digest":"${digest}","participant":`}::text || counted."index" || ',"position":' || counted."position"
      || ',"stimulus":"' || counted."stimulusId" || '","trial":"' || counted."trialId" || '"}'`,
    at: startOfDay(answer.receivedAt),
  };
  const [outcome] = await db.$queryRaw<Outcome[]>`
    WITH who AS (
      SELECT p."id", p."state", p."awaitsQuiz", p."studyId", s."workspaceId"
      FROM "Participant" p JOIN "Study" s ON s."id" = p."studyId"
      WHERE p."tokenHash" = ${tokenHash} AND s."key" = ${key}
      FOR NO KEY UPDATE OF p
    ), target AS (
      SELECT t."id", t."practice" OR t."check" IS NOT NULL AS "unrated", t."practice", t."position", t."stimulusId", who."studyId"
      FROM "Trial" t JOIN who ON who."id" = t."participantId"
      WHERE t."id" = ${trialId} AND who."state" NOT IN ('withdrawn', 'screened') AND NOT who."awaitsQuiz"
    ), saved AS (
      INSERT INTO "Answer"
        ("trialId", "idempotencyKey", "value", "detail", "responseTimeMs", "answeredAt", "receivedAt", "salt")
      SELECT target."id", ${idempotencyKey}, ${value}::int, ${detail}::jsonb, ${responseTimeMs}::int,
             ${answeredAt}::timestamptz AT TIME ZONE 'UTC', ${receivedAt}::timestamptz AT TIME ZONE 'UTC',
             CASE WHEN EXISTS (SELECT 1 FROM "StudyEventHead" h WHERE h."studyId" = target."studyId")
                  THEN ${salt}::bytea END
      FROM target
      ON CONFLICT DO NOTHING
      RETURNING "trialId"
    ), counted AS (
      UPDATE "Participant" p
      SET "answerCount" = p."answerCount" + CASE WHEN target."unrated" THEN 0 ELSE 1 END,
          "lastSeenAt" = ${receivedAt}::timestamptz AT TIME ZONE 'UTC'
      FROM saved JOIN target ON target."id" = saved."trialId", who
      WHERE p."id" = who."id"
      RETURNING p."studyId", p."index", target."id" AS "trialId", target."position", target."stimulusId"
    ), ${appending(event, Prisma.sql`counted`)}
    SELECT who."state"::text AS "state", who."awaitsQuiz", who."studyId", who."workspaceId",
           (SELECT target."practice" FROM target) AS "practice",
           EXISTS (SELECT 1 FROM counted) AS "saved",
           EXISTS (
             SELECT 1 FROM "Job" j
             WHERE j."state" = 'queued' AND j."kind" = ${reportCompute.kind}
               AND j."payload"->>'studyId' = who."studyId") AS "reportWaits"
    FROM who`;
  return outcome;
}
