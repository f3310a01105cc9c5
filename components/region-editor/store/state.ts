import type { Annotation, AnnotationShape, Point } from "#lib/formats/dataset/annotation.ts";
import type { Size } from "#lib/imaging/region.ts";
import { fitView, type View } from "./view.ts";

/** What an annotation says beside its shape and class. `order`: higher lies on top. */
export type RegionAttributes = Omit<Annotation, keyof AnnotationShape | "kind" | "class"> & {
  order?: number;
};

/** One region as it is drawn now. Never changed: an edit makes another. */
export interface EditorRegion {
  /** The same for all revisions of the region. */
  readonly key: string;
  readonly classId: string | null;
  readonly shape: AnnotationShape;
  readonly attributes: RegionAttributes;
}

export type ToolId =
  | "select"
  | "box"
  | "rotated-box"
  | "polygon"
  | "polyline"
  | "ellipse"
  | "point"
  | "brush"
  | "eraser";

/** Tools whose shape takes several places before it is there. */
export type DraftTool = Extract<ToolId, "box" | "rotated-box" | "polygon" | "polyline" | "ellipse">;

/** A region before and after; null where it is not there. */
export interface Edit {
  readonly before: EditorRegion | null;
  readonly after: EditorRegion | null;
}

/** What a finished ring does: a region of its own, a hole in the selected polygon, or one more part of it. */
export type RingUse = "new" | "hole" | "part";

/** A shape that is not finished. */
export interface Draft {
  readonly tool: DraftTool;
  /** Each step placed one point, or a freehand stroke of them. */
  readonly steps: readonly (readonly Point[])[];
  /** Steps taken back, the next to come again last. */
  readonly undone: readonly (readonly Point[])[];
  /** The polygon whose hole or part it becomes. */
  readonly into: { readonly key: string; readonly as: Exclude<RingUse, "new"> } | null;
}

/** What the pointer is doing between down and up. Places in image pixels. */
export type Gesture =
  | { readonly kind: "pan" }
  | { readonly kind: "move"; readonly from: Point; readonly offset: Point }
  | {
      readonly kind: "handle";
      readonly handle: string;
      readonly shape: AnnotationShape;
      readonly moved: boolean;
    }
  | { readonly kind: "place"; readonly from: Point; readonly trail: readonly Point[] }
  | {
      readonly kind: "stroke";
      /** The mask it changes; a key of no region yet for a new one. */
      readonly key: string;
      readonly points: readonly Point[];
      readonly value: 0 | 1;
    };

/** Everything the editor knows, in image pixels; no part of it is ever changed in place. */
export interface EditorState {
  readonly size: Size;
  readonly regions: ReadonlyMap<string, EditorRegion>;
  readonly past: readonly (readonly Edit[])[];
  readonly future: readonly (readonly Edit[])[];
  readonly draft: Draft | null;
  readonly gesture: Gesture | null;
  /** Shapes while they are being dragged: not edited yet. */
  readonly live: ReadonlyMap<string, AnnotationShape>;
  readonly selected: readonly string[];
  /** The handle of the selected region that arrow keys move. */
  readonly handle: string | null;
  readonly tool: ToolId;
  readonly ring: RingUse;
  /** Class of what is drawn next. */
  readonly classId: string | null;
  /** Image pixels. */
  readonly brushRadius: number;
  readonly snap: boolean;
  readonly hidden: ReadonlySet<string>;
  readonly locked: ReadonlySet<string>;
  readonly view: View;
  /** Room for the picture, CSS pixels. */
  readonly stage: Size;
  /** The crosshair: where the pointer is, or where arrow keys took it. */
  readonly cursor: Point | null;
  /** For those who listen: what just happened. */
  readonly message: string;
  readonly newKey: () => string;
}

export const NOTHING_LIVE: ReadonlyMap<string, AnnotationShape> = new Map();

/** An editor that has just been opened on these regions. */
export function openState(
  size: Size,
  regions: readonly EditorRegion[],
  newKey: () => string,
  classId: string | null = null,
): EditorState {
  return {
    size,
    regions: new Map(regions.map((region) => [region.key, region])),
    past: [],
    future: [],
    draft: null,
    gesture: null,
    live: NOTHING_LIVE,
    selected: [],
    handle: null,
    tool: "select",
    ring: "new",
    classId,
    brushRadius: Math.max(1, Math.round(Math.min(size.width, size.height) / 40)),
    snap: true,
    hidden: new Set(),
    locked: new Set(),
    view: fitView(size, size),
    stage: size,
    cursor: null,
    message: "",
    newKey,
  };
}

const sorted = new WeakMap<ReadonlyMap<string, EditorRegion>, readonly EditorRegion[]>();

/** The regions from the lowest to the topmost: by order, then by age. */
export function inOrder(regions: ReadonlyMap<string, EditorRegion>): readonly EditorRegion[] {
  const known = sorted.get(regions);
  if (known) return known;
  const orderOf = ({ attributes }: EditorRegion) => attributes.order ?? 0;
  const list = [...regions.values()].sort(
    (a, b) => orderOf(a) - orderOf(b) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  );
  sorted.set(regions, list);
  return list;
}

/** The only selected region; null for none or several. */
export function theSelected(state: EditorState): EditorRegion | null {
  return state.selected.length === 1 ? (state.regions.get(state.selected[0]) ?? null) : null;
}

/** What of the selection may be changed. */
export function editable(state: EditorState): EditorRegion[] {
  return state.selected.flatMap((key) => {
    const region = state.regions.get(key);
    return region && !state.locked.has(key) ? [region] : [];
  });
}
