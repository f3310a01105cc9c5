import { copyInto } from "./shared-arrays.ts";
import type { ThreadTask } from "./thread-pool.ts";

/** Gradients of a loss that is a mean over the items of a share, at the values given; one array a parameter. */
export interface Gradients<Rest> {
  gradients: readonly Float32Array[];
  /** Whatever else the pass found: loss, logits, statistics. */
  rest: Rest;
}

/** Computes gradients in one thread, on the engine it started for itself. */
export type GradientTask<Init, Share, Rest> = (
  init: Init,
) => Promise<(values: readonly Float32Array[], share: Share) => Promise<Gradients<Rest>>>;

/** The caller's task by module and name, what it is opened with, and the arrays shared with it. */
export interface GradientThreadInit<Init> {
  module: string;
  name: string;
  init: Init;
  values: readonly Float32Array[];
  gradients: readonly Float32Array[];
}

/** Runs in each thread of data-parallel.ts: the caller's task, on the shared arrays. */
export const shareTask: ThreadTask<GradientThreadInit<unknown>, unknown, unknown> = async (start) => {
  const { module, name, init, values, gradients } = start;
  const task = ((await import(module)) as Record<string, GradientTask<unknown, unknown, unknown>>)[name];
  if (typeof task !== "function") throw new Error(`${module} exports no function ${name}.`);
  const compute = await task(init);
  return async (share) => {
    // The engine may keep what it is given until it computes: it gets its own numbers.
    const own = values.map((value) => value.slice());
    const found = await compute(own, share);
    copyInto(gradients, found.gradients);
    return found.rest;
  };
};
