import type { AnnotationShape, Point } from "#lib/formats/dataset/annotation.ts";
import type { Box } from "#lib/imaging/box.ts";
import { boundsOfMask } from "./decoded-mask.ts";

/** The smallest upright box around a shape, in image pixels; of no extent around a single point or an empty mask. */
export function shapeBounds(shape: AnnotationShape): Box {
  switch (shape.kind) {
    case "box":
      return { x: shape.x, y: shape.y, width: shape.width, height: shape.height };
    case "mask":
      return boundsOfMask(shape) ?? { x: 0, y: 0, width: 0, height: 0 };
    case "ellipse": {
      const angle = (shape.rotation * Math.PI) / 180;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const halfWidth = Math.hypot(shape.rx * cos, shape.ry * sin);
      const halfHeight = Math.hypot(shape.rx * sin, shape.ry * cos);
      return {
        x: shape.cx - halfWidth,
        y: shape.cy - halfHeight,
        width: 2 * halfWidth,
        height: 2 * halfHeight,
      };
    }
    default:
      return pointBounds(pointsOf(shape));
  }
}

/** Every corner or point of a shape that is made of them; none of a mask or an ellipse. */
export function pointsOf(shape: AnnotationShape): readonly Point[] {
  switch (shape.kind) {
    case "box": {
      const { x, y, width, height } = shape;
      return [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
      ];
    }
    case "polygon":
      return shape.parts.flat();
    case "rotated-box":
      return shape.corners;
    case "points":
    case "polyline":
      return shape.points;
    default:
      return [];
  }
}

function pointBounds(points: readonly Point[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
