import type { Tx } from "#lib/db/client.ts";
import { assignTrials } from "#lib/study/assignment.ts";

interface Cell {
  id: string;
  arm: number;
  item: number;
  practice: boolean;
  role: string;
}

export interface PlannedTrial {
  stimulusId: string;
  practice: boolean;
}

/**
 * Reads a study's stimuli once and gives back what tells every participant's sequence by their index: practice first,
 * the same for everybody, then the rated trials that follow from (seed, index) alone.
 * @throws RangeError (the plan) where the stimuli are not those of a whole design
 */
export async function openTrialPlan(
  db: Pick<Tx, "$queryRaw">,
  study: { id: string; seed: number; trialsPerRater: number },
): Promise<(index: number) => PlannedTrial[]> {
  const cells = await readCells(db, study.id);
  const practice = cells.filter(({ role }) => role === "practice").sort((a, b) => a.item - b.item);
  const rated = cells.filter((cell) => !cell.practice);
  const items = [...new Set(rated.map((cell) => cell.item))].sort((a, b) => a - b);
  const arms = [...new Set(rated.map((cell) => cell.arm))].sort((a, b) => a - b);
  const byCell = new Map(rated.map((cell) => [`${cell.item} ${cell.arm}`, cell]));
  const design = { items: items.length, arms: arms.length, trialsPerRater: study.trialsPerRater };
  return (index) => {
    const assigned = assignTrials(design, study.seed, index).map(({ item, arm }) => {
      const cell = byCell.get(`${items[item]} ${arms[arm]}`);
      if (!cell) throw new RangeError(`there is no picture of arm ${arms[arm]} on image ${items[item]}`);
      return cell;
    });
    return [...practice, ...assigned].map((cell) => ({ stimulusId: cell.id, practice: cell.practice }));
  };
}

/** The study's stimuli with the positions of their arm and item; they never change once drawn. */
function readCells(db: Pick<Tx, "$queryRaw">, studyId: string): Promise<Cell[]> {
  return db.$queryRaw<Cell[]>`
    SELECT s."id", a."position" AS "arm", i."position" AS "item", i."practice", s."wording"->>'role' AS "role"
    FROM "Stimulus" s
    JOIN "StudyArm" a ON a."id" = s."armId"
    JOIN "StudyItem" i ON i."id" = s."itemId"
    WHERE s."studyId" = ${studyId}`;
}
