import type { Random } from "#lib/tensor/random.ts";
import type { GivenResponse, SimulatedPanel } from "../template.ts";
import { answerQuiz } from "./answer-quiz.ts";
import type { RehearsedRater, RehearsedTask } from "./behaviour.ts";
import { BEHAVIOURS, type BehaviourId } from "./behaviours/registry.ts";

/** One answer of a rehearsed session. */
export interface RehearsedAnswer extends GivenResponse {
  readonly responseTimeMs: number;
}

export interface RehearsedSession {
  /** One for each trial the rater stays for, in order: fewer than there are trials for whoever leaves. */
  readonly answers: readonly RehearsedAnswer[];
  readonly line: RehearsedRater["line"];
  /** Their tries at the study's quiz; empty where it has none. */
  readonly quiz: readonly (readonly number[])[];
}

interface SessionTrial {
  readonly panels: readonly SimulatedPanel[];
  readonly classes: number;
  /** Of an attention check, the value that it asks for; null elsewhere. */
  readonly asked: number | null;
}

/**
 * All that one rater answers, from their behaviour, their trials and their own source of randomness alone: the same
 * whoever asks, so that a client that was restarted gives the answers it was about to give.
 */
export function planSession(
  task: RehearsedTask,
  behaviour: BehaviourId,
  trials: readonly SessionTrial[],
  random: Random,
): RehearsedSession {
  const rater = BEHAVIOURS[behaviour].open({ ...task, trials: trials.length, random: random.fork("rater") });
  const draws = random.fork("answers");
  const answers = trials
    .slice(0, rater.stopsAfter ?? trials.length)
    .map(({ panels, classes, asked }, position) => {
      const trial = { panels, classes, progress: position / trials.length };
      const looked = rater.answer(trial, draws);
      const { value, detail } = asked !== null && rater.reads ? { value: asked, detail: null } : looked;
      return { value, detail, responseTimeMs: rater.responseTimeMs(draws) };
    });
  const quiz = task.quiz ? answerQuiz(task.quiz, rater.reads, random.fork("quiz")) : [];
  return { answers, line: rater.line, quiz };
}
