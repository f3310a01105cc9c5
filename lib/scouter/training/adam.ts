import type { Optimiser } from "./optimiser.ts";

export interface AdamOptions {
  learningRate: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  weightDecay?: number;
  /** true (AdamW): p shrinks by learningRate * weightDecay before the step. false: the decay joins the gradient. */
  decoupled?: boolean;
}

/** Adam whose first momentum a schedule may change, as one-cycle training does. */
export interface Adam extends Optimiser {
  beta1: number;
  /** First and second moments, by parameter; empty before the first step. */
  readonly moments: readonly { first: Float32Array; second: Float32Array }[];
}

/**
 * Adam and AdamW with PyTorch's conventions. With g the gradient at step t = 1, 2, ...
 *   m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2
 *   p -= lr / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps)
 * Kingma & Ba 2015; decoupled decay: Loshchilov & Hutter 2019. Arithmetic in doubles, state in floats.
 */
export function createAdam(options: AdamOptions): Adam {
  const { beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, decoupled = true } = options;
  let moments: { first: Float32Array; second: Float32Array }[] = [];
  let t = 0;
  return {
    learningRate: options.learningRate,
    beta1: options.beta1 ?? 0.9,
    get moments() {
      return moments;
    },
    step(parameters, gradients) {
      t++;
      if (t === 1) {
        moments = parameters.map((p) => ({
          first: new Float32Array(p.length),
          second: new Float32Array(p.length),
        }));
      }
      const { learningRate, beta1 } = this;
      const rate = learningRate / (1 - beta1 ** t);
      const root = Math.sqrt(1 - beta2 ** t);
      const shrink = decoupled ? 1 - learningRate * weightDecay : 1;
      const joined = decoupled ? 0 : weightDecay;
      for (const [k, p] of parameters.entries()) {
        const { first, second } = moments[k];
        const gradient = gradients[k];
        for (let i = 0; i < p.length; i++) {
          const g = gradient[i] + joined * p[i];
          const m = beta1 * first[i] + (1 - beta1) * g;
          const v = beta2 * second[i] + (1 - beta2) * g * g;
          first[i] = m;
          second[i] = v;
          p[i] = p[i] * shrink - (rate * m) / (Math.sqrt(v) / root + epsilon);
        }
      }
    },
  };
}
