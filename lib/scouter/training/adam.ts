import type { Optimiser } from "./optimiser.ts";

export interface AdamOptions {
  learningRate: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  weightDecay?: number;
  /** true (AdamW): p shrinks by learningRate * weightDecay before the step. false: the decay joins the gradient. */
  decoupled?: boolean;
  /** Factor of the learning rate by parameter; 1 for all when left out. */
  rateFactors?: readonly number[];
}

/** Adam whose first momentum a schedule may change, as one-cycle training does. */
export interface Adam extends Optimiser {
  beta1: number;
}

/**
 * Adam and AdamW with PyTorch's conventions. With g the gradient at step t = 1, 2, ...
 *   m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2
 *   p -= lr / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps)
 * Kingma & Ba 2015; decoupled decay: Loshchilov & Hutter 2019. Arithmetic in doubles, state in floats.
 * State: `first` and `second` moments.
 */
export function createAdam(options: AdamOptions): Adam {
  const { beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, decoupled = true, rateFactors } = options;
  let first: readonly Float32Array[] = [];
  let second: readonly Float32Array[] = [];
  let t = 0;
  return {
    learningRate: options.learningRate,
    beta1: options.beta1 ?? 0.9,
    state: () => ({ steps: t, arrays: { first, second } }),
    restore(state) {
      t = state.steps;
      first = state.arrays.first;
      second = state.arrays.second;
    },
    step(parameters, gradients) {
      if (t === 0) {
        first = parameters.map((p) => new Float32Array(p.length));
        second = parameters.map((p) => new Float32Array(p.length));
      }
      t++;
      const { beta1 } = this;
      const root = Math.sqrt(1 - beta2 ** t);
      const joined = decoupled ? 0 : weightDecay;
      for (const [k, p] of parameters.entries()) {
        const learningRate = this.learningRate * (rateFactors?.[k] ?? 1);
        const rate = learningRate / (1 - beta1 ** t);
        const shrink = decoupled ? 1 - learningRate * weightDecay : 1;
        const [m, v, gradient] = [first[k], second[k], gradients[k]];
        for (let i = 0; i < p.length; i++) {
          const g = gradient[i] + joined * p[i];
          const mean = beta1 * m[i] + (1 - beta1) * g;
          const square = beta2 * v[i] + (1 - beta2) * g * g;
          m[i] = mean;
          v[i] = square;
          p[i] = p[i] * shrink - (rate * mean) / (Math.sqrt(square) / root + epsilon);
        }
      }
    },
  };
}
