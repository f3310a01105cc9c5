import { traceContour } from "#components/heatmap/trace-contour.ts";
import type { AnnotationShape, Point } from "#lib/formats/dataset/annotation.ts";
import type { Size } from "#lib/imaging/region.ts";
import { clamp } from "../shape/drag-handle.ts";
import { isInPolygon } from "../shape/hit-test.ts";
import { simplifyRing } from "../shape/simplify.ts";

export type PolygonShape = Extract<AnnotationShape, { kind: "polygon" }>;

/** A map whose cells cover the image evenly; values row by row. */
export interface Field {
  data: ArrayLike<number>;
  height: number;
  width: number;
}

/** Rings smaller than this share of the image are noise of the threshold. */
const LEAST_SHARE = 2e-4;

/**
 * What lies at or above a level, as one polygon a connected part, with its holes: the contour of the map as it is drawn,
 * between cells by linear interpolation, beyond the centres of the outer cells as flat as they are.
 */
export function contourPolygons(field: Field, level: number, image: Size): PolygonShape[] {
  const padded = pad(field);
  // No value is the level itself: the line then crosses every edge in one place.
  const crossed = level - Number.EPSILON * Math.max(1, Math.abs(level)) * 4;
  const segments = traceContour(padded.data, padded.width, padded.height, crossed);
  const toImage = ([x, y]: Point): Point => [
    clamp(((x - PAD) * image.width) / field.width, image.width),
    clamp(((y - PAD) * image.height) / field.height, image.height),
  ];
  const tolerance = Math.min(image.width, image.height) / 500;
  const rings = chain(segments as [Point, Point][])
    .map((ring) => simplifyRing(ring.map(toImage), tolerance))
    .filter((ring) => ring.length >= 3 && areaOf(ring) >= LEAST_SHARE * image.width * image.height);
  return nest(rings);
}

const PAD = 2;

/** One ring of cells that repeats the edge, and one far below any level, so that every line closes outside the image. */
function pad({ data, height, width }: Field): Field {
  const padded = new Float64Array((height + 2 * PAD) * (width + 2 * PAD)).fill(-1e9);
  for (let y = 1; y < height + 3; y++) {
    for (let x = 1; x < width + 3; x++) {
      const from = clamp(y - PAD, height - 1) * width + clamp(x - PAD, width - 1);
      padded[y * (width + 2 * PAD) + x] = data[from];
    }
  }
  return { data: padded, height: height + 2 * PAD, width: width + 2 * PAD };
}

/** Joins segments that share an end into closed rings. */
function chain(segments: readonly [Point, Point][]): Point[][] {
  const nameOf = ([x, y]: Point) => `${x} ${y}`;
  const ends = new Map<string, number[]>();
  for (const [i, segment] of segments.entries()) {
    for (const end of segment) ends.set(nameOf(end), [...(ends.get(nameOf(end)) ?? []), i]);
  }
  const used = new Uint8Array(segments.length);
  const rings: Point[][] = [];
  for (let first = 0; first < segments.length; first++) {
    if (used[first]) continue;
    const ring: Point[] = [];
    let [index, at] = [first, segments[first][0]];
    while (index >= 0 && !used[index]) {
      used[index] = 1;
      ring.push(at);
      const [a, b] = segments[index];
      at = nameOf(a) === nameOf(at) ? b : a;
      index = ends.get(nameOf(at))?.find((next) => !used[next]) ?? -1;
    }
    rings.push(ring);
  }
  return rings;
}

function areaOf(ring: readonly Point[]): number {
  return (
    Math.abs(
      ring.reduce((sum, [x, y], i) => {
        const [nextX, nextY] = ring[(i + 1) % ring.length];
        return sum + x * nextY - nextX * y;
      }, 0),
    ) / 2
  );
}

/** Rings at an even depth are polygons, those one deeper their holes. */
function nest(rings: readonly Point[][]): PolygonShape[] {
  const around = rings.map((ring, i) =>
    rings.flatMap((other, j) =>
      i !== j && areaOf(other) > areaOf(ring) && isInPolygon({ kind: "polygon", parts: [other] }, ring[0])
        ? [j]
        : [],
    ),
  );
  return rings.flatMap((ring, i): PolygonShape[] => {
    if (around[i].length % 2 === 1) return [];
    const holes = rings.filter((_, j) => around[j].length === around[i].length + 1 && around[j].includes(i));
    return [{ kind: "polygon", parts: [ring, ...holes] }];
  });
}
