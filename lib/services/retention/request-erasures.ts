import type { Db } from "#lib/db/client.ts";
import { personalErase } from "#lib/jobs/definitions/personal-erase.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { erasureDate } from "#lib/study/retention.ts";

/**
 * Asks for the erasure of every study whose date has come, unless it is under way. Several workers may do so at once: a study is asked for
 * under its row's lock.
 * @returns how many were asked for
 */
export async function requestErasures({ db, clock }: { db: Db; clock: () => Date }): Promise<number> {
  const closed = await db.study.findMany({
    where: { state: "closed", personalErasedAt: null },
    select: { id: true, design: true, closedAt: true },
  });
  const now = clock();
  const due = closed.filter(({ design, closedAt }) => {
    const date = erasureDate(closedAt, StudyDesign.parse(design).retentionMonths);
    return date !== null && date <= now;
  });
  let asked = 0;
  for (const { id } of due) if (await requestErasure(db, id)) asked++;
  return asked;
}

async function requestErasure(db: Db, studyId: string): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const [study] = await tx.$queryRaw<{ workspaceId: string }[]>`
      SELECT "workspaceId" FROM "Study" WHERE "id" = ${studyId} FOR UPDATE`;
    const [underWay] = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM "Job" WHERE "kind" = ${personalErase.kind} AND "state" IN ('queued', 'running')
        AND "payload"->>'studyId' = ${studyId} LIMIT 1`;
    if (!study || underWay) return false;
    await enqueue(tx, personalErase, { studyId }, { workspaceId: study.workspaceId });
    return true;
  });
}
