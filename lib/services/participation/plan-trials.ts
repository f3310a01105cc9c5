import { randomBytes } from "node:crypto";
import type { Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import { assignTrials } from "#lib/study/assignment.ts";
import type { StudyDesign } from "#lib/study/design.ts";
import { StimulusWording } from "#lib/study/stimulus-wording.ts";

export interface PlannedTrial {
  id: string;
  position: number;
  practice: boolean;
  stimulusId: string;
}

/**
 * The trials of one participant: practice first, the same for everybody, then the rated ones that follow from the
 * study's seed and the participant's index. @throws AppError `unavailable` before the stimuli are drawn
 */
export async function planTrials(
  tx: Tx,
  study: { id: string; seed: number },
  design: StudyDesign,
  index: number,
): Promise<PlannedTrial[]> {
  if (design.stimulusBytes === null)
    throw new AppError(
      "unavailable",
      "The pictures of this study are still being drawn. Please come back later.",
    );
  const [arms, items, stimuli] = await Promise.all([
    tx.studyArm.findMany({
      where: { studyId: study.id },
      orderBy: { position: "asc" },
      select: { id: true },
    }),
    tx.studyItem.findMany({
      where: { studyId: study.id, practice: false },
      orderBy: { position: "asc" },
      select: { id: true },
    }),
    tx.stimulus.findMany({
      where: { studyId: study.id },
      orderBy: { item: { position: "asc" } },
      select: { id: true, armId: true, itemId: true, wording: true, item: { select: { practice: true } } },
    }),
  ]);
  const practice = stimuli
    .filter(({ item, wording }) => item.practice && StimulusWording.parse(wording).role === "practice")
    .map(({ id }) => ({ stimulusId: id, practice: true }));
  const byCell = new Map(stimuli.map((stimulus) => [`${stimulus.itemId} ${stimulus.armId}`, stimulus.id]));
  const { trialsPerRater } = design;
  const rated = assignTrials(
    { items: items.length, arms: arms.length, trialsPerRater },
    study.seed,
    index,
  ).map(({ item, arm }) => ({
    stimulusId: byCell.get(`${items[item].id} ${arms[arm].id}`)!,
    practice: false,
  }));
  return [...practice, ...rated].map((trial, position) => ({
    id: randomBytes(16).toString("base64url"),
    position,
    ...trial,
  }));
}
