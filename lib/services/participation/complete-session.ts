import { randomInt } from "node:crypto";
import { AppError } from "#lib/errors.ts";
import type { CompleteReply } from "#lib/study/participant-protocol.ts";
import { requestReport } from "../reports/request-report.ts";
import { appendEvent } from "../studies/append-event.ts";
import type { ParticipantCtx } from "./participant-ctx.ts";
import { refuse } from "./refuse.ts";
import { hashToken } from "./token.ts";

/** No letters or digits that look alike. */
const CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const CODE_LENGTH = 8;

/**
 * Gives the completion code once every rated trial has its answer here; asking again gives the same code.
 * @throws AppError `conflict` while answers are missing, `unauthenticated`, `gone` after withdrawing
 */
export async function completeSession(
  ctx: ParticipantCtx,
  { key, token }: { key: string; token: string },
): Promise<CompleteReply> {
  const tokenHash = hashToken(token);
  const now = ctx.clock();
  await ctx.db.$transaction(async (tx) => {
    const [finished] = await tx.$queryRaw<{ studyId: string; participant: number }[]>`
      UPDATE "Participant" p
      SET "state" = 'completed', "completedAt" = ${now.toISOString()}::timestamptz AT TIME ZONE 'UTC',
          "completionCode" = ${newCode()}
      FROM "Study" s
      WHERE p."tokenHash" = ${tokenHash} AND s."id" = p."studyId" AND s."key" = ${key} AND p."state" = 'consented'
        AND NOT EXISTS (
          SELECT 1 FROM "Trial" t LEFT JOIN "Answer" a ON a."trialId" = t."id"
          WHERE t."participantId" = p."id" AND NOT t."practice" AND a."trialId" IS NULL)
      RETURNING p."studyId", p."index" AS "participant"`;
    if (!finished) return;
    const { studyId, participant } = finished;
    await appendEvent(tx, { studyId, kind: "completed", data: { participant }, at: now });
  });
  const participant = await ctx.db.participant.findUnique({
    where: { tokenHash, study: { key } },
    select: {
      state: true,
      completionCode: true,
      trialCount: true,
      answerCount: true,
      study: { select: { id: true, workspaceId: true } },
    },
  });
  if (!participant) throw refuse("no-place");
  if (participant.state === "withdrawn") throw refuse("withdrawn");
  if (participant.completionCode === null) {
    const missing = participant.trialCount - participant.answerCount;
    throw new AppError("conflict", `${missing} of your answers have not arrived yet: keep this page open.`, {
      missing,
    });
  }
  await requestReport(ctx.db, participant.study, now);
  return { completionCode: participant.completionCode };
}

function newCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join("");
}
