import type { Tx } from "#lib/db/client.ts";
import type { CheckedAnswer } from "#lib/study/checks/check-outcomes.ts";
import type { RaterProgress } from "#lib/study/rater-flow.ts";
import { raterRecord } from "#lib/study/rater-record.ts";
import type { ResponseSpec } from "#lib/study/template.ts";

/** One rater of a study with all of their rated answers. */
export interface StudyRater extends RaterProgress {
  readonly id: string;
  /** In the order of joining, from 0, people and simulated raters each for themselves: the first is P1 or S1. */
  readonly rank: number;
}

interface Row {
  id: string;
  rank: number;
  state: "consented" | "completed" | "withdrawn" | "screened";
  trials: number;
  practised: boolean;
  answers: (CheckedAnswer & { responseTimeMs: number })[] | null;
  joinedAt: Date;
}

interface Whose {
  studyId: string;
  simulated: boolean;
  /** When the study's plan was locked; null before. A rehearsal by simulated raters is no pilot of people. */
  lockedAt: Date | null;
  /** What they are given to answer with. */
  response: ResponseSpec;
}

const PAGE = 200;

/** A study's people, or its simulated raters, in the order of joining; memory does not grow with their number. */
export async function* readRaters(db: Pick<Tx, "$queryRaw">, whose: Whose): AsyncGenerator<StudyRater> {
  for (let after = -1; ; ) {
    const page = await readRaterPage(db, { ...whose, after, size: PAGE });
    yield* page;
    if (page.length < PAGE) return;
    after = page[page.length - 1].rank;
  }
}

/** At most `size` raters of a rank beyond `after`. */
export async function readRaterPage(
  db: Pick<Tx, "$queryRaw">,
  { studyId, simulated, lockedAt, response, after, size }: Whose & { after: number; size: number },
): Promise<StudyRater[]> {
  const rows = await db.$queryRaw<Row[]>`
    WITH rater AS (
      SELECT p."id", p."state", p."trialCount", p."consentedAt",
             CASE WHEN p."simulated" THEN -p."index" - 1 ELSE p."index" END AS "rank"
      FROM "Participant" p
      WHERE p."studyId" = ${studyId} AND p."simulated" = ${simulated}
        AND CASE WHEN p."simulated" THEN -p."index" - 1 ELSE p."index" END > ${after}::int
      ORDER BY "rank" LIMIT ${size}
    )
    SELECT rater."id", rater."rank", rater."state"::text AS "state", rater."trialCount" AS "trials",
           rater."consentedAt" AS "joinedAt",
           count(*) FILTER (WHERE t."practice" AND a."trialId" IS NULL) = 0 AND count(t."id") > 0 AS "practised",
           jsonb_agg(
             jsonb_build_object('check', t."check", 'expected', t."expected", 'value', a."value",
               'responseTimeMs', a."responseTimeMs",
               'shown', array_to_string(array_prepend(t."stimulusId", t."otherStimulusIds"), ' '))
             ORDER BY t."position")
             FILTER (WHERE NOT t."practice" AND a."trialId" IS NOT NULL) AS "answers"
    FROM rater
    LEFT JOIN "Trial" t ON t."participantId" = rater."id"
    LEFT JOIN "Answer" a ON a."trialId" = t."id"
    GROUP BY rater."id", rater."rank", rater."state", rater."trialCount", rater."consentedAt"
    ORDER BY rater."rank"`;
  return rows.map(({ id, rank, state, trials, practised, answers, joinedAt }) => ({
    id,
    rank,
    withdrawn: state === "withdrawn",
    screened: state === "screened",
    completed: state === "completed",
    pilot: !simulated && lockedAt !== null && joinedAt < lockedAt,
    practised,
    record: raterRecord(response, trials, answers ?? []),
  }));
}
