import type { AnnotationShape } from "#lib/formats/dataset/annotation.ts";
import { boundsOfMask } from "../shape/decoded-mask.ts";
import { shapeBounds } from "../shape/shape-bounds.ts";
import type { EditorRegion } from "../store/state.ts";

export const KIND_WORDS: Record<AnnotationShape["kind"], string> = {
  box: "Box",
  "rotated-box": "Rotated box",
  polygon: "Polygon",
  ellipse: "Ellipse",
  mask: "Mask",
  points: "Points",
  polyline: "Line",
};

const short = (value: number) => String(Math.round(value * 10) / 10);

/** Where a shape is, in words: "12 × 30 at 4, 8.5". */
export function placeWords(shape: AnnotationShape): string {
  if (shape.kind === "mask" && !boundsOfMask(shape)) return "empty";
  const { x, y, width, height } = shapeBounds(shape);
  const at = `${short(x)}, ${short(y)}`;
  return width === 0 && height === 0 ? `at ${at}` : `${short(width)} × ${short(height)} at ${at}`;
}

/** A region in a sentence, for those who hear the list. */
export function regionWords({ shape }: EditorRegion, className: string): string {
  return `${className}, ${KIND_WORDS[shape.kind].toLowerCase()}, ${placeWords(shape)}`;
}
