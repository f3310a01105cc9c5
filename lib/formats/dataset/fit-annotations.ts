import { clipRing, crossesItself } from "#lib/imaging/clip-polygon.ts";
import type { Size } from "#lib/imaging/region.ts";
import type { Annotation, Point } from "./annotation.ts";
import type { DescribedRecord, Problem } from "./dataset-record.ts";

/** Rounding in a format's numbers is cut off without a word up to this many pixels. */
const ROUNDING = 0.02;
/** Rings with more points are not searched for crossings: that takes the square of their number. */
const MOST_POINTS_SEARCHED = 300;

export interface FittedRecord {
  record: DescribedRecord;
  problems: Problem[];
  /** Why the picture cannot be taken. */
  refusal: Problem | null;
}

type Fitted = { mark: Annotation | null; reason: string | null };

/**
 * Brings a record's marks inside its picture: what reaches over the edge is cut there, what lies outside or covers
 * nothing is left out, each with a warning. Rotated boxes, ellipses and lines keep their form as long as a part is inside.
 * A picture whose mask is of another size is refused: `refusal` says so.
 */
export function fitAnnotations(record: DescribedRecord): FittedRecord {
  const { size, file, line } = record;
  if (size === null || record.regions.length === 0) return { record, problems: [], refusal: null };
  const misfit = record.regions.find((region) => region.kind === "mask" && !isOfSize(region.size, size));
  if (misfit?.kind === "mask") {
    const [height, width] = misfit.size;
    const message = `Its mask is ${width} x ${height} pixels, the picture ${size.width} x ${size.height}: export the mask again.`;
    return { record, problems: [], refusal: { file, line, reason: "mask-size-differs", message } };
  }
  const problems: Problem[] = [];
  const regions = record.regions.flatMap((region, index) => {
    const { mark, reason } = fitMark(region, size);
    if (reason) {
      const message = `Region ${index + 1} (${region.kind}) ${MESSAGES[reason]}${mark ? "" : " and is left out"}.`;
      problems.push({ file, line, reason, message });
    }
    return mark ? [mark] : [];
  });
  return { record: { ...record, regions }, problems, refusal: null };
}

const isOfSize = ([rows, columns]: [number, number], { height, width }: Size) =>
  rows === height && columns === width;

const MESSAGES: Readonly<Record<string, string>> = {
  "region-outside-image": "reaches outside the picture",
  "empty-region": "covers nothing",
  "self-intersection": "crosses itself: where it overlaps counts as outside (even-odd rule)",
};

const OUTSIDE = "region-outside-image";
const EMPTY = "empty-region";

function fitMark(mark: Annotation, size: Size): Fitted {
  switch (mark.kind) {
    case "box":
      return fitBox(mark, size);
    case "polygon":
      return fitPolygon(mark, size);
    case "points": {
      const points = mark.points.filter((point) => isInside(point, size));
      if (points.length === mark.points.length) return { mark, reason: null };
      return { mark: points.length > 0 ? { ...mark, points } : null, reason: OUTSIDE };
    }
    case "polyline":
      return mark.points.some((point) => isInside(point, size))
        ? kept(mark)
        : { mark: null, reason: OUTSIDE };
    case "rotated-box":
      return clipRing(mark.corners, size.width, size.height).length >= 3
        ? kept(mark)
        : { mark: null, reason: OUTSIDE };
    case "ellipse": {
      const { cx, cy, rx, ry } = mark;
      if (!(rx > 0 && ry > 0)) return { mark: null, reason: EMPTY };
      const reach = Math.max(rx, ry);
      const near = cx > -reach && cy > -reach && cx < size.width + reach && cy < size.height + reach;
      return near ? kept(mark) : { mark: null, reason: OUTSIDE };
    }
    case "mask":
      return mark.counts.some((count, i) => i % 2 === 1 && count > 0)
        ? kept(mark)
        : { mark: null, reason: EMPTY };
  }
}

const kept = (mark: Annotation): Fitted => ({ mark, reason: null });

function isInside([x, y]: Point, { width, height }: Size): boolean {
  return x >= -ROUNDING && y >= -ROUNDING && x <= width + ROUNDING && y <= height + ROUNDING;
}

function fitBox(mark: Annotation & { kind: "box" }, { width, height }: Size): Fitted {
  if (!(mark.width > 0 && mark.height > 0)) return { mark: null, reason: EMPTY };
  const [x0, y0] = [Math.max(0, mark.x), Math.max(0, mark.y)];
  const [x1, y1] = [Math.min(width, mark.x + mark.width), Math.min(height, mark.y + mark.height)];
  const cut = Math.max(x0 - mark.x, y0 - mark.y, mark.x + mark.width - x1, mark.y + mark.height - y1);
  if (cut <= 0) return kept(mark);
  const fitted = x1 > x0 && y1 > y0 ? { ...mark, x: x0, y: y0, width: x1 - x0, height: y1 - y0 } : null;
  return { mark: fitted, reason: fitted && cut <= ROUNDING ? null : OUTSIDE };
}

function fitPolygon(mark: Annotation & { kind: "polygon" }, size: Size): Fitted {
  const { width, height } = size;
  const isStrictlyIn = ([x, y]: Point) => x >= 0 && y >= 0 && x <= width && y <= height;
  const parts = mark.parts.every((ring) => ring.every(isStrictlyIn))
    ? mark.parts
    : mark.parts.map((ring) => clipRing(ring, width, height)).filter((ring) => ring.length >= 3);
  if (parts.length === 0) return { mark: null, reason: OUTSIDE };
  const fitted = parts === mark.parts ? mark : { ...mark, parts };
  if (parts !== mark.parts && !mark.parts.every((ring) => ring.every((point) => isInside(point, size)))) {
    return { mark: fitted, reason: OUTSIDE };
  }
  const crossing = parts.some((ring) => ring.length <= MOST_POINTS_SEARCHED && crossesItself(ring));
  return { mark: fitted, reason: crossing ? "self-intersection" : null };
}
