import { outlinePath } from "#components/heatmap/outline-path.ts";
import type { AnnotationShape } from "#lib/formats/dataset/annotation.ts";
import { shapeBounds } from "../shape/shape-bounds.ts";

const paths = new WeakMap<AnnotationShape, string>();

/** SVG path data of a shape. A point is a stroke without length, a dot under round caps; of a mask, its bounds. */
export function shapePath(shape: AnnotationShape): string {
  const known = paths.get(shape);
  if (known !== undefined) return known;
  const path = draw(shape);
  paths.set(shape, path);
  return path;
}

function draw(shape: AnnotationShape): string {
  if (shape.kind === "points") return shape.points.map(([x, y]) => `M${x} ${y}h0`).join("");
  if (shape.kind !== "mask") return outlinePath(shape);
  const { x, y, width, height } = shapeBounds(shape);
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}
