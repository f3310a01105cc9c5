import type { NamedArrays } from "../named-array.ts";
import { createAdam } from "../training/adam.ts";
import type { Optimiser } from "../training/optimiser.ts";
import { stepRate } from "../training/schedules.ts";
import { createSgd } from "../training/sgd.ts";

interface OptimiserOptions {
  name: "Adam" | "AdamW" | "SGD";
  lr: number;
  weight_decay?: number;
  betas?: [number, number];
  eps?: number;
  momentum?: number;
  dampening?: number;
  steps: number;
}

/** PyTorch's names of what an optimiser remembers. */
const STORED_STATE: Record<string, string> = {
  first: "exp_avg",
  second: "exp_avg_sq",
  momentum: "momentum_buffer",
};

function create(options: OptimiserOptions): Optimiser {
  const {
    name,
    lr: learningRate,
    weight_decay: weightDecay = 0,
    betas = [0.9, 0.999],
    eps: epsilon,
  } = options;
  if (name === "SGD") {
    const { momentum, dampening } = options;
    return createSgd({ learningRate, momentum, dampening, weightDecay });
  }
  const [beta1, beta2] = betas;
  return createAdam({ learningRate, beta1, beta2, epsilon, weightDecay, decoupled: name === "AdamW" });
}

/** Replays a stored optimiser: the parameters after every step and the state at the end. */
export function replayOptimiser(
  arrays: NamedArrays,
  options: Record<string, unknown>,
): Record<string, Float32Array> {
  const settings = options as unknown as OptimiserOptions;
  const count = Object.keys(arrays).filter((name) => /^in\.p\d+$/.test(name)).length;
  const parameters = Array.from({ length: count }, (_, j) => Float32Array.from(arrays[`in.p${j}`].data));
  const optimiser = create(settings);
  const got: Record<string, Float32Array> = {};
  for (let step = 0; step < settings.steps; step++) {
    const gradients = parameters.map((_, j) => arrays[`in.grad_step${step}_p${j}`].data);
    optimiser.step(parameters, gradients);
    for (const [j, parameter] of parameters.entries())
      got[`out.p${j}_step${step}`] = Float32Array.from(parameter);
  }
  for (const [part, values] of Object.entries(optimiser.state().arrays)) {
    for (const [j, value] of values.entries()) got[`out.state_${STORED_STATE[part]}_p${j}`] = value;
  }
  return got;
}

/** Replays a stored least-squares fit: AdamW in two groups of parameters, halving rates, loss mean((A w + b - y)^2). */
export function replayLeastSquares(
  arrays: NamedArrays,
  options: Record<string, unknown>,
): Record<string, Float32Array> {
  const { lr, weight_decay, step_size, gamma, steps } = options as {
    lr: [number, number];
    weight_decay: [number, number];
    step_size: number;
    gamma: number;
    steps: number;
  };
  const [rows, columns] = arrays["in.A"].shape;
  const A = arrays["in.A"].data;
  const y = arrays["in.y"].data;
  const w = Float32Array.from(arrays["in.w0"].data);
  const b = Float32Array.from(arrays["in.b0"].data);
  const groups = [w, b].map((_, k) => createAdam({ learningRate: lr[k], weightDecay: weight_decay[k] }));
  const loss = new Float32Array(steps);
  const got: Record<string, Float32Array> = { "out.loss": loss };
  for (let step = 0; step < steps; step++) {
    const gradientW = new Float32Array(columns);
    const gradientB = new Float32Array(1);
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      let residual = b[0] - y[i];
      for (let j = 0; j < columns; j++) residual += A[i * columns + j] * w[j];
      sum += residual * residual;
      for (let j = 0; j < columns; j++) gradientW[j] += (2 / rows) * residual * A[i * columns + j];
      gradientB[0] += (2 / rows) * residual;
    }
    loss[step] = sum / rows;
    for (const [k, group] of groups.entries()) {
      group.learningRate = stepRate(step, lr[k], step_size, gamma);
      group.step([[w, b][k]], [[gradientW, gradientB][k]]);
    }
    got[`out.w_step${step}`] = Float32Array.from(w);
    got[`out.b_step${step}`] = Float32Array.from(b);
  }
  return got;
}

interface StoredSchedule {
  step_size: number;
  gamma: number;
  base_lr: number;
  lr_used_in_epoch: number[];
}

/** Largest relative difference between stored and own step schedules. */
export function compareStepRates(schedules: Record<string, StoredSchedule>): number {
  let worst = 0;
  for (const { step_size, gamma, base_lr, lr_used_in_epoch: wanted } of Object.values(schedules)) {
    for (const [epoch, want] of wanted.entries()) {
      worst = Math.max(worst, Math.abs(stepRate(epoch, base_lr, step_size, gamma) - want) / want);
    }
  }
  return worst;
}
