import { z } from "zod";
import { defineExplainer } from "../define-explainer.ts";

/** ITU-R BT.601 weights of red, green and blue in brightness. */
const BRIGHTNESS = [0.299, 0.587, 0.114];

/**
 * Control: edges of the picture (Sobel's operator), the same whatever the model and class. Adebayo et al. (2018) found that
 * some methods are hardly more than this; one that scores no better has explained the picture, not the model.
 * L is the brightness in model input, edges repeated: M = sqrt(Gx^2 + Gy^2), Gx the 3 x 3 Sobel difference / 8.
 */
export const controlEdges = defineExplainer({
  id: "control-edges",
  name: "Edge map",
  group: "control",
  cites: ["adebayo2018"],
  needs: [],
  explains: "either",
  options: z.object({}),
  batchSize: 64,
  formula: "size of the brightness gradient by Sobel's operator",
  cost: () => ({ forwards: 0, backwards: 0 }),
  async explain({ images, targets, model }) {
    const { height, width, data } = images;
    const { std } = model.normalisation;
    return targets.map((_, image) => {
      const base = image * height * width * 3;
      const light = (y: number, x: number) => {
        const row = Math.min(height - 1, Math.max(0, y));
        const column = Math.min(width - 1, Math.max(0, x));
        const at = base + (row * width + column) * 3;
        return BRIGHTNESS.reduce((sum, weight, c) => sum + weight * std[c] * data[at + c], 0);
      };
      const map = Float32Array.from({ length: height * width }, (_, p) => {
        const [y, x] = [Math.floor(p / width), p % width];
        const across = (dy: number) => light(y + dy, x + 1) - light(y + dy, x - 1);
        const down = (dx: number) => light(y + 1, x + dx) - light(y - 1, x + dx);
        const gx = across(-1) + 2 * across(0) + across(1);
        const gy = down(-1) + 2 * down(0) + down(1);
        return Math.hypot(gx, gy) / 8;
      });
      return { data: map, height, width };
    });
  },
});
