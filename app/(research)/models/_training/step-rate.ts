/** Steps that were done at a point in time. */
interface Sample {
  atMs: number;
  step: number;
}

/** Long enough to hold the validation of an epoch too, short enough to follow a machine that gets busy. */
const WINDOW_MS = 30_000;

export interface Pace {
  elapsedMs: number;
  steps: number;
}

/**
 * Steps over the last half minute. Time before the first step, when images are read, does not count; a step back, as
 * after a restart, begins anew.
 */
export function openStepRate() {
  let samples: Sample[] = [];
  return function add(step: number, atMs: number): Pace {
    const last = samples.at(-1);
    if (last && (step < last.step || step === samples[0].step)) samples = [];
    samples = [...samples, { atMs, step }].filter((sample) => atMs - sample.atMs <= WINDOW_MS);
    return { elapsedMs: atMs - samples[0].atMs, steps: step - samples[0].step };
  };
}
