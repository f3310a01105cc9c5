/** What a schedule sets before a step. */
export interface StepSettings {
  learningRate: number;
  /** Adam's first momentum, where the schedule moves it. */
  beta1?: number;
}

/** How the learning rate goes over a training; `warmUpShare` of the steps rise to it. */
export type Schedule =
  | { name: "one-cycle"; warmUpShare: number }
  | { name: "cosine"; warmUpShare: number }
  | { name: "step"; warmUpShare: number; stepSize: number; gamma: number }
  | { name: "constant"; warmUpShare: number };

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
): Required<StepSettings> {
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

/**
 * The settings of a step. Without one-cycle, the rate rises linearly over the warm-up (its first step is the first
 * fraction, not 0), then falls along a cosine to 0 after the last step, in steps of epochs, or not at all.
 * @param step 0 .. steps - 1; @param epoch the one the step is in
 */
export function scheduleAt(
  schedule: Schedule,
  rate: number,
  { step, steps, epoch }: { step: number; steps: number; epoch: number },
): StepSettings {
  const warmUp = Math.floor(schedule.warmUpShare * steps);
  if (schedule.name === "one-cycle") return oneCycle(step, steps, rate, schedule.warmUpShare);
  if (step < warmUp) return { learningRate: (rate * (step + 1)) / (warmUp + 1) };
  if (schedule.name === "cosine")
    return { learningRate: cosine(rate, 0, (step - warmUp) / Math.max(1, steps - warmUp)) };
  if (schedule.name === "step")
    return { learningRate: stepRate(epoch, rate, schedule.stepSize, schedule.gamma) };
  return { learningRate: rate };
}
