import type { Mask } from "#lib/imaging/mask-runs.ts";
import { decodeMask, type RegionShape } from "#lib/imaging/region.ts";

/** SVG path data that outlines a region, in image pixels. */
export function outlinePath(region: RegionShape): string {
  if (region.kind === "box") {
    return `M${region.x} ${region.y}h${region.width}v${region.height}h${-region.width}z`;
  }
  if (region.kind === "polygon") {
    return region.parts.map((ring) => `M${ring.map(([x, y]) => `${x} ${y}`).join("L")}z`).join("");
  }
  return maskOutline(decodeMask(region));
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
