import type { PictureSource } from "#components/heatmap/heat-view.tsx";
import { outlinePath } from "#components/heatmap/outline-path.ts";
import type { ImageDetail } from "#lib/services/datasets/get-image.ts";

/** An image as it is shown, with the outline of its regions. */
export function pictureOf({ displaySha256, width, height, className, regions }: ImageDetail): PictureSource {
  return {
    url: `/api/v1/files/${displaySha256}`,
    width,
    height,
    alt: className ? `The image, of class ${className}` : "The image",
    outline: regions.map(({ mark }) => outlinePath(mark)).join(""),
  };
}
