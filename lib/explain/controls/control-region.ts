import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { defineExplainer } from "../define-explainer.ts";

/** Control: the ground-truth region itself, 1 inside and 0 outside. What plausibility looks like when it is perfect. */
export const controlRegion = defineExplainer({
  id: "control-region",
  name: "Ground-truth region",
  group: "control",
  cites: [],
  needs: ["regions"],
  explains: "either",
  options: z.object({}),
  batchSize: 64,
  formula: "M_ij = 1 inside the region, else 0",
  cost: () => ({ forwards: 0, backwards: 0 }),
  async explain({ regions }) {
    return regions.map((region) => {
      if (!region) {
        throw new AppError(
          "invalid",
          "The region control shows an image's ground-truth region, and one of these images has none: draw it, or leave the image out.",
        );
      }
      return {
        data: Float32Array.from(region.data, (value) => (value === 0 ? 0 : 1)),
        height: region.height,
        width: region.width,
      };
    });
  },
});
