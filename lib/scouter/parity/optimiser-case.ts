import type { NamedArrays } from "../named-array.ts";
import { createAdam } from "../training/adam.ts";
import type { Optimiser } from "../training/optimiser.ts";
import { stepRate } from "../training/schedules.ts";
import { createSgd } from "../training/sgd.ts";
import { recoverStart } from "./recover-start.ts";
import type { Replayed } from "./replayed.ts";

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

interface FitOptions {
  lr: [number, number];
  weight_decay: [number, number];
  step_size: number;
  gamma: number;
  steps: number;
}

interface Fit {
  loss: number[];
  /** Weights and offset after every step. */
  w: Float32Array[];
  b: Float32Array[];
}

/** AdamW in two groups of parameters, rates that fall by epochs, loss mean((A w + b - y)^2). */
function leastSquaresFit(arrays: NamedArrays, options: FitOptions, start: readonly number[]): Fit {
  const { lr, weight_decay, step_size, gamma, steps } = options;
  const [rows, columns] = arrays["in.A"].shape;
  const [A, y] = [arrays["in.A"].data, arrays["in.y"].data];
  const w = Float32Array.from(start.slice(0, columns));
  const b = Float32Array.of(start[columns]);
  const groups = [w, b].map((_, k) => createAdam({ learningRate: lr[k], weightDecay: weight_decay[k] }));
  const result: Fit = { loss: [], w: [], b: [] };
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
    result.loss.push(sum / rows);
    for (const [k, group] of groups.entries()) {
      group.learningRate = stepRate(step, lr[k], step_size, gamma);
      group.step([[w, b][k]], [[gradientW, gradientB][k]]);
    }
    result.w.push(Float32Array.from(w));
    result.b.push(Float32Array.from(b));
  }
  return result;
}

/** Whether every stored step, the start included, is one and the same array: a view that was not copied. */
function sharesOneBuffer(arrays: NamedArrays, steps: number): boolean {
  const names = Array.from({ length: steps }, (_, step) => `out.w_step${step}`);
  const start = arrays["in.w0"].data.join();
  return steps > 1 && names.every((name) => arrays[name]?.data.join() === start);
}

/** Replays a stored least-squares fit: the loss before and the numbers after every step. */
export function replayLeastSquares(arrays: NamedArrays, given: Record<string, unknown>): Replayed {
  const options = given as unknown as FitOptions;
  const stored = [...arrays["in.w0"].data, arrays["in.b0"].data[0]];
  const outputs = Object.entries(arrays).filter(([name]) => name.startsWith("out."));
  const last = options.steps - 1;
  const isBroken = sharesOneBuffer(arrays, options.steps);
  const start = isBroken ? recoverFrom(arrays, options, stored) : stored;
  const { loss, w, b } = leastSquaresFit(arrays, options, start);
  const got: Replayed["got"] = { "out.loss": loss };
  for (let step = 0; step <= last; step++) {
    got[`out.w_step${step}`] = w[step];
    got[`out.b_step${step}`] = b[step];
  }
  const isTold = (name: string) => !isBroken || name === "out.loss" || name.endsWith(`_step${last}`);
  const want = Object.fromEntries(outputs.filter(([name]) => isTold(name)));
  const note =
    "the stored steps share one buffer: its losses and its end are compared, from the start they imply";
  return isBroken ? { want, got, note } : { want, got };
}

/** The start that leads to the stored losses and end; each number moves by about the sum of its rates. */
function recoverFrom(arrays: NamedArrays, options: FitOptions, end: number[]): number[] {
  const { lr, step_size, gamma, steps } = options;
  const travel = lr.map((rate) =>
    Array.from({ length: steps }, (_, step) => stepRate(step, rate, step_size, gamma)).reduce(
      (a, b) => a + b,
    ),
  );
  const reach = end.map((_, i) => travel[i < end.length - 1 ? 0 : 1]);
  const losses = arrays["out.loss"].data;
  return recoverStart(end, reach, (start) => {
    const { loss, w, b } = leastSquaresFit(arrays, options, start);
    const there = [...w[steps - 1], b[steps - 1][0]];
    return [...loss.map((value, i) => value - losses[i]), ...there.map((value, i) => value - end[i])];
  });
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
