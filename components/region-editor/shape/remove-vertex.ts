import type { AnnotationShape } from "#lib/formats/dataset/annotation.ts";

/**
 * The shape without one of its corners or points. A ring left with two corners goes as a whole; null when nothing
 * would be left, or the handle is no corner that can go.
 */
export function removeVertex(shape: AnnotationShape, handle: string): AnnotationShape | null {
  if (handle.endsWith("+")) return null;
  if (shape.kind === "polygon") {
    const [part, corner] = handle.split(".").map(Number);
    const parts = shape.parts
      .map((ring, i) => (i === part ? ring.filter((_, at) => at !== corner) : ring))
      .filter((ring) => ring.length >= 3);
    return parts.length > 0 ? { ...shape, parts } : null;
  }
  if (shape.kind !== "points" && shape.kind !== "polyline") return null;
  const points = shape.points.filter((_, i) => i !== Number(handle));
  return points.length >= (shape.kind === "points" ? 1 : 2) ? { ...shape, points } : null;
}
