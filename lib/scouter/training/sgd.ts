import type { Optimiser } from "./optimiser.ts";

export interface SgdOptions {
  learningRate: number;
  momentum?: number;
  /** 1 - dampening weighs the gradient in the buffer, from the second step on: PyTorch does not dampen the first. */
  dampening?: number;
  /** Joins the gradient. */
  weightDecay?: number;
}

/** Stochastic gradient descent with momentum: buffer = momentum buffer + (1 - dampening) g; p -= lr buffer. */
export function createSgd(options: SgdOptions): Optimiser & { readonly buffers: readonly Float32Array[] } {
  const { momentum = 0, dampening = 0, weightDecay = 0 } = options;
  let buffers: Float32Array[] = [];
  return {
    learningRate: options.learningRate,
    get buffers() {
      return buffers;
    },
    step(parameters, gradients) {
      const first = buffers.length === 0;
      if (first) buffers = parameters.map((p) => new Float32Array(p.length));
      for (const [k, p] of parameters.entries()) {
        const buffer = buffers[k];
        for (let i = 0; i < p.length; i++) {
          const g = gradients[k][i] + weightDecay * p[i];
          buffer[i] = first ? g : momentum * buffer[i] + (1 - dampening) * g;
          p[i] -= this.learningRate * buffer[i];
        }
      }
    },
  };
}
