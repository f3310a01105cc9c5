import { type AssignedTrial, assignInOrder } from "../assignment.ts";
import type { ReportArm } from "../compute-report.ts";
import type { SequencedTrial, StudyModel } from "../rehearsal/simulate-study.ts";
import { responseOf } from "../response-of.ts";
import type { StudyTemplate } from "../template.ts";
import type { PlannedDesign } from "./planned-cells.ts";

/** A study that is only planned, as far as it decides what a crowd answers. */
export interface StudyToSimulate extends PlannedDesign {
  readonly template: StudyTemplate;
  /** Of the scale; null where the template says it. */
  readonly points: number | null;
  readonly seed: number;
  /** The two arms that are told apart. */
  readonly pair: readonly [number, number];
}

/** Answers that simulated raters cannot give without maps, or without classes to choose from. */
const NEEDS_MATERIAL = new Set(["class", "point", "strokes"]);

/** Whether raters can be simulated before there are maps. */
export const canSimulate = ({ shows, response }: Pick<StudyTemplate, "shows" | "response">): boolean =>
  shows.kind !== "plain" && !NEEDS_MATERIAL.has(response.kind);

const armName = (arm: number): string => `arm ${arm}`;

/**
 * The planned study for any effect planted between the two arms of the pair. All maps of an arm are alike: of the highlight lies on the object
 *
 *   conviction: 1/2 + x/2 in the first arm, 1/2 - x/2 in the second, 1/2 in the others;
 *   performance: 1/2 + x/2 in the first arm where the computer is right and 1/2 - x/2 where it is wrong, 1/2 in the others.
 *
 * The computer is right on every other image.
 *
 * @returns of x in [0, 1]
 */
export function planModels(study: StudyToSimulate): (x: number) => StudyModel {
  const { template, points, seed, pair, items, trialsPerRater, conditions } = study;
  const assignment = { items, arms: conditions.length, trialsPerRater };
  // Hundreds of studies are drawn on the same sequences.
  const assigned = new Map<number, AssignedTrial[]>();
  function assignedTo(index: number): AssignedTrial[] {
    const trials = assigned.get(index) ?? assignInOrder(assignment, seed, index);
    assigned.set(index, trials);
    return trials;
  }
  return (x) => {
    const shareOf = (arm: number, correct: boolean) => {
      const sign = arm === pair[0] ? 1 : arm === pair[1] ? -1 : 0;
      if (template.measure.about === "plausibility") return 0.5 + (sign * x) / 2;
      return sign < 1 ? 0.5 : 0.5 + (correct ? x : -x) / 2;
    };
    const sequence = (index: number): SequencedTrial[] =>
      assignedTo(index).map(({ item, arm }) => ({
        practice: false,
        check: null,
        asked: null,
        shown: `${item} ${arm}`,
        itemId: String(item),
        classes: 0,
        panels: conditions[arm].map((one) => ({
          armId: armName(one),
          mapId: null,
          correct: item % 2 === 0,
          share: shareOf(one, item % 2 === 0),
          object: { x: 0.5, y: 0.5, radius: 0.25 },
        })),
      }));
    return { template, response: responseOf(template, { points }), sequence, exclusions: {} };
  };
}

/** The two arms as they are compared. */
export const pairOf = ({ pair }: StudyToSimulate): ReportArm[] =>
  pair.map((arm) => ({ armId: armName(arm), label: armName(arm), explainerId: "", statement: "for" }));
