import type { Random } from "#lib/tensor/random.ts";

/** A simulated rater's habits, drawn once a rater. */
export interface SimulatedRater {
  /** Added to every latent rating, in scale points. */
  readonly bias: number;
  /** Standard deviation of the trial-to-trial noise, in scale points. */
  readonly noise: number;
}

/** Between raters: how far their averages lie apart, in scale points. */
const BIAS_SD = 0.45;
/** Within a rater: from careful (0.4) to careless (1.0), in scale points. */
const NOISE_MIN = 0.4;
const NOISE_MAX = 1.0;

/** Draws one rater: bias ~ N(0, 0.45), noise ~ U(0.4, 1.0), both in scale points. */
export function drawRater(random: Random): SimulatedRater {
  return { bias: BIAS_SD * random.normal(), noise: NOISE_MIN + (NOISE_MAX - NOISE_MIN) * random.uniform() };
}

/**
 * One simulated rating on a 1-to-5 scale: round(1 + 4 share + bias + noise e), e ~ N(0, 1), cut to 1..5.
 *
 * @param share of the highlight that lies on the object, in [0, 1]: the latent plausibility is taken to be linear
 *   in it. This is an assumption made to rehearse a study, not a finding; simulated answers are never mixed with
 *   people's.
 */
export function simulateScaleRating(rater: SimulatedRater, share: number, random: Random): number {
  const latent = 1 + 4 * share + rater.bias + rater.noise * random.normal();
  return Math.min(5, Math.max(1, Math.round(latent)));
}

/** Milliseconds from paint to answer: log-normal around 2.4 s, never below 0.5 s. */
export function simulateResponseTimeMs(random: Random): number {
  return Math.round(Math.max(500, 2400 * Math.exp(0.4 * random.normal())));
}
