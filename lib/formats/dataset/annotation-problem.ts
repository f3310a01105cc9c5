import { regionProblem, type Size } from "#lib/imaging/region.ts";
import { type AnnotationShape, annotationArea, type Point } from "./annotation.ts";
import { regionArea } from "./region-area.ts";

/**
 * Why a mark does not belong on a picture of this size, in words for its owner; null when it does. Boxes, polygons, masks
 * and points lie wholly inside; a rotated box, an ellipse or a line may reach over the edge.
 */
export function annotationProblem(mark: AnnotationShape, size: Size): string | null {
  switch (mark.kind) {
    case "box":
    case "polygon":
    case "mask":
      return regionProblem(mark, size);
    case "rotated-box":
    case "ellipse":
      if (!(annotationArea(mark) > 0)) return `its ${NAMES[mark.kind]} is empty`;
      return regionArea(mark, size) ? null : outside(NAMES[mark.kind], size);
    case "points":
      return mark.points.every((point) => isInside(point, size)) ? null : outside("point", size);
    case "polyline":
      return mark.points.some((point) => isInside(point, size)) ? null : outside("line", size);
  }
}

const NAMES = { "rotated-box": "rotated box", ellipse: "ellipse" } as const;

function outside(name: string, { width, height }: Size): string {
  return `its ${name} lies outside the image (${width} x ${height} pixels)`;
}

function isInside([x, y]: Point, { width, height }: Size): boolean {
  return x >= 0 && y >= 0 && x <= width && y <= height;
}
