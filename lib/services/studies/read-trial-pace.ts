import { LEAST_MEASURED, type MeasuredTrial } from "#lib/study/plan/planned-time.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import type { Ctx } from "../context.ts";

/** The newest studies of a template tell its pace, and so many answers of theirs. */
const MOST_STUDIES = 5;
const MOST_ANSWERS = 20_000;

/**
 * The median time from one answer of a person to their next, in the newest studies of this workspace with the same template; by people, not
 * by simulated raters. Practice and the pause before the first answer are not in it.
 * @returns null where hardly anybody has answered such a study
 */
export async function readTrialPace(
  { db, workspaceId }: Ctx,
  { id, version }: Pick<StudyTemplate, "id" | "version">,
): Promise<MeasuredTrial | null> {
  const [row] = await db.$queryRaw<{ seconds: number | null; answers: number; studies: number }[]>`
    WITH "recent" AS (
      SELECT s."id" FROM "Study" s
      WHERE s."workspaceId" = ${workspaceId} AND s."templateId" = ${id} AND s."templateVersion" = ${version}
        AND EXISTS (SELECT 1 FROM "Participant" p
                    WHERE p."studyId" = s."id" AND NOT p."simulated" AND p."answerCount" > 1)
      ORDER BY s."id" DESC LIMIT ${MOST_STUDIES}
    ), "given" AS (
      SELECT p."studyId", t."participantId", t."position", a."answeredAt"
      FROM "recent" r
      JOIN "Participant" p ON p."studyId" = r."id" AND NOT p."simulated"
      JOIN "Trial" t ON t."participantId" = p."id" AND NOT t."practice"
      JOIN "Answer" a ON a."trialId" = t."id"
      LIMIT ${MOST_ANSWERS}
    ), "paced" AS (
      SELECT "studyId", extract(epoch FROM "answeredAt" - lag("answeredAt") OVER (
        PARTITION BY "participantId" ORDER BY "position"))::float8 AS "seconds"
      FROM "given"
    )
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY "seconds") AS "seconds",
           count("seconds")::int AS "answers", count(DISTINCT "studyId")::int AS "studies"
    FROM "paced" WHERE "seconds" > 0`;
  const { seconds, answers, studies } = row;
  return seconds === null || answers < LEAST_MEASURED ? null : { medianSeconds: seconds, answers, studies };
}
