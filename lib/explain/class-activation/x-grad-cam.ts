import { z } from "zod";
import { defineExplainer } from "../define-explainer.ts";
import { layerOption } from "../layer-gradients.ts";
import { gradientCam, sumOverCells } from "./weigh-channels.ts";

/**
 * XGrad-CAM (Fu et al. 2020, eq. 8): the gradient's mean, weighted by where the channel is active. A [h, w, k], g = dy_c/dA:
 *
 *   w_k = sum_ij (A_ijk / sum_ab A_abk) g_ijk      M = relu(sum_k w_k A_k)
 *
 * A channel that sums to 0 has weight 0. Where g is the same in every cell this is Grad-CAM.
 */
export const xGradCam = defineExplainer({
  id: "xgrad-cam",
  name: "XGrad-CAM",
  group: "class activation",
  cites: ["fu2020"],
  needs: ["features", "gradients"],
  explains: "for",
  options: z.object({ layer: layerOption }),
  batchSize: 8,
  formula: "relu(sum_k w_k A_k), w_k = sum_ij A g / sum_ij A",
  cost: () => ({ forwards: 1, backwards: 1 }),
  explain: (input, options) =>
    gradientCam(input, options, (a, g) => {
      const activity = sumOverCells(a, g, (value) => value);
      return sumOverCells(a, g, (value, by, k) => (activity[k] === 0 ? 0 : (value * by) / activity[k]));
    }),
});
