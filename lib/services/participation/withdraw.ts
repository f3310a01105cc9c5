import { enqueueReport } from "../reports/request-report.ts";
import type { ParticipantCtx } from "./participant-ctx.ts";
import { refuse } from "./refuse.ts";
import { hashToken } from "./token.ts";

/** Deletes all answers of a participant for good; only the fact that someone withdrew is kept. @throws AppError `unauthenticated` */
export async function withdraw(
  ctx: ParticipantCtx,
  { key, token }: { key: string; token: string },
): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const [participant] = await tx.$queryRaw<{ id: string; studyId: string; workspaceId: string }[]>`
      SELECT p."id", p."studyId", s."workspaceId" FROM "Participant" p JOIN "Study" s ON s."id" = p."studyId"
      WHERE p."tokenHash" = ${hashToken(token)} AND s."key" = ${key} FOR UPDATE OF p`;
    if (!participant) throw refuse("no-place");
    await tx.answer.deleteMany({ where: { trial: { participantId: participant.id } } });
    await tx.participant.update({
      where: { id: participant.id },
      data: { state: "withdrawn", answerCount: 0, lastSeenAt: ctx.clock() },
    });
    await enqueueReport(tx, { id: participant.studyId, workspaceId: participant.workspaceId });
  });
}
