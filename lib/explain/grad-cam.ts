import type { Tensor4D } from "@tensorflow/tfjs-core";
import { z } from "zod";
import { defineExplainer } from "./define-explainer.ts";
import { readTensor } from "./read-tensor.ts";

/**
 * Grad-CAM (Selvaraju et al. 2017, eq. 1 and 2) on the last feature map A [h, w, k]:
 *
 *   w_k = mean_ij dy_c/dA_ijk      y_c the target's logit, before the softmax
 *   M_ij = relu(sum_k w_k A_ijk)
 *
 * Under global average pooling and one linear layer this is relu(CAM) / (h w).
 */
export const gradCam = defineExplainer({
  id: "grad-cam",
  name: "Grad-CAM",
  cites: ["selvaraju2017"],
  needs: ["features", "gradients"],
  explains: "for",
  options: z.object({
    relu: z.boolean().default(true).describe("keep positive evidence alone, as published"),
  }),
  batchSize: 8,
  formula: "relu(sum_k mean_ij(dy/dA_k) A_k)",
  cost: () => 2,
  async explain({ model, images, targets }, options) {
    const { height, width, channels } = model.featureShape;
    const { features } = await model.forward(images);
    const maps = await readTensor((tf) => {
      const a = tf.tensor4d(features, [images.count, height, width, channels]);
      const chosen = tf.oneHot(tf.tensor1d([...targets], "int32"), model.classNames.length);
      const dy = tf.grad((f) => tf.sum(tf.mul(model.logitsFromFeatures(f), chosen)))(a) as Tensor4D;
      const cam = tf.sum(tf.mul(tf.mean(dy, [1, 2], true), a), 3);
      return options.relu ? tf.relu(cam) : cam;
    });
    const size = height * width;
    return targets.map((_, i) => ({ data: maps.slice(i * size, (i + 1) * size), height, width }));
  },
});
