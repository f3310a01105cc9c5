import type { Random } from "#lib/tensor/random.ts";
import type { TrialCheck } from "../checks/place-checks.ts";
import { brokenRules, type ExclusionRules } from "../exclusions/exclusion-rules.ts";
import { raterRecord } from "../rater-record.ts";
import type { AnsweredPanel, GivenAnswer } from "../score-answers.ts";
import type { SimulatedPanel } from "../template.ts";
import { passesQuiz } from "./answer-quiz.ts";
import type { RehearsedTask } from "./behaviour.ts";
import { drawBehaviours, type Mixture } from "./mixture.ts";
import { planSession } from "./plan-session.ts";

/** A trial of a sequence, with its pictures as they are rated and analysed. */
export interface SequencedTrial {
  readonly practice: boolean;
  readonly check: TrialCheck | null;
  /** Of an attention check, the value that it asks for; null elsewhere. */
  readonly asked: number | null;
  /** The same for two trials that show the same pictures in the same places. */
  readonly shown: string;
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
    const { answers, quiz } = planSession(task, behaviour, trials, random.fork(index));
    if (task.quiz && !passesQuiz(task.quiz, quiz.at(-1) ?? [])) return [];
    const given = answers.flatMap((answer, i) =>
      trials[i].practice ? [] : [{ ...trials[i], expected: trials[i].asked, ...answer }],
    );
    const rated = given.filter(({ check }) => check === null);
    const count = trials.filter(({ practice, check }) => !practice && check === null).length;
    if (brokenRules(exclusions, raterRecord(task.response, count, given)).length > 0) return [];
    return rated.map(({ itemId, panels, value, detail }) => ({
      rater: `r${index}`,
      itemId,
      panels,
      value,
      detail,
    }));
  });
}
