import type { Random } from "#lib/tensor/random.ts";
import { brokenRules, type ExclusionRules } from "../exclusions/exclusion-rules.ts";
import type { AnsweredPanel, GivenAnswer } from "../score-answers.ts";
import type { SimulatedPanel } from "../template.ts";
import type { RehearsedTask } from "./behaviour.ts";
import { drawBehaviours, type Mixture } from "./mixture.ts";
import { planSession } from "./plan-session.ts";
import { raterRecord } from "./rater-record.ts";

/** A trial of a sequence, with its pictures as they are rated and analysed. */
export interface SequencedTrial {
  readonly practice: boolean;
  readonly itemId: string;
  readonly classes: number;
  readonly panels: readonly (SimulatedPanel & AnsweredPanel)[];
}

/** A study without its site: all that decides what a crowd answers, and whose answers count. */
export interface StudyModel extends RehearsedTask {
  /** The trials of the participant with this index, 0 or above. */
  readonly sequence: (index: number) => readonly SequencedTrial[];
  readonly exclusions: ExclusionRules;
}

/**
 * The answers of a whole study, drawn anew: other raters of the same mixture, on the sequences of the first indices.
 * Whom the study's rules leave out is left out, and practice is.
 */
export function simulateStudy(
  { sequence, exclusions, ...task }: StudyModel,
  { raters, mixture }: { readonly raters: number; readonly mixture: Mixture },
  random: Random,
): GivenAnswer[] {
  const behaviours = drawBehaviours(mixture, raters, random.fork("behaviours"));
  return behaviours.flatMap((behaviour, index) => {
    const trials = sequence(index);
    const { answers } = planSession(task, behaviour, trials, random.fork(index));
    const rated = answers.flatMap((answer, i) => (trials[i].practice ? [] : [{ ...trials[i], ...answer }]));
    const record = raterRecord(task.response, trials.filter(({ practice }) => !practice).length, rated);
    if (brokenRules(exclusions, record).length > 0) return [];
    return rated.map(({ itemId, panels, value, detail }) => ({
      rater: `r${index}`,
      itemId,
      panels,
      value,
      detail,
    }));
  });
}
