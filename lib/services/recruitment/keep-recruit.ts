import type { Tx } from "#lib/db/client.ts";
import { refuse } from "../participation/refuse.ts";
import type { Recruited } from "./admit-arrival.ts";

interface Place {
  id: string;
  studyId: string;
}

/** Notes where a new participant comes from. */
export async function addRecruit(
  tx: Tx,
  participantId: string,
  { session, returnHost }: Recruited,
): Promise<void> {
  await tx.recruit.create({ data: { participantId, session, returnHost } });
}

/**
 * Notes that a participant has come again, perhaps in a new session of the platform: it replaces the one before. Whose
 * place had been released takes it again if there is one. The caller holds the study's row.
 * @throws AppError `gone` when all places are taken meanwhile
 */
export async function resumeRecruit(
  tx: Tx,
  place: Place,
  { session, returnHost }: Recruited,
  quota: number | null,
): Promise<void> {
  const recruit = await tx.recruit.findUnique({
    where: { participantId: place.id },
    include: { participant: { select: { state: true } } },
  });
  // Whoever has withdrawn left nothing behind that could be resumed.
  if (!recruit) return;
  const returns = recruit.released && recruit.participant.state === "consented";
  if (returns && quota !== null && (await countTaking(tx, place.studyId)) >= quota) throw refuse("full");
  await tx.recruit.update({
    where: { participantId: place.id },
    data: {
      session,
      returnHost,
      ...(returns && { released: false }),
      ...(session !== recruit.session && { state: null, stateAt: null, askedAt: null }),
    },
  });
}

/** People who count against a study's quota: who has withdrawn, was sent away by the quiz, or was released by the platform, does not. */
export function countTaking(tx: Tx, studyId: string): Promise<number> {
  return tx.participant.count({
    where: {
      studyId,
      simulated: false,
      state: { notIn: ["withdrawn", "screened"] },
      OR: [{ recruit: null }, { recruit: { released: false } }],
    },
  });
}
