import { selectEngines } from "#lib/tensor/engine.ts";
import type { GradientEngine } from "#lib/tensor/engine-names.ts";
import type { GradientTask } from "#lib/tensor/parallel/gradient-thread.ts";
import { type Batch, openPassRunner, type Pass, type PassStart } from "./pass.ts";

/** What openPassRunner is opened with, and the engine to open it on. */
export interface PassThreadInit extends PassStart {
  engine: GradientEngine;
}

export interface PassShare {
  batch: Batch;
  lambda: number;
}

export type PassRest = Omit<Pass, "gradients">;

/** Runs in a thread of parallel-pass.ts: a pass runner on the thread's own engine. */
export const passTask: GradientTask<PassThreadInit, PassShare, PassRest> = async (init) => {
  const { engine, ...start } = init;
  await selectEngines({ gradient: engine });
  const runner = openPassRunner(start);
  return async (values, { batch, lambda }) => {
    const { gradients, ...rest } = await runner.run(values, batch, lambda);
    return { gradients, rest };
  };
};
