import type { z } from "zod";
import type { CostModel, Explainer } from "../define-explainer.ts";

/** Images put through a network. */
export interface Passes {
  forwards: number;
  /** Each comes on top of its forward pass. */
  backwards: number;
  /** Forward and back through the layers above the last feature map alone. */
  heads: number;
}

/** Passes of one map. @param options as parsed by the method's schema */
export function passesOfMap<Options extends z.ZodType>(
  explainer: Explainer<Options>,
  options: z.output<Options>,
  model: CostModel,
): Passes {
  return { heads: 0, ...explainer.cost(options, model) };
}

export function timesPasses({ forwards, backwards, heads }: Passes, times: number): Passes {
  return { forwards: forwards * times, backwards: backwards * times, heads: heads * times };
}

export function sumPasses(all: readonly Passes[]): Passes {
  return all.reduce(
    (sum, one) => ({
      forwards: sum.forwards + one.forwards,
      backwards: sum.backwards + one.backwards,
      heads: sum.heads + one.heads,
    }),
    { forwards: 0, backwards: 0, heads: 0 },
  );
}

/** Work in forward passes: a backward pass takes about as long as two. What a head takes depends on where it begins; 1 here. */
export const workOf = ({ forwards, backwards, heads }: Passes): number => forwards + 2 * backwards + heads;

/** Passes through the whole network, what a limit is about. */
export const wholePasses = ({ forwards, backwards }: Passes): number => forwards + backwards;
