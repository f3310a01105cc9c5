import type { Random } from "#lib/tensor/random.ts";
import type { SimulatedPanel } from "./template.ts";

/** A simulated rater's habits, drawn once a rater. */
export interface SimulatedRater {
  /** Added to every latent rating, in scale points. */
  readonly bias: number;
  /** Standard deviation of the trial-to-trial noise, in scale points. */
  readonly noise: number;
}

/** What is perceived of a highlight wholly on the object: the steps of five points. */
const MOST = 4;
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
 * How convincing a highlight is to a simulated rater, in points of a five-point scale from 0: 4 share + bias + noise e,
 * e ~ N(0, 1).
 *
 * @param share of the highlight that lies on the object, in [0, 1]: plausibility is taken to be linear in it. This is an
 *   assumption made to rehearse a study, not a finding; simulated answers are never mixed with people's.
 */
export function perceive(rater: SimulatedRater, share: number, random: Random): number {
  return MOST * share + rater.bias + rater.noise * random.normal();
}

/** One simulated rating on a scale of 1 to `points`: what is perceived, stretched to the scale, rounded and cut to it. */
export function simulateScaleRating(
  rater: SimulatedRater,
  share: number,
  random: Random,
  points = MOST + 1,
): number {
  const latent = 1 + (perceive(rater, share, random) * (points - 1)) / MOST;
  return Math.min(points, Math.max(1, Math.round(latent)));
}

/** Of the computer's answers that guessing leaves over: predicted without maps, and more with maps wholly on the object. */
const [PREDICTED, TAUGHT] = [0.3, 0.5];
/** A point of bias of a five-point scale, in such shares: some people learn better than others. */
const TALENT = 0.2;

/**
 * Which class a simulated rater says the computer answers: with probability 0.3 + 0.5 share + 0.2 bias, cut to [0, 1], the right one, else
 * one of all classes at random.
 *
 * @param panel `share` of the highlight on the object in training: maps that lie there are taken to teach more, an assumption made to
 *   rehearse a study, not a finding. Without `named` any answer is as good: 0.
 */
export function predictAnswer(
  { bias }: SimulatedRater,
  { share, named }: Pick<SimulatedPanel, "share" | "named">,
  random: Random,
): number {
  if (!named) return 0;
  const { at, of } = named;
  const known = Math.min(1, Math.max(0, PREDICTED + TAUGHT * share + TALENT * bias));
  if (random.uniform() < known) return at;
  return random.integer(of);
}

/** Milliseconds from paint to answer: log-normal around 2.4 s, never below 0.5 s. */
export function simulateResponseTimeMs(random: Random): number {
  return Math.round(Math.max(500, 2400 * Math.exp(0.4 * random.normal())));
}
