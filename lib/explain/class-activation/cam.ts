import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { defineExplainer } from "../define-explainer.ts";
import { channelsOf, weighChannels } from "./weigh-channels.ts";

/**
 * Class activation map (Zhou et al. 2016): under global average pooling and one linear layer W [n, k] the logit is
 * y_c = b_c + mean_ij sum_k W_ck A_ijk, so the share of a cell is known without a gradient:
 *
 *   M_ij = sum_k W_ck A_ijk      the bias has no place, and negative shares are kept unless `relu`
 */
export const cam = defineExplainer({
  id: "cam",
  name: "CAM",
  group: "class activation",
  cites: ["zhou2016"],
  needs: ["features", "class-weights"],
  explains: "for",
  signed: true,
  options: z.object({
    relu: z.boolean().default(false).describe("drop the shares that speak against the class"),
  }),
  batchSize: 16,
  formula: "sum_k W_ck A_k, W the linear layer on the mean features",
  cost: () => ({ forwards: 1, backwards: 0 }),
  async explain({ model, images, targets }, { relu }) {
    const { classWeights } = model;
    if (!classWeights) {
      throw new AppError(
        "invalid",
        "CAM reads the linear layer on the mean of the last feature map, and this model has none there: use grad-cam.",
      );
    }
    const { height, width, channels } = model.featureShape;
    const { features } = await model.forward(images);
    return targets.map((target, i) => {
      const weights = classWeights.subarray(target * channels, (target + 1) * channels);
      return { data: weighChannels(channelsOf(features, i, model), weights, relu), height, width };
    });
  },
});
