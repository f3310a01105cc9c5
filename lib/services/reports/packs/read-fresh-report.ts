import type { Tx } from "#lib/db/client.ts";
import { isComplete, StudyReport } from "#lib/study/report.ts";
import { countRaters } from "../compute-reports.ts";

/**
 * The stored report, if it is of just the answers that this transaction sees: as many, where an answer is about one arm as many of
 * each value for it, as many raters in each state, and the same locked plan. Null where it is not, or not there.
 */
export async function readFreshReport(
  tx: Tx,
  studyId: string,
  simulated: boolean,
): Promise<StudyReport | null> {
  const stored = await tx.report.findFirst({
    where: { studyId, simulated },
    orderBy: { computedAt: "desc" },
    select: { results: true },
  });
  if (!stored) return null;
  const report = StudyReport.parse(stored.results);
  if (!isComplete(report)) return null;
  const raters = await countRaters(tx, studyId, simulated);
  const lock = simulated
    ? null
    : await tx.studyLock.findUnique({ where: { studyId }, select: { hash: true } });
  const seen = await countAnswers(tx, studyId, simulated);
  const everybody = report.withoutExclusions ?? report;
  const isSame =
    JSON.stringify(raters) === JSON.stringify(report.raters) &&
    lock?.hash === report.lock?.hash &&
    seen.reduce((sum, { count }) => sum + count, 0) === everybody.ratings &&
    everybody.arms.every(({ armId, counts }) => {
      const own = seen.filter((row) => row.armId === armId).map(({ count }) => count);
      const reported = counts.filter((count) => count > 0);
      return counts.length === 0 || JSON.stringify(own) === JSON.stringify(reported);
    });
  return isSame ? report : null;
}

/** How often each value was given to each arm, lowest first. */
function countAnswers(tx: Tx, studyId: string, simulated: boolean) {
  return tx.$queryRaw<{ armId: string; value: number; count: number }[]>`
    SELECT s."armId", a."value", count(*)::int AS "count"
    FROM "Participant" p
    JOIN "Trial" t ON t."participantId" = p."id" AND NOT t."practice" AND t."check" IS NULL
    JOIN "Answer" a ON a."trialId" = t."id"
    JOIN "Stimulus" s ON s."id" = t."stimulusId"
    WHERE p."studyId" = ${studyId} AND p."simulated" = ${simulated} AND p."state" <> 'withdrawn'
    GROUP BY s."armId", a."value"
    ORDER BY s."armId", a."value"`;
}
