import { z } from "zod";
import { defineExplainer } from "../define-explainer.ts";
import { layerOption } from "../layer-gradients.ts";
import { gradientCam, sumOverCells } from "./weigh-channels.ts";

/**
 * Grad-CAM (Selvaraju et al. 2017, eq. 1 and 2) on a feature map A [h, w, k], the last one unless told:
 *
 *   w_k = mean_ij dy_c/dA_ijk      y_c the target's logit, before the softmax
 *   M_ij = relu(sum_k w_k A_ijk)
 *
 * Under global average pooling and one linear layer this is relu(CAM) / (h w).
 */
export const gradCam = defineExplainer({
  id: "grad-cam",
  name: "Grad-CAM",
  group: "class activation",
  cites: ["selvaraju2017"],
  needs: ["features", "gradients"],
  explains: "for",
  options: z.object({
    relu: z.boolean().default(true).describe("keep positive evidence alone, as published"),
    layer: layerOption,
  }),
  batchSize: 8,
  formula: "relu(sum_k mean_ij(dy/dA_k) A_k)",
  cost: () => ({ forwards: 1, backwards: 1 }),
  explain: (input, options) =>
    gradientCam(input, options, (a, g) => sumOverCells(a, g, (_, by) => by / a.cells)),
});
