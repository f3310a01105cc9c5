import type { Tx } from "#lib/db/client.ts";
import { digestOf } from "./event-hash.ts";

/** Of the arms and items a study compares, as its log's first event holds them. */
export async function digestArmsAndItems(tx: Tx, studyId: string): Promise<{ arms: string; items: string }> {
  // One after the other: a transaction has one connection.
  const arms = await tx.studyArm.findMany({ where: { studyId }, orderBy: { position: "asc" } });
  const items = await tx.studyItem.findMany({ where: { studyId }, orderBy: { position: "asc" } });
  return {
    arms: digestOf(
      arms.map(({ id, position, runArmId, plain }) => [id, position, runArmId, ...(plain ? ["plain"] : [])]),
    ),
    items: digestOf(
      items.map(({ id, position, imageId, practice, classes }) => [
        id,
        position,
        imageId,
        practice,
        ...classes,
      ]),
    ),
  };
}

/** Of everything participants may be shown: which picture of which arm and item, and the words that go with it. */
export async function digestStimuli(tx: Tx, studyId: string): Promise<string> {
  const stimuli = await tx.stimulus.findMany({ where: { studyId } });
  stimuli.sort((a, b) => (a.id < b.id ? -1 : 1));
  return digestOf(
    stimuli.map(({ id, armId, itemId, sha256, wording, classAt }) => [
      id,
      armId,
      itemId,
      sha256,
      wording,
      ...(classAt > 0 ? [classAt] : []),
    ]),
  );
}
