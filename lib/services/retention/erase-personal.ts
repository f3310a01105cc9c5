import type { Tx } from "#lib/db/client.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { erasureDate } from "#lib/study/retention.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { appendEvent } from "../studies/append-event.ts";
import { requireStudy } from "../studies/require-study.ts";

/** People in one transaction. */
const BATCH = 500;
/** Begins what stands for a token that was erased: no hash of a token is one. */
const ERASED = "erased:";

/**
 * Erases what ties the answers of a study to people, once its date has come: the hashes of their tokens, without which nobody gets to a
 * place any more, not even to withdraw; their completion codes; and what a crowd platform has told. Answers stay, under the index
 * that says nothing of anybody. Stopped anywhere, it goes on from there; done twice, it is done once.
 * @returns of how many people it was erased now; 0 where the date has not come, or the study was opened again
 */
export async function erasePersonal(ctx: Ctx, studyId: string, signal: AbortSignal): Promise<number> {
  let erased = 0;
  for (let more = true; more; ) {
    signal.throwIfAborted();
    const count = await ctx.db.$transaction(async (tx) => {
      if (!(await isDue(tx, ctx, studyId))) return 0;
      const batch = await eraseBatch(tx, studyId);
      if (batch === 0) await finish(tx, ctx, studyId);
      return batch;
    });
    erased += count;
    more = count > 0;
  }
  return erased;
}

async function isDue(tx: Tx, ctx: Ctx, studyId: string): Promise<boolean> {
  const { state, design, closedAt, personalErasedAt } = await requireStudy(tx, ctx, studyId);
  const date = erasureDate(closedAt, StudyDesign.parse(design).retentionMonths);
  return state === "closed" && personalErasedAt === null && date !== null && date <= ctx.clock();
}

/** The mark `released` stays: it is of the place, and tells of nobody. */
async function eraseBatch(tx: Tx, studyId: string): Promise<number> {
  return tx.$executeRaw`
    WITH "people" AS (
      SELECT "id" FROM "Participant"
      WHERE "studyId" = ${studyId} AND NOT starts_with("tokenHash", ${ERASED})
      ORDER BY "id" LIMIT ${BATCH} FOR UPDATE
    ), "recruits" AS (
      UPDATE "Recruit" SET "session" = NULL, "returnHost" = NULL, "state" = NULL, "stateAt" = NULL,
                           "askedAt" = NULL, "creditReply" = NULL
      WHERE "participantId" IN (SELECT "id" FROM "people")
    )
    UPDATE "Participant" SET "tokenHash" = ${ERASED} || "id", "completionCode" = NULL
    WHERE "id" IN (SELECT "id" FROM "people")`;
}

async function finish(tx: Tx, ctx: Ctx, studyId: string): Promise<void> {
  const now = ctx.clock();
  const participants = await tx.participant.count({ where: { studyId } });
  await tx.study.update({ where: { id: studyId }, data: { personalErasedAt: now } });
  const anchor = await appendEvent(tx, { studyId, kind: "erased", data: { participants }, at: now });
  await audit(tx, ctx, "study.erase-personal", `study:${studyId}`, { participants, anchor });
}
