import { clipRing } from "#lib/imaging/clip-polygon.ts";
import { rasteriseAsCoco } from "#lib/imaging/coco-raster.ts";
import { encodeMask } from "#lib/imaging/mask-runs.ts";
import type { Polygon, RegionShape, Size } from "#lib/imaging/region.ts";
import type { Annotation, Point } from "./annotation.ts";
import type {
  DatasetReading,
  DescribedReading,
  ImageRecord,
  LabelledRegion,
  Problem,
} from "./dataset-record.ts";

/** Corners of the polygon that stands for an ellipse; its area is 0.16 % smaller. */
const ELLIPSE_CORNERS = 64;

/**
 * The reading with the areas a data set version keeps: boxes, polygons and masks. A rotated box becomes a polygon, an
 * ellipse a polygon of 64 corners, both cut at the picture's edge; a polygon whose rings add up where they overlap becomes
 * a mask, by COCO's rule. Points and lines have no area: they are left out, with one note.
 */
export function keepAreas<Reading extends DescribedReading>(
  reading: Reading,
): Omit<Reading, "records"> & DatasetReading {
  let dropped = 0;
  const records = reading.records.map((record): ImageRecord => {
    const regions = record.regions.flatMap((mark) => areaOf(mark, record.size) ?? []);
    dropped += record.regions.length - regions.length;
    return { ...record, regions };
  });
  const message = `${dropped} points and lines have no area and are not kept as regions.`;
  const note: Problem[] = dropped === 0 ? [] : [{ file: null, line: null, reason: "no-area", message }];
  return { ...reading, records, warnings: [...reading.warnings, ...note] };
}

function areaOf(mark: Annotation, size: Size | null): LabelledRegion | null {
  const shape = shapeOf(mark, size);
  if (shape === null) return null;
  return mark.class === undefined ? shape : { ...shape, class: mark.class };
}

function shapeOf(mark: Annotation, size: Size | null): RegionShape | null {
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

function ellipseRing({ cx, cy, rx, ry, rotation }: Annotation & { kind: "ellipse" }): Point[] {
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
