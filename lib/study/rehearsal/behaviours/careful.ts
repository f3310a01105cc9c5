import { drawRater, type SimulatedRater, simulateResponseTimeMs } from "../../simulated-rater.ts";
import type { Behaviour, BehaviourContext, RehearsedRater } from "../behaviour.ts";

/** Looks at every picture and answers what the template's simulated rater does. */
export const careful: Behaviour = {
  about:
    "Looks and answers, with a bias ~ N(0, 0.45) and a noise ~ U(0.4, 1.0) of their own, in scale points.",
  open: (context) => {
    const habits = drawRater(context.random);
    return attentive(context, () => habits);
  },
};

/** A rater who looks. @param habitsAt their bias and noise when that much of the session lies behind them */
export function attentive(
  { template, response }: BehaviourContext,
  habitsAt: (progress: number) => SimulatedRater,
): RehearsedRater {
  return {
    answer: ({ panels, progress }, random) => template.simulate(habitsAt(progress), panels, random, response),
    responseTimeMs: simulateResponseTimeMs,
    reads: true,
    stopsAfter: null,
    line: "steady",
  };
}
