import type { Tx } from "#lib/db/client.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import { assignOneArm } from "#lib/study/arm-of-rater.ts";
import { assignInOrder } from "#lib/study/assignment.ts";
import { carryOverOrder } from "#lib/study/carry-over-order.ts";
import { attentionValues } from "#lib/study/checks/attention-values.ts";
import { placeChecks, type TrialCheck } from "#lib/study/checks/place-checks.ts";
import { placeClasses } from "#lib/study/class-places.ts";
import { listConditions } from "#lib/study/conditions.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { classCountOf, responseOf } from "#lib/study/response-of.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { createRandom } from "#lib/tensor/random.ts";

interface Cell {
  id: string;
  arm: number;
  item: number;
  /** Which of the item's classes it shows. */
  classAt: number;
  practice: boolean;
  role: string;
}

export interface PlannedTrial {
  /** One or more, in the order of their places on the screen. */
  stimulusIds: readonly string[];
  practice: boolean;
  /** What it checks; null for a trial that is practised or rated. */
  check: TrialCheck | null;
  /** The value that an attention check asks for. */
  expected: number | null;
}

/** A study's row, as far as it determines who sees what. */
export interface PlannedStudy {
  id: string;
  seed: number;
  design: unknown;
  templateId: string;
  templateVersion: number;
}

/**
 * Reads a study's stimuli once and gives back what tells every participant's sequence by their index: practice first,
 * the same for everybody or for everybody of an arm, then the rated trials and the checks among them, which follow from (seed, index) alone.
 * @throws RangeError (the plan) where the stimuli are not those of a whole design
 */
export async function openTrialPlan(
  db: Pick<Tx, "$queryRaw" | "studyArm">,
  study: PlannedStudy,
): Promise<(index: number) => PlannedTrial[]> {
  const { id, seed } = study;
  const designed = StudyDesign.parse(study.design);
  const { trialsPerRater, panels, referenceArm, order } = designed;
  const template = requireTemplate(study.templateId, study.templateVersion);
  const { shows } = template;
  // One after the other: a transaction has one connection.
  const cells = await readCells(db, id);
  const arms = await db.studyArm.findMany({
    where: { studyId: id },
    orderBy: { position: "asc" },
    select: { position: true, plain: true },
  });
  const isOneArm = shows.kind === "after-training";
  const sharedPractice = isOneArm ? [] : planPractice(cells, seed);
  const rated = cells.filter((cell) => !cell.practice);
  const items = [...new Set(rated.map((cell) => cell.item))].sort((a, b) => a - b);
  const byCell = groupBy(rated, ({ item, arm }) => `${item} ${arm}`);
  const conditions = listConditions({ shows, arms, panels, referenceArm }, seed);
  const design = { items: items.length, arms: conditions.length, trialsPerRater };

  const values = attentionValues(responseOf(template, designed), classCountOf(template, designed));
  const checks = { ...designed.checks, values };

  /** Several where the arm is shown with maps of several classes. */
  function stimuliOf(item: number, arm: number): string[] {
    const cell = byCell.get(`${items[item]} ${arms[arm].position}`);
    if (!cell)
      throw new RangeError(`there is no picture of arm ${arms[arm].position} on image ${items[item]}`);
    return cell.sort((a, b) => a.classAt - b.classAt).map(({ id }) => id);
  }

  const place = (ids: string[], index: number, item: number) =>
    shows.kind === "classes" ? placeClasses(ids, seed, index, item) : ids;

  /** Training is of the rater's own arm, with the same images for everybody. */
  function practiceUnder(arm: number): PlannedTrial[] {
    return planPractice(
      cells.filter((cell) => cell.arm === arms[arm].position),
      seed,
    );
  }

  return (index) => {
    const byChance = (isOneArm ? assignOneArm : assignInOrder)(design, seed, index);
    const assigned = order === "random" ? byChance : carryOverOrder(byChance, conditions.length, seed, index);
    const practice = isOneArm ? practiceUnder(conditions[byChance[0].arm][0]) : sharedPractice;
    const rated = assigned.map(({ item, arm }) =>
      place(
        conditions[arm].flatMap((one) => stimuliOf(item, one)),
        index,
        item,
      ),
    );
    const backdrops = practice.map(({ stimulusIds }) => stimulusIds);
    const random = createRandom(seed).fork(`checks/${index}`);
    const placed = placeChecks(rated, { ...checks, backdrops }, random);
    const trials = placed.map(({ shown, ...rest }) => ({ stimulusIds: shown, practice: false, ...rest }));
    return [...practice, ...trials];
  };
}

/** A trial for each image of practice, its pictures in places drawn from the seed. */
function planPractice(cells: readonly Cell[], seed: number): PlannedTrial[] {
  const own = cells
    .filter(({ role }) => role === "practice")
    .sort((a, b) => a.arm - b.arm || a.classAt - b.classAt);
  const items = [...new Set(own.map(({ item }) => item))].sort((a, b) => a - b);
  const random = createRandom(seed).fork("practice places");
  return items.map((item) => {
    const shown = own.filter((cell) => cell.item === item).map(({ id }) => id);
    return { stimulusIds: random.fork(item).shuffle(shown), practice: true, check: null, expected: null };
  });
}

/** The study's stimuli with the positions of their arm and item; they never change once drawn. */
function readCells(db: Pick<Tx, "$queryRaw">, studyId: string): Promise<Cell[]> {
  return db.$queryRaw<Cell[]>`
    SELECT s."id", a."position" AS "arm", i."position" AS "item", s."classAt", i."practice", s."wording"->>'role' AS "role"
    FROM "Stimulus" s
    JOIN "StudyArm" a ON a."id" = s."armId"
    JOIN "StudyItem" i ON i."id" = s."itemId"
    WHERE s."studyId" = ${studyId}`;
}
