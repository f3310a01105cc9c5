import { defineProbingMetric, type Probe, type Score } from "../define-metric.ts";
import { rankPixels } from "../rank-pixels.ts";
import { RANKING } from "../ranking.ts";
import { whyConstant, whyNotFinite } from "../why-unscorable.ts";
import { followClass } from "./follow-class.ts";
import { pixelSteps, tracePath } from "./trace-path.ts";

/** Area under points one apart by the trapezoid rule, not divided by anything (numpy's `trapezoid`). */
export function trapezoid(curve: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 1; i < curve.length; i++) sum += (curve[i - 1] + curve[i]) / 2;
  return sum;
}

/** Values of an attribution in an order, `step` at a time. */
export function featureSteps(order: ArrayLike<number>, step: number): number[][] {
  return Array.from({ length: Math.ceil(order.length / step) }, (_, k) =>
    Array.from({ length: Math.min(step, order.length - k * step) }, (_, i) => order[k * step + i]),
  );
}

/**
 * Area over the perturbation curve (Samek et al. 2017): mean over k = 0..L of f(x) - f(x_k), the first k regions gone. Higher is
 * better when the most relevant go first. @param curve beginning with the clean image
 */
export function areaOverCurve(curve: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < curve.length; k++) sum += curve[0] - curve[k];
  return sum / curve.length;
}

const STEPS = 32;

/** Bach et al. 2015 as a mean drop: how much the class loses over the whole course of losing the highest pixels. */
export const pixelFlippingAopc = defineProbingMetric({
  id: "pixel-flipping",
  name: "Pixel flipping, AOPC",
  direction: "higher",
  range: [-1, 1],
  family: "faithfulness",
  profile: "whynot",
  cites: ["bach2015", "samek2017"],
  needs: [],
  reads: "values",
  parameters: { preparation: RANKING, steps: STEPS, baseline: 0, ties: "row-major", output: "softmax" },
  formula: "mean over steps of the drop of p_c as the highest pixels are set to 0",
  forwards: STEPS + 1,
  explanations: 0,
  async probe({ values, model, image, target }: Probe): Promise<Score> {
    const reason = whyNotFinite(values.data) ?? whyConstant(values.data);
    if (reason) return reason;
    const channels = image.data.length / values.data.length;
    const follow = followClass(model, { ...image, channels }, target, "softmax");
    const order = rankPixels(values.data);
    const groups = pixelSteps(order, Math.ceil(order.length / STEPS), channels);
    const gone = new Float32Array(image.data.length);
    return { value: areaOverCurve(await tracePath(follow, image.data, gone, groups)) };
  },
});
