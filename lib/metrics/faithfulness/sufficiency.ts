import { defineProbingMetric, type Probe, type Score } from "../define-metric.ts";
import { rankPixels } from "../rank-pixels.ts";
import { RANKING } from "../ranking.ts";
import { whyConstant, whyNotFinite } from "../why-unscorable.ts";
import { valuesOf } from "./faithfulness-correlation.ts";
import { followClass } from "./follow-class.ts";
import { tracePath } from "./trace-path.ts";

/** Shares of the image that count as "what the map shows" (DeYoung et al. 2020). */
const SHARES = [0.01, 0.05, 0.1, 0.2, 0.5];

/** The pixels of an order between consecutive shares, as groups of values: what changes from one share to the next. */
export function shareSteps(
  order: ArrayLike<number>,
  shares: readonly number[],
  channels: number,
): number[][] {
  let from = 0;
  return shares.map((share) => {
    const to = Math.max(from, Math.round(share * order.length));
    const pixels = Array.from({ length: to - from }, (_, i) => order[from + i]);
    from = to;
    return valuesOf(pixels, channels);
  });
}

/** Mean over shares of p_c(x) - p_c(x'); x' loses (comprehensiveness) or alone has (sufficiency) the highest pixels. */
async function meanDrop({ values, model, image, target }: Probe, hasThem: boolean): Promise<Score> {
  const reason = whyNotFinite(values.data) ?? whyConstant(values.data);
  if (reason) return reason;
  const channels = image.data.length / values.data.length;
  const follow = followClass(model, { ...image, channels }, target, "softmax");
  const groups = shareSteps(rankPixels(values.data), SHARES, channels);
  const nothing = new Float32Array(image.data.length);
  const path = hasThem ? [nothing, image.data] : [image.data, nothing];
  const [clean] = await follow(image.data);
  const outputs = (await tracePath(follow, path[0], path[1], groups)).subarray(1);
  return { value: outputs.reduce((sum, output) => sum + clean - output, 0) / outputs.length };
}

const SHARED = {
  range: [-1, 1],
  family: "faithfulness",
  profile: "whynot",
  cites: ["deyoung2020"],
  needs: [],
  reads: "values",
  parameters: {
    preparation: RANKING,
    shares: SHARES.join(", "),
    baseline: 0,
    ties: "row-major",
    output: "softmax",
  },
  forwards: SHARES.length + 2,
  explanations: 0,
} as const;

export const comprehensiveness = defineProbingMetric({
  ...SHARED,
  id: "comprehensiveness",
  name: "Comprehensiveness",
  direction: "higher",
  formula: "mean over shares of the drop of p_c when the highest pixels are set to 0",
  probe: (probe) => meanDrop(probe, false),
});

export const sufficiency = defineProbingMetric({
  ...SHARED,
  id: "sufficiency",
  name: "Sufficiency",
  direction: "lower",
  formula: "mean over shares of the drop of p_c when all but the highest pixels are set to 0",
  probe: (probe) => meanDrop(probe, true),
});
