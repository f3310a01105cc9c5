import { AppError } from "#lib/errors.ts";
import type { CompleteReply } from "#lib/study/participant-protocol.ts";
import { declaredCode, returnStepOf } from "../recruitment/exit.ts";
import { requestCredit } from "../recruitment/request-credit.ts";
import { requestReport } from "../reports/request-report.ts";
import { appendEvent } from "../studies/append-event.ts";
import { failedAttention } from "./failed-attention.ts";
import { newCode } from "./new-code.ts";
import type { ParticipantCtx } from "./participant-ctx.ts";
import { refuse } from "./refuse.ts";
import { hashToken } from "./token.ts";

/**
 * Gives the completion code, of the study's crowd platform or of one's own, once every trial after practice has its answer here; asking again gives the same code. Who failed too many
 * attention checks gets the code that the study declares for that, where it declares one.
 * @throws AppError `conflict` while answers are missing, `unauthenticated`, `gone` after withdrawing
 */
export async function completeSession(
  ctx: ParticipantCtx,
  { key, token }: { key: string; token: string },
): Promise<CompleteReply> {
  const tokenHash = hashToken(token);
  const now = ctx.clock();
  const code = (await declaredCode(ctx.db, key, "complete")) ?? newCode();
  const failedCode = await declaredCode(ctx.db, key, "failedChecks");
  await ctx.db.$transaction(async (tx) => {
    const [finished] = await tx.$queryRaw<Finished[]>`
      UPDATE "Participant" p
      SET "state" = 'completed', "completedAt" = ${now.toISOString()}::timestamptz AT TIME ZONE 'UTC',
          "completionCode" = ${code}
      FROM "Study" s
      WHERE p."tokenHash" = ${tokenHash} AND s."id" = p."studyId" AND s."key" = ${key} AND p."state" = 'consented' AND NOT p."awaitsQuiz"
        AND NOT EXISTS (
          SELECT 1 FROM "Trial" t LEFT JOIN "Answer" a ON a."trialId" = t."id"
          WHERE t."participantId" = p."id" AND NOT t."practice" AND a."trialId" IS NULL)
      RETURNING p."id", p."studyId", p."index" AS "participant", s."workspaceId"`;
    if (!finished) return;
    const { studyId, participant } = finished;
    if (failedCode !== null && (await failedAttention(tx, { participantId: finished.id, studyId })))
      await tx.participant.update({ where: { id: finished.id }, data: { completionCode: failedCode } });
    await requestCredit(tx, { key, participantId: finished.id, workspaceId: finished.workspaceId });
    await appendEvent(tx, { studyId, kind: "completed", data: { participant }, at: now });
  });
  const participant = await ctx.db.participant.findUnique({
    where: { tokenHash, study: { key } },
    select: {
      state: true,
      completionCode: true,
      id: true,
      study: { select: { id: true, workspaceId: true } },
    },
  });
  if (!participant) throw refuse("no-place");
  if (participant.state === "withdrawn") throw refuse("withdrawn");
  if (participant.state === "screened") throw refuse("screened");
  if (participant.completionCode === null) {
    const missing = await ctx.db.trial.count({
      where: { participantId: participant.id, practice: false, answer: null },
    });
    throw new AppError("conflict", `${missing} of your answers have not arrived yet: keep this page open.`, {
      missing,
    });
  }
  await requestReport(ctx.db, participant.study, now);
  const returnStep = await returnStepOf(ctx.db, { key, tokenHash, code: participant.completionCode });
  return { completionCode: participant.completionCode, returnStep };
}

interface Finished {
  id: string;
  studyId: string;
  participant: number;
  workspaceId: string;
}
