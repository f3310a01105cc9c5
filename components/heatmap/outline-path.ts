import type { AnnotationShape, Point } from "#lib/formats/dataset/annotation.ts";
import type { Mask } from "#lib/imaging/mask-runs.ts";
import { decodeMask } from "#lib/imaging/region.ts";

/** Half the height and width of the cross that marks a point, in image pixels. */
const ARM = 3;

/** SVG path data that outlines a mark, in image pixels; a point is a small cross. */
export function outlinePath(mark: AnnotationShape): string {
  switch (mark.kind) {
    case "box":
      return `M${mark.x} ${mark.y}h${mark.width}v${mark.height}h${-mark.width}z`;
    case "rotated-box":
      return `${line(mark.corners)}z`;
    case "polygon":
      return mark.parts.map((ring) => `${line(ring)}z`).join("");
    case "ellipse":
      return ellipse(mark);
    case "mask":
      return maskOutline(decodeMask(mark));
    case "points":
      return mark.points.map(([x, y]) => `M${x - ARM} ${y}h${2 * ARM}M${x} ${y - ARM}v${2 * ARM}`).join("");
    case "polyline":
      return line(mark.points);
  }
}

const line = (points: readonly Point[]) => `M${points.map(([x, y]) => `${x} ${y}`).join("L")}`;

function ellipse({ cx, cy, rx, ry, rotation }: AnnotationShape & { kind: "ellipse" }): string {
  const turn = (rotation * Math.PI) / 180;
  const [dx, dy] = [rx * Math.cos(turn), rx * Math.sin(turn)];
  const half = (x: number, y: number) => `A${rx} ${ry} ${rotation} 0 1 ${x} ${y}`;
  return `M${cx - dx} ${cy - dy}${half(cx + dx, cy + dy)}${half(cx - dx, cy - dy)}z`;
}

/** The pixel edges between inside and outside; edges in a row are one stroke. */
function maskOutline({ data, height, width }: Mask): string {
  const inside = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] !== 0;
  let path = "";
  for (let y = 0; y <= height; y++) {
    path += strokes(
      width,
      (x) => inside(x, y) !== inside(x, y - 1),
      (from, length) => `M${from} ${y}h${length}`,
    );
  }
  for (let x = 0; x <= width; x++) {
    path += strokes(
      height,
      (y) => inside(x, y) !== inside(x - 1, y),
      (from, length) => `M${x} ${from}v${length}`,
    );
  }
  return path;
}

function strokes(
  length: number,
  isEdge: (position: number) => boolean,
  draw: (from: number, length: number) => string,
): string {
  let path = "";
  let from = -1;
  for (let position = 0; position <= length; position++) {
    const edge = position < length && isEdge(position);
    if (edge && from < 0) from = position;
    if (!edge && from >= 0) {
      path += draw(from, position - from);
      from = -1;
    }
  }
  return path;
}
