import { z } from "zod";
import { defineExplainer } from "../define-explainer.ts";
import { atLayer, layerGradients, layerOption } from "../layer-gradients.ts";
import { channelsOf } from "./weigh-channels.ts";

/**
 * LayerCAM (Jiang et al. 2021, eq. 5 and 6): a weight a cell instead of a weight a channel, so that early layers keep their
 * detail. A [h, w, k], g = dy_c/dA:
 *
 *   M_ij = relu(sum_k relu(g_ijk) A_ijk)
 */
export const layerCam = defineExplainer({
  id: "layer-cam",
  name: "LayerCAM",
  group: "class activation",
  cites: ["jiang2021"],
  needs: ["features", "gradients"],
  explains: "for",
  options: z.object({ layer: layerOption }),
  batchSize: 8,
  formula: "relu(sum_k relu(g_k) A_k), cell by cell",
  cost: () => ({ forwards: 1, backwards: 1 }),
  async explain({ model, images, targets }, { layer }) {
    const view = atLayer(model, layer);
    const { height, width } = view.featureShape;
    const { features, gradients } = await layerGradients(view, images, targets);
    return targets.map((_, i) => {
      const a = channelsOf(features, i, view);
      const g = channelsOf(gradients, i, view);
      const data = new Float32Array(a.cells);
      for (let p = 0; p < a.data.length; p++) {
        data[Math.floor(p / a.channels)] += Math.max(0, g.data[p]) * a.data[p];
      }
      return { data: data.map((value) => Math.max(0, value)), height, width };
    });
  },
});
