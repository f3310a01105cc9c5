import type { Tx } from "#lib/db/client.ts";
import type { TwiceByRater } from "#lib/study/retest.ts";

/** Both answers to each trial that was shown twice and answered twice, by rater, in the order of joining; whoever withdrew does not count. */
export function readRepeats(
  db: Pick<Tx, "$queryRaw">,
  { studyId, simulated }: { studyId: string; simulated: boolean },
): Promise<TwiceByRater[]> {
  return db.$queryRaw<TwiceByRater[]>`
    SELECT p."id" AS "rater", before."value" AS "first", again."value" AS "second"
    FROM "Participant" p
    JOIN "Trial" t ON t."participantId" = p."id" AND t."check" = 'repeat'
    JOIN "Answer" again ON again."trialId" = t."id"
    JOIN "Trial" o ON o."participantId" = p."id" AND NOT o."practice" AND o."check" IS NULL
      AND o."stimulusId" = t."stimulusId" AND o."otherStimulusIds" = t."otherStimulusIds"
    JOIN "Answer" before ON before."trialId" = o."id"
    WHERE p."studyId" = ${studyId} AND p."simulated" = ${simulated} AND p."state" <> 'withdrawn'
    ORDER BY p."index", t."position"`;
}
