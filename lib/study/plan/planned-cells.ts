import { type AssignmentDesign, showingsOf } from "../assignment.ts";

/** What decides how often each map is judged. Arms are indices. */
export interface PlannedDesign {
  /** Images that are rated. */
  readonly items: number;
  readonly arms: number;
  readonly trialsPerRater: number;
  /** The arms that an answer in each condition is about; conditions follow each other as `listConditions` has them. */
  readonly conditions: readonly (readonly number[])[];
  /** Whether each rater belongs to one arm, by turns, as `assignOneArm` has it. */
  readonly armOfRater?: boolean;
}

/** The least and the most of a number of judgements over all maps, arms or pairs. */
export interface CountRange {
  readonly least: number;
  readonly most: number;
}

export interface PlannedCells {
  readonly raters: number;
  /** Answers of all raters. */
  readonly answers: number;
  /** Judgements of one map: an image with the map of one arm. */
  readonly map: CountRange;
  /** Judgements of one arm, over all images. */
  readonly arm: CountRange;
  /** Answers about both arms of a pair; 0 where trials show one arm. Null with one arm. */
  readonly together: CountRange | null;
  /** Raters who judge both arms of a pair, whom the comparison within raters is of. Null with one arm. */
  readonly ratersOfPair: CountRange | null;
  /** Raters of each arm, where each rater belongs to one; else null. */
  readonly ratersOfArm: CountRange | null;
}

/**
 * How often each map, arm and pair of arms is judged by the first so many raters, counted on the assignment itself.
 * The order of images and conditions is drawn from the seed, and changes none of these.
 *
 * @param raters who complete, 1 or more @throws RangeError for a design that cannot be assigned
 */
export function plannedCells(design: PlannedDesign, raters: number): PlannedCells {
  const { items, arms, conditions, trialsPerRater, armOfRater } = design;
  const { length } = conditions;
  const assignment: AssignmentDesign = { items, arms: armOfRater ? 1 : length, trialsPerRater };
  const maps = new Int32Array(items * arms);
  const perArm = new Int32Array(arms);
  const together = new Int32Array(arms * arms);
  const ratersOfPair = new Int32Array(arms * arms);
  for (let rater = 0; rater < raters; rater++) {
    const met = new Set<number>();
    const block = armOfRater ? Math.floor(rater / length) : rater;
    for (const { item, arm: condition } of showingsOf(assignment, block)) {
      const shown = conditions[armOfRater ? rater % length : condition];
      for (const arm of shown) {
        met.add(arm);
        maps[item * arms + arm]++;
        perArm[arm]++;
        for (const other of shown) together[arm * arms + other]++;
      }
    }
    for (const arm of met) for (const other of met) ratersOfPair[arm * arms + other]++;
  }
  return {
    raters,
    answers: raters * trialsPerRater,
    map: rangeOf(maps),
    arm: rangeOf(perArm),
    together: arms < 2 ? null : rangeOf(pairs(together, arms)),
    ratersOfPair: arms < 2 ? null : rangeOf(pairs(ratersOfPair, arms)),
    ratersOfArm: armOfRater ? rangeOf(ratersOfPair.filter((_, cell) => cell % (arms + 1) === 0)) : null,
  };
}

/** The cells beside the diagonal, each pair once. */
const pairs = (square: Int32Array, side: number): Int32Array =>
  square.filter((_, cell) => cell % side > Math.floor(cell / side));

function rangeOf(counts: Int32Array): CountRange {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const count of counts) {
    if (count < least) least = count;
    if (count > most) most = count;
  }
  return { least, most };
}
