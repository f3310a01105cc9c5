import type { AnnotationShape, Point } from "#lib/formats/dataset/annotation.ts";
import { clamp } from "../shape/drag-handle.ts";
import { hits, isInPolygon } from "../shape/hit-test.ts";
import { shapeBounds } from "../shape/shape-bounds.ts";
import { commit } from "./history.ts";
import {
  type Draft,
  type DraftTool,
  type EditorRegion,
  type EditorState,
  type ToolId,
  theSelected,
} from "./state.ts";

const DRAFTS: readonly ToolId[] = ["box", "rotated-box", "polygon", "polyline", "ellipse"];

/** Points after which a shape is finished by itself; polygons and lines are finished by hand. */
const COMPLETE: Partial<Record<DraftTool, number>> = { box: 2, ellipse: 2, "rotated-box": 3 };
const LEAST: Record<DraftTool, number> = { box: 2, ellipse: 2, "rotated-box": 3, polygon: 3, polyline: 2 };

export const isDraftTool = (tool: ToolId): tool is DraftTool => DRAFTS.includes(tool);

export const draftPoints = (draft: Draft): Point[] => draft.steps.flat();

/** Whether the draft has enough points to become a shape. */
export const canFinish = ({ draft }: EditorState): boolean =>
  draft !== null && draftPoints(draft).length >= LEAST[draft.tool];

/** Places points of the shape being drawn, as one step; the shape is finished when it has all it takes. */
export function place(state: EditorState, points: readonly Point[]): EditorState {
  if (!isDraftTool(state.tool) || points.length === 0) return state;
  const draft = state.draft?.tool === state.tool ? state.draft : openDraft(state, state.tool);
  const inside = points.map(([x, y]): Point => [clamp(x, state.size.width), clamp(y, state.size.height)]);
  const next: Draft = { ...draft, steps: [...draft.steps, inside], undone: [] };
  const placed = {
    ...state,
    draft: next,
    future: [],
    selected: next.into ? state.selected : [],
    handle: null,
  };
  const count = draftPoints(next).length;
  if (count === COMPLETE[next.tool]) return finishDraft(placed);
  return { ...placed, message: `Point ${count} placed.` };
}

function openDraft(state: EditorState, tool: DraftTool): Draft {
  const region = theSelected(state);
  const into =
    tool === "polygon" && state.ring !== "new" && region?.shape.kind === "polygon"
      ? { key: region.key, as: state.ring }
      : null;
  return { tool, steps: [], undone: [], into };
}

/** Turns the draft into a region, or into a hole or part of one. Too few points: it stays, and says so. */
export function finishDraft(state: EditorState): EditorState {
  const { draft } = state;
  if (!draft) return state;
  const points = draftPoints(draft);
  const missing = LEAST[draft.tool] - points.length;
  if (missing > 0) return { ...state, message: `${missing} more to place before this is a shape.` };
  const shape = draftShape(draft, null);
  if (!shape) return { ...state, message: "Not kept: it has no area." };
  const target = draft.into ? state.regions.get(draft.into.key) : undefined;
  if (draft.into && target?.shape.kind === "polygon") {
    return addRing(state, target, points, draft.into.as);
  }
  const region: EditorRegion = { key: state.newKey(), classId: state.classId, shape, attributes: {} };
  const done = commit(state, [{ before: null, after: region }], `Drew a ${shape.kind.replace("-", " ")}.`);
  if (!done.regions.has(region.key)) {
    // It stays to be corrected, but for shapes that finish by themselves: their last point goes.
    const steps = COMPLETE[draft.tool] ? draft.steps.slice(0, -1) : draft.steps;
    return { ...done, draft: { ...draft, steps } };
  }
  return { ...done, draft: null, selected: [region.key] };
}

function addRing(state: EditorState, before: EditorRegion, ring: Point[], as: "hole" | "part"): EditorState {
  const { shape } = before;
  if (shape.kind !== "polygon") return state;
  if (as === "hole" && shape.union && shape.parts.length > 1) {
    return { ...state, message: "The parts of this polygon add up: it cannot have holes." };
  }
  if (as === "hole" && !ring.every((point) => hits(shape, point, 1e-6))) {
    return { ...state, message: "A hole lies inside its region: take back the points outside." };
  }
  const { union: _, ...plain } = shape;
  const parts = [...shape.parts, ring];
  const after = as === "part" && addsUp(shape, ring) ? { ...plain, parts, union: true } : { ...plain, parts };
  const done = commit(
    state,
    [{ before, after: { ...before, shape: after } }],
    as === "hole" ? "Cut a hole." : "Added a part.",
  );
  return { ...done, draft: null, ring: "new", selected: [before.key] };
}

/** A part that overlaps others joins them; where there are holes the even-odd rule has to stay. */
function addsUp(shape: Extract<AnnotationShape, { kind: "polygon" }>, ring: readonly Point[]): boolean {
  if (shape.union) return true;
  const overlaps = shape.parts.some((part) =>
    touch(shapeBounds(asPolygon(part)), shapeBounds(asPolygon(ring))),
  );
  const hasHole = shape.parts.some((part, i) =>
    shape.parts.some((other, j) => i !== j && isInPolygon(asPolygon(other), part[0])),
  );
  return overlaps && !hasHole;
}

const asPolygon = (ring: readonly Point[]) => ({ kind: "polygon" as const, parts: [[...ring]] });

function touch(a: ReturnType<typeof shapeBounds>, b: ReturnType<typeof shapeBounds>): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Puts the draft aside; redo brings it back. */
export function cancelDraft(state: EditorState): EditorState {
  const { draft } = state;
  if (!draft || draft.steps.length === 0) return { ...state, draft: null };
  const undone = [...draft.undone, ...[...draft.steps].reverse()];
  return {
    ...state,
    draft: { ...draft, steps: [], undone },
    message: "Put the drawing aside. Redo brings it back.",
  };
}

/** The shape of the draft's points and, while it is drawn, the place of the pointer; null when there is none yet. */
export function draftShape(draft: Draft, hover: Point | null): AnnotationShape | null {
  const points = hover ? [...draftPoints(draft), hover] : draftPoints(draft);
  if (points.length < 2) return null;
  const [a, b] = points;
  switch (draft.tool) {
    case "box": {
      const [x, y] = [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
      return { kind: "box", x, y, width: Math.abs(b[0] - a[0]), height: Math.abs(b[1] - a[1]) };
    }
    case "ellipse": {
      const [cx, cy] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      return {
        kind: "ellipse",
        cx,
        cy,
        rx: Math.abs(b[0] - a[0]) / 2,
        ry: Math.abs(b[1] - a[1]) / 2,
        rotation: 0,
      };
    }
    case "rotated-box":
      return points.length > 2 ? rotatedBox(a, b, points[2]) : { kind: "polyline", points: [a, b] };
    case "polygon":
      return points.length > 2 ? { kind: "polygon", parts: [points] } : { kind: "polyline", points };
    case "polyline":
      return { kind: "polyline", points };
  }
}

/** Side a-b, and as wide as `across` is away from it. */
function rotatedBox(a: Point, b: Point, across: Point): AnnotationShape | null {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  if (length === 0) return null;
  const [nx, ny] = [-(b[1] - a[1]) / length, (b[0] - a[0]) / length];
  const width = (across[0] - b[0]) * nx + (across[1] - b[1]) * ny;
  if (width === 0) return null;
  const [dx, dy] = [nx * width, ny * width];
  return { kind: "rotated-box", corners: [a, b, [b[0] + dx, b[1] + dy], [a[0] + dx, a[1] + dy]] };
}
