import { type NamedArrays, toFileLayout, toMemoryLayout } from "../named-array.ts";
import { createAdam } from "./adam.ts";
import { clipGradientNorm, type Optimiser, type OptimiserState } from "./optimiser.ts";
import { type Batch, type Pass, type PassRunner, valuesOf } from "./pass.ts";
import type { StepSettings } from "./schedules.ts";
import type { TrainingSettings } from "./settings.ts";
import { createSgd } from "./sgd.ts";
import type { TrainedParts } from "./trained-parts.ts";

/** PyTorch's share of the new batch in the running statistics. */
const MOMENTUM = 0.1;

/** A model in training: its numbers, and what moves them. Dispose it. */
export interface Trainer {
  /** One step on one batch; what the batch gave is returned. */
  step(batch: Batch, lambda: number, schedule: StepSettings): Promise<Pass>;
  /** All tensors as they are now, in the file's layout; copies. */
  arrays(): NamedArrays;
  optimiserState(): OptimiserState;
  restoreOptimiser(state: OptimiserState): void;
  dispose(): void;
}

function createOptimiser(
  { optimiser, learningRate, backboneRate }: TrainingSettings,
  names: readonly string[],
): Optimiser {
  const rateFactors = names.map((name) => (name.startsWith("backbone.") ? backboneRate : 1));
  if (optimiser.name === "sgd") return createSgd({ ...optimiser, learningRate, rateFactors });
  return createAdam({ ...optimiser, learningRate, rateFactors, decoupled: optimiser.name === "adamw" });
}

/** running = (1 - momentum) running + momentum batch, for mean and unbiased variance of every normalisation. */
function updateRunning(buffers: NamedArrays, statistics: Pass["statistics"]): void {
  for (const [norm, pair] of statistics) {
    for (const [i, part] of ["running_mean", "running_var"].entries()) {
      const { data } = buffers[`${norm}.${part}`];
      for (let k = 0; k < data.length; k++) data[k] += MOMENTUM * (pair[i][k] - data[k]);
    }
  }
}

/** Starts at `initial`, all tensors of the model; they are copied. The runner is opened on the same, and disposed of with this. */
export function openTrainer(
  runner: PassRunner,
  initial: NamedArrays,
  parts: TrainedParts,
  settings: TrainingSettings,
): Trainer {
  const optimiser = createOptimiser(settings, parts.names);
  const values = valuesOf(initial, parts.names);
  const shapes = parts.names.map((name) => toMemoryLayout(initial[name]).shape);
  const buffers: NamedArrays = {};
  for (const norm of parts.norms) {
    for (const part of ["running_mean", "running_var"]) {
      const { shape, data } = initial[`${norm}.${part}`];
      buffers[`${norm}.${part}`] = { shape, data: Float32Array.from(data) };
    }
  }
  const copy = ({ shape, data }: NamedArrays[string]) => ({ shape, data: Float32Array.from(data) });
  return {
    async step(batch, lambda, schedule) {
      const pass = await runner.run(values, batch, lambda);
      updateRunning(buffers, pass.statistics);
      if (settings.clipNorm !== null) clipGradientNorm(pass.gradients, settings.clipNorm);
      Object.assign(optimiser, schedule);
      optimiser.step(values, pass.gradients);
      return pass;
    },
    arrays() {
      const trained = parts.names.map((name, i) => [
        name,
        toFileLayout({ shape: shapes[i], data: Float32Array.from(values[i]) }),
      ]);
      const running = Object.entries(buffers).map(([name, array]) => [name, copy(array)]);
      return { ...initial, ...Object.fromEntries([...trained, ...running]) };
    },
    optimiserState: () => optimiser.state(),
    restoreOptimiser: (state) => optimiser.restore(state),
    dispose: () => runner.dispose(),
  };
}
