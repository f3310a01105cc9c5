import { randomBytes } from "node:crypto";
import type { Db } from "#lib/db/client.ts";
import { openTrialPlan } from "./plan-trials.ts";

/**
 * Writes the trials of one participant: practice first, then the rated ones; all follow from
 * the study's seed and the participant's index. Doing it twice, even at the same moment, changes nothing.
 */
export async function storeTrials(
  db: Db,
  place: { id: string; index: number; studyId: string },
): Promise<void> {
  const study = await db.study.findUniqueOrThrow({
    where: { id: place.studyId },
    select: { id: true, seed: true, design: true, templateId: true, templateVersion: true },
  });
  const planTrials = await openTrialPlan(db, study);
  await db.trial.createMany({
    data: planTrials(place.index).map(
      ({ stimulusIds: [stimulusId, ...otherStimulusIds], practice }, position) => ({
        id: randomBytes(16).toString("base64url"),
        participantId: place.id,
        position,
        practice,
        stimulusId,
        otherStimulusIds,
      }),
    ),
    skipDuplicates: true,
  });
}
