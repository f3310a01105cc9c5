import type { ParticipantCtx } from "./participant-ctx.ts";
import { refuse } from "./refuse.ts";
import { hashToken } from "./token.ts";

interface Access {
  state: string;
  sha256: string | null;
}

/**
 * One picture, for a participant to whom it is shown: of their trials or of the instruction.
 * @throws AppError `unauthenticated`, `not_found`, `gone` after withdrawing
 */
export async function readStimulus(
  ctx: ParticipantCtx,
  { key, token, id }: { key: string; token: string; id: string },
): Promise<Uint8Array> {
  const [access] = await ctx.db.$queryRaw<Access[]>`
    SELECT p."state"::text AS "state", shown."sha256"
    FROM "Participant" p
    JOIN "Study" s ON s."id" = p."studyId" AND s."key" = ${key}
    LEFT JOIN LATERAL (
      SELECT m."sha256" FROM "Stimulus" m
      JOIN "StudyItem" i ON i."id" = m."itemId"
      WHERE m."id" = ${id} AND m."studyId" = p."studyId"
        AND ((i."practice" AND m."wording"->>'role' <> 'practice') OR EXISTS (
          SELECT 1 FROM "Trial" t WHERE t."participantId" = p."id" AND (t."stimulusId" = m."id" OR m."id" = ANY (t."otherStimulusIds"))))
    ) shown ON true
    WHERE p."tokenHash" = ${hashToken(token)}`;
  if (!access) throw refuse("no-place");
  if (access.state === "withdrawn") throw refuse("withdrawn");
  if (!access.sha256) throw refuse("not-yours");
  return ctx.storage.get(access.sha256);
}
