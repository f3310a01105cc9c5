import { z } from "zod";
import { defineExplainer } from "../define-explainer.ts";

/**
 * Control: a Gaussian at the image's centre, the same for every image and class. It looks plausible where photographers
 * centre their subject, and knows nothing of the model.
 */
export const controlGaussian = defineExplainer({
  id: "control-gaussian",
  name: "Centred Gaussian",
  group: "control",
  cites: [],
  needs: [],
  explains: "either",
  options: z.object({
    sigma: z
      .number()
      .positive()
      .max(10)
      .default(20 / 96)
      .describe("standard deviation as a share of the image's side: 20 of 96 pixels"),
  }),
  batchSize: 64,
  formula: "M(x, y) = exp(-((x - 1/2)^2 + (y - 1/2)^2) / (2 sigma^2)), x and y in [0, 1]",
  cost: () => ({ forwards: 0, backwards: 0 }),
  async explain({ model, targets }, { sigma }) {
    const { height, width } = model.featureShape;
    const distance = (index: number, size: number) => (index + 0.5) / size - 0.5;
    const data = Float32Array.from({ length: height * width }, (_, cell) => {
      const y = distance(Math.floor(cell / width), height);
      const x = distance(cell % width, width);
      return Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
    });
    return targets.map(() => ({ data: data.slice(), height, width }));
  },
});
