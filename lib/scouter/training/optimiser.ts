/** What an optimiser remembers between steps, one array a parameter; numbers only, so that it can be stored. */
export interface OptimiserState {
  /** Steps done. */
  steps: number;
  arrays: Readonly<Record<string, readonly Float32Array[]>>;
}

/** Updates parameters in place from their gradients; one instance keeps one training's state. */
export interface Optimiser {
  step(parameters: readonly Float32Array[], gradients: readonly Float32Array[]): void;
  /** Set between steps by a schedule. */
  learningRate: number;
  /** The state by reference: copy it to keep it. */
  state(): OptimiserState;
  /** Goes on where a state was taken. */
  restore(state: OptimiserState): void;
}

/**
 * Scales all gradients so that their joint Euclidean norm is at most `largest`, and returns the norm before.
 * The factor is largest / (norm + 1e-6), as in PyTorch.
 */
export function clipGradientNorm(gradients: readonly Float32Array[], largest: number): number {
  let sum = 0;
  for (const gradient of gradients) for (const value of gradient) sum += value * value;
  const norm = Math.sqrt(sum);
  const factor = largest / (norm + 1e-6);
  if (factor < 1)
    for (const gradient of gradients) for (let i = 0; i < gradient.length; i++) gradient[i] *= factor;
  return norm;
}
