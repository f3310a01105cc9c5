import type { Optimiser } from "./optimiser.ts";

export interface SgdOptions {
  learningRate: number;
  momentum?: number;
  /** 1 - dampening weighs the gradient in the buffer, from the second step on: PyTorch does not dampen the first. */
  dampening?: number;
  /** Joins the gradient. */
  weightDecay?: number;
  /** Factor of the learning rate by parameter; 1 for all when left out. */
  rateFactors?: readonly number[];
}

/**
 * Stochastic gradient descent with momentum: buffer = momentum buffer + (1 - dampening) g; p -= lr buffer.
 * State: `momentum`.
 */
export function createSgd(options: SgdOptions): Optimiser {
  const { momentum = 0, dampening = 0, weightDecay = 0, rateFactors } = options;
  let buffers: readonly Float32Array[] = [];
  let t = 0;
  return {
    learningRate: options.learningRate,
    state: () => ({ steps: t, arrays: { momentum: buffers } }),
    restore(state) {
      t = state.steps;
      buffers = state.arrays.momentum;
    },
    step(parameters, gradients) {
      const isFirst = t === 0;
      if (isFirst) buffers = parameters.map((p) => new Float32Array(p.length));
      t++;
      for (const [k, p] of parameters.entries()) {
        const buffer = buffers[k];
        const rate = this.learningRate * (rateFactors?.[k] ?? 1);
        for (let i = 0; i < p.length; i++) {
          const g = gradients[k][i] + weightDecay * p[i];
          buffer[i] = isFirst ? g : momentum * buffer[i] + (1 - dampening) * g;
          p[i] -= rate * buffer[i];
        }
      }
    },
  };
}
