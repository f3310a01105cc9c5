import { z } from "zod";
import { defineExplainer } from "../define-explainer.ts";

/** Control: independent uniform values at the resolution of the feature map. What no method may fall below. */
export const controlRandom = defineExplainer({
  id: "control-random",
  name: "Random map",
  group: "control",
  cites: [],
  needs: [],
  explains: "either",
  random: true,
  options: z.object({}),
  batchSize: 64,
  formula: "M_ij ~ U(0, 1)",
  cost: () => ({ forwards: 0, backwards: 0 }),
  async explain({ model, randoms }) {
    const { height, width } = model.featureShape;
    return randoms.map((random) => ({
      data: Float32Array.from({ length: height * width }, () => random.uniform()),
      height,
      width,
    }));
  },
});
