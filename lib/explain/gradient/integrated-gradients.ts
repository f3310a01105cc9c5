import { z } from "zod";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { defineExplainer } from "../define-explainer.ts";
import { explainSingly } from "../explain-singly.ts";
import { scoreGradients } from "../score-gradients.ts";
import { PATH_RULES, type PathRule, pathPoints } from "./path-rules.ts";
import { pixelMap } from "./pixel-maps.ts";

const options = z.object({
  steps: z.int().min(2).max(10_000).default(50).describe("points on the path"),
  rule: z.enum(PATH_RULES).default("gausslegendre").describe("how the path is integrated, Captum's names"),
  baseline: z
    .number()
    .min(-10)
    .max(10)
    .default(0)
    .describe("every value of the image the path begins at, in model input: 0 is the mean colour"),
});

/**
 * Integrated gradients (Sundararajan et al. 2017, eq. 1) along the straight path from the baseline b to the image x:
 *
 *   A = (x - b) sum_k s_k dy_c/dx (b + a_k (x - b))      M_p = sum over the colours of A_p
 *
 * Completeness: the map sums to y_c(x) - y_c(b), up to the rule's error.
 */
export const integratedGradients = defineExplainer({
  id: "integrated-gradients",
  name: "Integrated gradients",
  group: "gradient",
  cites: ["sundararajan2017"],
  needs: ["pixel-gradients"],
  explains: "for",
  signed: true,
  options,
  batchSize: 1,
  formula: "(x - b) times the mean of dy_c/dx on the path from b to x, which sums to y_c(x) - y_c(b)",
  cost: ({ steps }) => ({ forwards: steps, backwards: steps }),
  explain: (input, { baseline, ...path }) =>
    explainSingly(input, async ({ random: _, ...one }) => {
      const from = new Float32Array(one.image.data.length).fill(baseline);
      return pixelMap(await pathAttribution({ ...one, ...path, baseline: from }), one.image, "sum");
    }),
});

export interface PathInput {
  model: ModelView;
  /** One image. */
  image: ImageBatch;
  /** [height, width, 3] */
  baseline: Float32Array;
  target: number;
  steps: number;
  rule: PathRule;
  report(share: number): Promise<void>;
}

/** Points differentiated between two reports. */
const BATCH = 8;

/** A, [height, width, 3], in float64. */
export async function pathAttribution(input: PathInput): Promise<Float64Array> {
  const { model, image, baseline, target, steps, rule, report } = input;
  const { alphas, sizes } = pathPoints(rule, steps);
  const size = image.data.length;
  const sum = new Float64Array(size);
  for (let from = 0; from < steps; from += BATCH) {
    const count = Math.min(BATCH, steps - from);
    const data = new Float32Array(count * size);
    for (let i = 0; i < data.length; i++) {
      const p = i % size;
      data[i] = baseline[p] + alphas[from + Math.floor(i / size)] * (image.data[p] - baseline[p]);
    }
    const classes = Array<number>(count).fill(target);
    const { gradients } = await scoreGradients(model, { ...image, data, count }, classes);
    for (let i = 0; i < gradients.length; i++)
      sum[i % size] += sizes[from + Math.floor(i / size)] * gradients[i];
    await report((from + count) / steps);
  }
  return sum.map((value, p) => value * (image.data[p] - baseline[p]));
}
