import { defineProbingMetric, type Probe, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { whyConstant, whyNotFinite } from "../why-unscorable.ts";
import { followClass } from "./follow-class.ts";
import { pixelSteps, tracePath } from "./trace-path.ts";

/** Changes smaller than this share of the curve's largest value are what float32 leaves of none at all. */
const RESOLUTION = 1e-6;

/**
 * Monotonicity (Arya et al. 2019, AIX360): the image is built up on a baseline from the least to the most important pixel, and
 * the class's output should never fall on the way.
 *
 * @param curve the output after 0, 1, ... steps
 * @returns whether it never falls; the share of steps on which it does not; and the share on which it surely rises: what lies
 *   between the two is below float32's resolution
 */
export function monotonicity(curve: ArrayLike<number>): {
  monotone: boolean;
  share: number;
  surely: number;
} {
  let largest = 0;
  for (let i = 0; i < curve.length; i++) largest = Math.max(largest, Math.abs(curve[i]));
  let [held, rises] = [0, 0];
  for (let i = 1; i < curve.length; i++) {
    const change = curve[i] - curve[i - 1];
    if (change >= -RESOLUTION * largest) held++;
    if (change > RESOLUTION * largest) rises++;
  }
  const steps = curve.length - 1;
  return { monotone: held === steps, share: held / steps, surely: rises / steps };
}

/** Pixel indices from the smallest value to the largest; equal values in row-major order. */
export function rankAscending(values: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i);
  return order.sort((a, b) => values[a] - values[b] || a - b);
}

/** Steps on the way up: one pixel a step would be 50,000 passes, and tell noise from noise. */
const STEPS = 64;

/** The share of steps: "never falls" is 0 for nearly every map of a real network. */
export const monotonicityArya = defineProbingMetric({
  id: "monotonicity",
  name: "Monotonicity, Arya",
  direction: "higher",
  range: [0, 1],
  family: "faithfulness",
  profile: "whynot",
  cites: ["arya2019"],
  needs: [],
  reads: "values",
  parameters: { preparation: RANKING, steps: STEPS, baseline: 0, ties: "row-major", output: "logit" },
  formula:
    "share of steps on which the class's logit does not fall as pixels are added, least important first",
  forwards: STEPS + 1,
  explanations: 0,
  async probe({ values, model, image, target }: Probe): Promise<Score> {
    const reason = whyNotFinite(values.data) ?? whyConstant(values.data);
    if (reason) return reason;
    const channels = image.data.length / values.data.length;
    const follow = followClass(model, { ...image, channels }, target, "logit");
    const order = rankAscending(values.data);
    const groups = pixelSteps(order, Math.ceil(order.length / STEPS), channels);
    const curve = await tracePath(follow, new Float32Array(image.data.length), image.data, groups);
    return { value: monotonicity(curve).share };
  },
});
