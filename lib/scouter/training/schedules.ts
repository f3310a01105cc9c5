/** What a schedule sets before a step. */
export interface StepSettings {
  learningRate: number;
  /** Adam's first momentum. */
  beta1: number;
}

/** Cosine from `from` at share 0 to `to` at share 1. */
const cosine = (from: number, to: number, share: number) =>
  to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));

/**
 * One-cycle schedule with PyTorch's defaults: the rate rises from max/25 to max over the warm-up share and falls to
 * max/250000, both along a cosine; the momentum goes the other way, .95 -> .85 -> .95. Smith & Topin 2018.
 * @param step 0 .. steps - 1
 */
export function oneCycle(
  step: number,
  steps: number,
  largestRate: number,
  warmUpShare: number,
): StepSettings {
  const peak = warmUpShare * steps - 1;
  const last = steps - 1;
  if (step <= peak) {
    const share = peak > 0 ? step / peak : 1;
    return { learningRate: cosine(largestRate / 25, largestRate, share), beta1: cosine(0.95, 0.85, share) };
  }
  const share = last > peak ? (step - peak) / (last - peak) : 1;
  return {
    learningRate: cosine(largestRate, largestRate / 250_000, share),
    beta1: cosine(0.85, 0.95, share),
  };
}

/** Step schedule: the base rate times gamma for every `stepSize` epochs gone by. Epochs count from 0. */
export function stepRate(epoch: number, baseRate: number, stepSize: number, gamma: number): number {
  return baseRate * gamma ** Math.floor(epoch / stepSize);
}
