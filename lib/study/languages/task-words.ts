import type { Task } from "../participant-protocol.ts";

/** The words around what a rater answers with, whatever the template. */
export interface TaskWords {
  /** How each kind is answered by touch and by keyboard. A scale of which the ends are named: {first} {low} {last} {high} */
  readonly howToAnswer: Readonly<Record<Task["kind"], string>>;

  /** {value} {end}: one end of the scale, read aloud. */
  readonly scaleEnd: string;
  /** Several pictures of one trial: {panel} is a letter. */
  readonly panel: string;
  readonly panelAlt: string;
  /** {panel} {answer}: a picture that stands for one of the answers to choose from. */
  readonly panelFor: string;
  /** {panel} {rank} */
  readonly panelRanked: string;
  readonly panelBest: string;
  readonly panelWorst: string;
  readonly best: string;
  readonly worst: string;

  /** What comes next in an answer of several steps. */
  readonly chooseRank: string;
  readonly chooseBest: string;
  readonly chooseWorst: string;
  readonly choosePlace: string;
  readonly paint: string;
  readonly confirm: string;

  readonly pointHere: string;
  /** {x} {y}: whole percents. */
  readonly pointAt: string;
  readonly paintHere: string;
  readonly painting: string;
  /** {count} */
  readonly painted: string;
  readonly paintedEnough: string;
  readonly brush: string;
  readonly brushSizes: readonly [string, string, string];

  readonly undo: string;
  readonly clear: string;
  readonly done: string;
}
