import type { Random } from "#lib/tensor/random.ts";
import type { GivenResponse, SimulatedPanel } from "../template.ts";
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
}

interface SessionTrial {
  readonly panels: readonly SimulatedPanel[];
  readonly classes: number;
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
  const answers = trials.slice(0, rater.stopsAfter ?? trials.length).map(({ panels, classes }, position) => {
    const trial = { panels, classes, progress: position / trials.length };
    const { value, detail } = rater.answer(trial, draws);
    return { value, detail, responseTimeMs: rater.responseTimeMs(draws) };
  });
  return { answers, line: rater.line };
}
