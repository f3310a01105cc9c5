import { type Annotation, type AttributeValue, annotationArea, type Point } from "./annotation.ts";
import { type DescribedRecord, NO_SPLIT } from "./dataset-record.ts";

/** A mark in the words of the parity files: one spelling for every format. */
export interface NormalisedRegion {
  type: "box" | "polygon" | "mask" | "rotated_box" | "ellipse" | "point" | "polyline";
  label: string | null;
  /**
   * box [x0, y0, x1, y1]; polygon a list of rings of [x, y]; rotated_box its corners; point and polyline a list of
   * [x, y]; ellipse {cx, cy, rx, ry, rotation}; mask {size: [height, width], counts} by rows, zeros first. Pixels.
   */
  geometry: number[] | Point[] | Point[][] | Record<string, number | number[]>;
  /** Square pixels. */
  area: number;
  [extra: string]: unknown;
}

export interface NormalisedImage {
  file: string;
  width: number | null;
  height: number | null;
  class: string | null;
  split: string | null;
  regions: NormalisedRegion[];
  attributes?: Record<string, AttributeValue>;
}

/** A record as `data validate --json` prints it. */
export function normaliseRecord(record: DescribedRecord): NormalisedImage {
  const { file, size, className, split, regions, attributes } = record;
  return {
    file,
    width: size?.width ?? null,
    height: size?.height ?? null,
    class: className,
    split: split === NO_SPLIT ? null : split,
    regions: regions.map((region) => normaliseRegion(region, className)),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
  };
}

const TYPES = {
  box: "box",
  polygon: "polygon",
  mask: "mask",
  "rotated-box": "rotated_box",
  ellipse: "ellipse",
  points: "point",
  polyline: "polyline",
} as const;

function normaliseRegion(mark: Annotation, className: string | null): NormalisedRegion {
  const { id, crowd, difficult, truncated, occluded, order, attributes } = mark;
  const extras = { id, iscrowd: crowd, difficult, truncated, occluded, z_order: order, attributes };
  const given = Object.entries(extras).filter(([, value]) => value !== undefined);
  return {
    type: TYPES[mark.kind],
    label: mark.class ?? className,
    geometry: geometryOf(mark),
    area: annotationArea(mark),
    ...Object.fromEntries(given),
  };
}

function geometryOf(mark: Annotation): NormalisedRegion["geometry"] {
  switch (mark.kind) {
    case "box":
      return [mark.x, mark.y, mark.x + mark.width, mark.y + mark.height];
    case "polygon":
      return mark.parts;
    case "mask":
      return { size: mark.size, counts: mark.counts };
    case "rotated-box":
      return mark.corners;
    case "ellipse": {
      const { cx, cy, rx, ry, rotation } = mark;
      return { cx, cy, rx, ry, rotation };
    }
    default:
      return mark.points;
  }
}
