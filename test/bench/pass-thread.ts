import type { ModelConfig } from "#lib/scouter/model-config.ts";
import type { NamedArrays } from "#lib/scouter/named-array.ts";
import { type Batch, openPassRunner } from "#lib/scouter/training/pass.ts";
import type { TrainingSettings } from "#lib/scouter/training/settings.ts";
import type { TrainedParts } from "#lib/scouter/training/trained-parts.ts";
import { type GradientEngine, selectEngines } from "#lib/tensor/engine.ts";
import type { GradientTask } from "#lib/tensor/parallel/gradient-thread.ts";

export interface PassInit {
  engine: GradientEngine;
  config: ModelConfig;
  arrays: NamedArrays;
  parts: TrainedParts;
  settings: TrainingSettings;
}

/** The loss of a classifier in training, on this thread's own engine. */
export const pass: GradientTask<PassInit, Batch, number> = async (init) => {
  await selectEngines({ gradient: init.engine });
  const runner = openPassRunner(init.config, init.arrays, init.parts, init.settings);
  return async (values, batch) => {
    const { gradients, loss } = await runner.run(values, batch, 0);
    return { gradients, rest: loss };
  };
};
