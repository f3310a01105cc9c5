import { enqueueReport } from "../reports/request-report.ts";
import { appendEvent } from "../studies/append-event.ts";
import type { ParticipantCtx } from "./participant-ctx.ts";
import { refuse } from "./refuse.ts";
import { hashToken } from "./token.ts";

interface Leaver {
  id: string;
  index: number;
  state: string;
  studyId: string;
  workspaceId: string;
}

/**
 * Deletes all answers of a participant for good, with the keys of their digests and what their crowd platform said; only the fact that someone withdrew is
 * kept. @throws AppError `unauthenticated`
 */
export async function withdraw(
  ctx: ParticipantCtx,
  { key, token }: { key: string; token: string },
): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const [participant] = await tx.$queryRaw<Leaver[]>`
      SELECT p."id", p."index", p."state"::text AS "state", p."studyId", s."workspaceId"
      FROM "Participant" p JOIN "Study" s ON s."id" = p."studyId"
      WHERE p."tokenHash" = ${hashToken(token)} AND s."key" = ${key} FOR UPDATE OF p`;
    if (!participant) throw refuse("no-place");
    await tx.answer.deleteMany({ where: { trial: { participantId: participant.id } } });
    await tx.quizAttempt.deleteMany({ where: { participantId: participant.id } });
    await tx.recruit.deleteMany({ where: { participantId: participant.id } });
    await tx.participant.update({
      where: { id: participant.id },
      data: { state: "withdrawn", answerCount: 0, lastSeenAt: ctx.clock() },
    });
    const { index, state, studyId, workspaceId } = participant;
    await enqueueReport(tx, { id: studyId, workspaceId });
    if (state === "withdrawn") return;
    const data = { participant: index };
    await appendEvent(tx, { studyId, kind: "withdrawn", data, at: ctx.clock() });
  });
}
