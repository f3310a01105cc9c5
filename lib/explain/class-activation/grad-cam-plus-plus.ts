import { z } from "zod";
import { defineExplainer } from "../define-explainer.ts";
import { layerOption } from "../layer-gradients.ts";
import { type Channels, gradientCam, sumOverCells } from "./weigh-channels.ts";

/** Where the paper's denominator would be 0. */
const EPSILON = 1e-6;

const options = z.object({
  variant: z
    .enum(["paper", "torchcam-0.1.2", "torchcam-0.5.0"])
    .default("paper")
    .describe(
      "paper: equation 19; torchcam-0.1.2: the sum of g^3 A in place of g^3 times the sum of A, the code of SCOUTER's comparison; torchcam-0.5.0: no division at all, as that release really computes",
    ),
  layer: layerOption,
});
type Variant = z.output<typeof options>["variant"];

/** w_k = sum_ij alpha_ijk relu(g_ijk) with the variant's alpha. */
export function plusPlusWeights(variant: Variant): (a: Channels, g: Channels) => Float64Array {
  return (a, g) => {
    const sums = sumOverCells(a, g, (value, by) => (variant === "paper" ? value : by ** 3 * value));
    return sumOverCells(a, g, (_, by, k) => alphaOf(variant, by, sums[k]) * Math.max(0, by));
  };
}

function alphaOf(variant: Variant, g: number, sum: number): number {
  if (g === 0) return 0;
  const square = g * g;
  if (variant === "torchcam-0.5.0") return square;
  if (variant === "paper") return square / (2 * square + sum * g * square + EPSILON);
  return square / (2 * square + sum);
}

/**
 * Grad-CAM++ (Chattopadhay et al. 2018, eq. 19) on a feature map A [h, w, k], g = dy_c/dA, y_c the logit:
 *
 *   alpha = g^2 / (2 g^2 + (sum_ab A_ab) g^3 + 1e-6), 0 where g = 0
 *   w_k = sum_ij alpha_ijk relu(g_ijk)      M = relu(sum_k w_k A_k)
 *
 * Where the gradient is the same in every cell, as on the last feature map under a mean, the first two variants are one map.
 */
export const gradCamPlusPlus = defineExplainer({
  id: "grad-cam++",
  name: "Grad-CAM++",
  group: "class activation",
  cites: ["chattopadhay2018"],
  needs: ["features", "gradients"],
  explains: "for",
  options,
  batchSize: 8,
  formula: "relu(sum_k w_k A_k), w_k = sum_ij alpha relu(g), alpha = g^2 / (2 g^2 + g^3 sum A)",
  cost: () => ({ forwards: 1, backwards: 1 }),
  explain: (input, { variant, layer }) => gradientCam(input, { layer }, plusPlusWeights(variant)),
});
