import type { Prisma, RegionKind } from "#lib/db/generated/client.ts";
import type { Annotation, AnnotationShape } from "#lib/formats/dataset/annotation.ts";

/** The columns of a region that say what it is. */
export interface RegionRow {
  kind: RegionKind;
  geometry: unknown;
  attributes: unknown;
}

/** A mark without its class: classes are rows of their own. */
export type StoredAnnotation = Omit<Annotation, "class"> & AnnotationShape;

const KINDS = {
  box: "box",
  "rotated-box": "rotated_box",
  polygon: "polygon",
  ellipse: "ellipse",
  mask: "mask",
  points: "points",
  polyline: "polyline",
} as const satisfies Record<AnnotationShape["kind"], RegionKind>;

const SHAPES = Object.fromEntries(Object.entries(KINDS).map(([shape, kind]) => [kind, shape])) as Record<
  RegionKind,
  AnnotationShape["kind"]
>;

/** The row of a mark: its shape as geometry, everything else said of it as attributes. */
export function toRegionRow(mark: Annotation): {
  kind: RegionKind;
  geometry: Prisma.InputJsonObject;
  attributes: Prisma.InputJsonObject;
} {
  const { class: _, id, crowd, difficult, truncated, occluded, order, attributes, kind, ...geometry } = mark;
  const facts = { id, crowd, difficult, truncated, occluded, order, attributes };
  const said = Object.entries(facts).filter(([, value]) => value !== undefined);
  return { kind: KINDS[kind], geometry: { ...geometry }, attributes: Object.fromEntries(said) };
}

/** The mark of a row. */
export function fromRegionRow({ kind, geometry, attributes }: RegionRow): StoredAnnotation {
  return {
    ...(attributes as object),
    ...(geometry as object),
    kind: SHAPES[kind],
  } as StoredAnnotation;
}
