import { randomBytes } from "node:crypto";
import type { Db } from "#lib/db/client.ts";
import { assignTrials } from "#lib/study/assignment.ts";
import { StudyDesign } from "#lib/study/design.ts";

interface Cell {
  id: string;
  arm: number;
  item: number;
  practice: boolean;
  role: string;
}

/**
 * Writes the trials of one participant: practice first, the same for everybody, then the rated ones that follow from
 * the study's seed and the participant's index. Doing it twice, even at the same moment, changes nothing.
 */
export async function storeTrials(
  db: Db,
  place: { id: string; index: number; studyId: string },
): Promise<void> {
  const [study, cells] = await Promise.all([
    db.study.findUniqueOrThrow({ where: { id: place.studyId }, select: { seed: true, design: true } }),
    readCells(db, place.studyId),
  ]);
  const practice = cells.filter(({ role }) => role === "practice").sort((a, b) => a.item - b.item);
  const rated = cells.filter((cell) => !cell.practice);
  const items = [...new Set(rated.map((cell) => cell.item))].sort((a, b) => a - b);
  const arms = [...new Set(rated.map((cell) => cell.arm))].sort((a, b) => a - b);
  const byCell = new Map(rated.map((cell) => [`${cell.item} ${cell.arm}`, cell]));
  const { trialsPerRater } = StudyDesign.parse(study.design);
  const assigned = assignTrials(
    { items: items.length, arms: arms.length, trialsPerRater },
    study.seed,
    place.index,
  ).map(({ item, arm }) => byCell.get(`${items[item]} ${arms[arm]}`)!);
  await db.trial.createMany({
    data: [...practice, ...assigned].map((cell, position) => ({
      id: randomBytes(16).toString("base64url"),
      participantId: place.id,
      position,
      practice: cell.practice,
      stimulusId: cell.id,
    })),
    skipDuplicates: true,
  });
}

/** The study's stimuli with the positions of their arm and item; they never change once drawn. */
function readCells(db: Db, studyId: string): Promise<Cell[]> {
  return db.$queryRaw<Cell[]>`
    SELECT s."id", a."position" AS "arm", i."position" AS "item", i."practice", s."wording"->>'role' AS "role"
    FROM "Stimulus" s
    JOIN "StudyArm" a ON a."id" = s."armId"
    JOIN "StudyItem" i ON i."id" = s."itemId"
    WHERE s."studyId" = ${studyId}`;
}
