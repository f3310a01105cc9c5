import { clipRing } from "#lib/imaging/clip-polygon.ts";
import { rasteriseAsCoco } from "#lib/imaging/coco-raster.ts";
import { encodeMask } from "#lib/imaging/mask-runs.ts";
import type { Polygon, RegionShape, Size } from "#lib/imaging/region.ts";
import type { AnnotationShape, Point } from "./annotation.ts";

/** Corners of the polygon that stands for an ellipse; its area is 0.16 % smaller. */
const ELLIPSE_CORNERS = 64;

/**
 * The area a mark covers, as what masks, boxes and scores are made from: a rotated box becomes a polygon, an ellipse a polygon
 * of 64 corners, both cut at the picture's edge; a polygon whose rings add up where they overlap becomes a mask, by
 * COCO's rule. Null for points and lines, which have no area, and for what lies outside the picture.
 * @param size of the picture; null when it is not known: nothing is cut and no mask is made then
 */
export function regionArea(mark: AnnotationShape, size: Size | null): RegionShape | null {
  switch (mark.kind) {
    case "box": {
      const { kind, x, y, width, height } = mark;
      return { kind, x, y, width, height };
    }
    case "mask":
      return { kind: "mask", size: mark.size, counts: mark.counts };
    case "polygon":
      return mark.union && size && boundsMeet(mark)
        ? unionMask(mark, size)
        : { kind: "polygon", parts: mark.parts };
    case "rotated-box":
      return ringWithin(mark.corners, size);
    case "ellipse":
      return ringWithin(ellipseRing(mark), size);
    default:
      return null;
  }
}

function ringWithin(ring: Point[], size: Size | null): RegionShape | null {
  const part = size ? clipRing(ring, size.width, size.height) : ring;
  return part.length >= 3 ? { kind: "polygon", parts: [part] } : null;
}

function ellipseRing({ cx, cy, rx, ry, rotation }: AnnotationShape & { kind: "ellipse" }): Point[] {
  const turn = (rotation * Math.PI) / 180;
  return Array.from({ length: ELLIPSE_CORNERS }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / ELLIPSE_CORNERS;
    const [x, y] = [rx * Math.cos(angle), ry * Math.sin(angle)];
    return [cx + x * Math.cos(turn) - y * Math.sin(turn), cy + x * Math.sin(turn) + y * Math.cos(turn)];
  });
}

/** Whether the boxes around any two rings overlap, so that the rings may. */
function boundsMeet({ parts }: Polygon): boolean {
  const bounds = parts.map((ring) =>
    ring.reduce(
      ({ left, right, top, bottom }, [x, y]) => ({
        left: Math.min(left, x),
        right: Math.max(right, x),
        top: Math.min(top, y),
        bottom: Math.max(bottom, y),
      }),
      { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity },
    ),
  );
  return bounds.some((a, i) =>
    bounds.some(
      (b, j) => j > i && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
    ),
  );
}

function unionMask({ parts }: Polygon, size: Size): RegionShape {
  return { kind: "mask", ...encodeMask(rasteriseAsCoco(parts, size)) };
}
