import { z } from "zod";
import { defineExplainer } from "../define-explainer.ts";
import { scoreGradients } from "../score-gradients.ts";
import { colourOption, pixelMap } from "./pixel-maps.ts";

const score = z
  .enum(["logit", "probability"])
  .default("logit")
  .describe("what is differentiated: the class's logit or its probability");

/**
 * The gradient (Simonyan et al. 2014, section 3.1): how much the class's score moves with each pixel, g = dy_c/dx, at the
 * image's size. M_p = max over the colours of |g_p|: where it is sensitive, not in which direction.
 */
export const gradient = defineExplainer({
  id: "gradient",
  name: "Gradient",
  group: "gradient",
  cites: ["simonyan2014"],
  needs: ["pixel-gradients"],
  explains: "for",
  options: z.object({ colour: colourOption("max-abs"), score }),
  batchSize: 8,
  formula: "max over the colours of |dy_c/dx|",
  cost: () => ({ forwards: 1, backwards: 1 }),
  async explain({ model, images, targets }, options) {
    const { gradients } = await scoreGradients(model, images, targets, options.score);
    const size = images.height * images.width * 3;
    return targets.map((_, i) => {
      return pixelMap(gradients.subarray(i * size, (i + 1) * size), images, options.colour);
    });
  },
});

/**
 * Gradient times input (Shrikumar et al. 2016): M_p = sum over the colours of x_p g_p, the first-order share of a pixel in
 * the score against an image of zeros, the mean colour.
 */
export const gradientInput = defineExplainer({
  id: "gradient-input",
  name: "Gradient × input",
  group: "gradient",
  cites: ["shrikumar2016"],
  needs: ["pixel-gradients"],
  explains: "for",
  signed: true,
  options: z.object({ score }),
  batchSize: 8,
  formula: "sum over the colours of x dy_c/dx",
  cost: () => ({ forwards: 1, backwards: 1 }),
  async explain({ model, images, targets }, options) {
    const { gradients } = await scoreGradients(model, images, targets, options.score);
    const size = images.height * images.width * 3;
    return targets.map((_, i) => {
      const share = gradients
        .subarray(i * size, (i + 1) * size)
        .map((by, p) => by * images.data[i * size + p]);
      return pixelMap(share, images, "sum");
    });
  },
});
