import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { PlacedRating } from "#lib/study/rating-drift.ts";
import type { GivenAnswer } from "#lib/study/score-answers.ts";

export type PlacedAnswer = GivenAnswer & PlacedRating & { readonly receivedAt: Date };

/**
 * The answers of a study's people, or of its simulated raters, in the order of joining and answering, each with the pictures it is about.
 * Withdrawn raters and practice do not count. Whether an answer of the computer is right follows from the image's class in the
 * frozen version and the class that the map explains.
 */
export function readAnswers(
  db: Pick<Tx, "$queryRaw">,
  { studyId, simulated }: { studyId: string; simulated: boolean },
): Promise<PlacedAnswer[]> {
  return db.$queryRaw<PlacedAnswer[]>(placedAnswers(studyId, simulated));
}

/** The query of `readAnswers`; it gives the raters' index in the study as well. */
export function placedAnswers(studyId: string, simulated: boolean): Prisma.Sql {
  return Prisma.sql`
    WITH rated AS (
      SELECT p."id", min(t."position") AS "first"
      FROM "Participant" p JOIN "Trial" t ON t."participantId" = p."id" AND NOT t."practice"
      WHERE p."studyId" = ${studyId} AND p."simulated" = ${simulated}
      GROUP BY p."id"
    ), panel AS (
      SELECT s."id", s."itemId", b."id" AS "armId", CASE WHEN b."plain" OR s."wording"->'named' IS NOT NULL THEN NULL ELSE m."id" END AS "mapId",
             s."wording"->'named' AS "named", s."classAt",
             (d."classNames"[m."target" + 1] = v."className") = (s."wording"->>'statement' = 'for') AS "correct"
      FROM "Stimulus" s
      JOIN "StudyArm" b ON b."id" = s."armId"
      JOIN "SaliencyMap" m ON m."id" = s."wording"->>'mapId'
      JOIN "RunArm" r ON r."id" = m."armId"
      JOIN "Run" n ON n."id" = r."runId"
      JOIN "Model" d ON d."id" = r."modelId"
      LEFT JOIN "VersionImage" v ON v."versionId" = n."versionId" AND v."imageId" = m."imageId"
      WHERE s."studyId" = ${studyId}
    )
    SELECT p."id" AS "rater", p."index", min(panel."itemId") AS "itemId", a."value", a."detail", a."receivedAt",
           t."position" - rated."first" AS "position", p."trialCount" AS "trials",
           jsonb_agg(
             jsonb_build_object('armId', panel."armId", 'mapId', panel."mapId", 'correct', panel."correct",
                                'classAt', panel."classAt")
               || CASE WHEN panel."named" IS NULL THEN '{}' ELSE jsonb_build_object('named', panel."named") END
             ORDER BY shown."place") AS "panels"
    FROM "Participant" p
    JOIN rated ON rated."id" = p."id"
    JOIN "Trial" t ON t."participantId" = p."id" AND NOT t."practice"
    JOIN "Answer" a ON a."trialId" = t."id"
    CROSS JOIN LATERAL unnest(array_prepend(t."stimulusId", t."otherStimulusIds"))
      WITH ORDINALITY AS shown("stimulusId", "place")
    JOIN panel ON panel."id" = shown."stimulusId"
    WHERE p."studyId" = ${studyId} AND p."simulated" = ${simulated} AND p."state" <> 'withdrawn'
    GROUP BY p."id", t."id", a."trialId", rated."first"
    ORDER BY p."index", t."position"`;
}
