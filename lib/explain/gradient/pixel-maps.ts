import { z } from "zod";
import type { ImageBatch, SaliencyMap } from "#lib/tensor/model-view.ts";

/** How the three colours of a pixel become one value. */
export const colourOption = (usual: "sum" | "max-abs" | "mean-abs") =>
  z
    .enum(["sum", "max-abs", "mean-abs"])
    .default(usual)
    .describe("the value of a pixel from its three colours: their sum, largest size or mean size");
export type Colour = "sum" | "max-abs" | "mean-abs";

/** A value a pixel from values [height, width, 3]. */
export function pixelMap(
  values: ArrayLike<number>,
  { height, width }: Pick<ImageBatch, "height" | "width">,
  colour: Colour,
): SaliencyMap {
  const data = new Float32Array(height * width);
  for (let p = 0; p < data.length; p++) {
    const [r, g, b] = [values[p * 3], values[p * 3 + 1], values[p * 3 + 2]];
    const sizes = [Math.abs(r), Math.abs(g), Math.abs(b)];
    data[p] =
      colour === "sum"
        ? r + g + b
        : colour === "max-abs"
          ? Math.max(...sizes)
          : (sizes[0] + sizes[1] + sizes[2]) / 3;
  }
  return { data, height, width };
}
