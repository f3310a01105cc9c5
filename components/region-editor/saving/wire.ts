import type { Annotation, AnnotationShape } from "#lib/formats/dataset/annotation.ts";
import type { EditorRegion } from "../store/state.ts";

/** A region as the interface gives it. */
export interface StoredRegion {
  regionKey: string;
  revision: number;
  classId: string | null;
  mark: Annotation;
  by: string;
  at: string;
  removed: boolean;
}

/** A change as the interface takes it. */
export type WireChange =
  | {
      kind: "put";
      id: string;
      regionKey: string;
      baseRevision: number;
      classId: string | null;
      mark: Annotation;
    }
  | { kind: "remove"; id: string; regionKey: string; baseRevision: number };

export function toEditorRegion({ regionKey, classId, mark }: StoredRegion): EditorRegion {
  const { class: _, id, crowd, difficult, truncated, occluded, order, attributes, ...shape } = mark;
  const facts = { id, crowd, difficult, truncated, occluded, order, attributes };
  const said = Object.entries(facts).filter(([, value]) => value !== undefined);
  return { key: regionKey, classId, shape: shape as AnnotationShape, attributes: Object.fromEntries(said) };
}

export const toMark = ({ shape, attributes }: EditorRegion): Annotation => ({ ...attributes, ...shape });
