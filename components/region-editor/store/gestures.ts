import type { Point } from "#lib/formats/dataset/annotation.ts";
import { clamp, dragHandle } from "../shape/drag-handle.ts";
import { type Handle, handlesOf } from "../shape/handles.ts";
import { moveShape } from "../shape/move-shape.ts";
import { pointsOf } from "../shape/shape-bounds.ts";
import { simplify } from "../shape/simplify.ts";
import { snapPoint } from "../shape/snap.ts";
import { canFinish, draftPoints, finishDraft, isDraftTool, place } from "./draft.ts";
import { following, groupOffset, moveSelected, reshape } from "./edits.ts";
import { commit } from "./history.ts";
import { regionAt, select, toggleSelected } from "./select.ts";
import { type EditorRegion, type EditorState, editable, NOTHING_LIVE, theSelected } from "./state.ts";
import { beginStroke, endStroke } from "./strokes.ts";

/** How a pointer touches: lengths in image pixels, so the same finger is larger where the image is small. */
export interface Touch {
  /** How near is near enough. */
  tolerance: number;
  /** Where rotation handles stand. */
  reach: number;
  shift: boolean;
  alt: boolean;
}

type Corners = readonly (readonly [key: string, points: readonly Point[]])[];

const corners = new WeakMap<ReadonlyMap<string, EditorRegion>, Corners>();

function cornersOf(regions: ReadonlyMap<string, EditorRegion>): Corners {
  const known = corners.get(regions);
  if (known) return known;
  const all = [...regions.values()].map(({ key, shape }) => [key, pointsOf(shape)] as const);
  corners.set(regions, all);
  return all;
}

/**
 * Where a point is placed when the pointer is at `at`: on a corner or an edge that is near, inside the image in any case.
 * @param except a region that is being changed: it would hold on to itself
 */
export function snapped(state: EditorState, at: Point, tolerance: number, except?: string): Point {
  const inside: Point = [clamp(at[0], state.size.width), clamp(at[1], state.size.height)];
  if (!state.snap) return inside;
  const others = cornersOf(state.regions).flatMap(([key, points]) => (key === except ? [] : points));
  const drawn = state.draft ? draftPoints(state.draft) : [];
  return snapPoint(inside, [...others, ...drawn], state.size, tolerance);
}

/** The handle of the selected region at a place; corners before the middles between them. */
export function handleAt(state: EditorState, at: Point, { tolerance, reach }: Touch): Handle | null {
  const region = theSelected(state);
  if (!region || state.locked.has(region.key) || state.hidden.has(region.key)) return null;
  let [found, distance]: [Handle | null, number] = [null, tolerance];
  for (const handle of handlesOf(region.shape, reach)) {
    const away = Math.hypot(handle.at[0] - at[0], handle.at[1] - at[1]);
    const weighed = handle.kind === "between" ? away * 1.5 : away;
    if (weighed <= distance) [found, distance] = [handle, weighed];
  }
  return found;
}

export function pointerDown(state: EditorState, at: Point, touch: Touch): EditorState {
  const { tool } = state;
  if (tool === "brush" || tool === "eraser") return beginStroke(state, at, touch.tolerance);
  if (tool === "select") return grab(state, at, touch);
  const from = snapped(state, at, touch.tolerance);
  return { ...state, gesture: { kind: "place", from, trail: [from] }, cursor: from };
}

function grab(state: EditorState, at: Point, touch: Touch): EditorState {
  const handle = handleAt(state, at, touch);
  const region = theSelected(state);
  if (handle && region) {
    const gesture = { kind: "handle", handle: handle.id, shape: region.shape, moved: false } as const;
    return { ...state, handle: handle.id, gesture };
  }
  const below = touch.alt ? state.selected[0] : undefined;
  const found = regionAt(state, at, touch.tolerance, below);
  if (!found) return { ...select(state, touch.shift ? state.selected : []), gesture: { kind: "pan" } };
  if (touch.shift) return toggleSelected(state, found.key);
  const chosen = state.selected.includes(found.key) && !touch.alt ? state : select(state, [found.key]);
  return { ...chosen, gesture: { kind: "move", from: at, offset: [0, 0] } };
}

export function pointerMove(state: EditorState, at: Point, touch: Touch): EditorState {
  const { gesture } = state;
  if (!gesture) {
    const drawing = isDraftTool(state.tool) || state.tool === "point";
    return { ...state, cursor: drawing ? snapped(state, at, touch.tolerance) : at };
  }
  switch (gesture.kind) {
    case "move": {
      const offset = groupOffset(state, at[0] - gesture.from[0], at[1] - gesture.from[1]);
      const moved = editable(state)
        .filter(({ shape }) => shape.kind !== "mask")
        .map(({ key, shape }) => [key, moveShape(shape, offset[0], offset[1], state.size)] as const);
      return { ...state, gesture: { ...gesture, offset }, live: new Map(moved), cursor: at };
    }
    case "handle": {
      const [key] = state.selected;
      const to = gesture.handle === "rotate" ? at : snapped(state, at, touch.tolerance, key);
      const shape = dragHandle(gesture.shape, gesture.handle, to, state.size, touch.shift);
      return { ...state, gesture: { ...gesture, moved: true }, live: new Map([[key, shape]]), cursor: at };
    }
    case "place": {
      const to = snapped(state, at, touch.tolerance);
      return { ...state, gesture: { ...gesture, trail: [...gesture.trail, to] }, cursor: to };
    }
    case "stroke":
      return { ...state, gesture: { ...gesture, points: [...gesture.points, at] }, cursor: at };
    case "pan":
      return state;
  }
}

export function pointerUp(state: EditorState, at: Point, touch: Touch): EditorState {
  const { gesture } = state;
  const free = { ...state, gesture: null, live: NOTHING_LIVE };
  switch (gesture?.kind) {
    case "move":
      return gesture.offset[0] === 0 && gesture.offset[1] === 0
        ? free
        : moveSelected(free, ...gesture.offset);
    case "handle": {
      const shape = state.live.get(state.selected[0]);
      if (!gesture.moved || !shape) return free;
      const handle = gesture.handle.endsWith("+") ? following(gesture.handle.slice(0, -1)) : gesture.handle;
      return { ...reshape(free, state.selected[0], shape), handle };
    }
    case "place":
      return endPlace(free, gesture.trail, at, touch);
    case "stroke":
      return endStroke(free, gesture);
    default:
      return free;
  }
}

/** Ends what the pointer was doing as if it had not begun: another finger came down, or the system took over. */
export const pointerCancel = (state: EditorState): EditorState =>
  state.gesture ? { ...state, gesture: null, live: NOTHING_LIVE } : state;

/** A click places a point, a drag two corners of a box or ellipse, or a freehand line of a polygon. */
function endPlace(state: EditorState, trail: readonly Point[], at: Point, touch: Touch): EditorState {
  const [from] = trail;
  const to = snapped(state, at, touch.tolerance);
  const dragged = trail.some(([x, y]) => Math.hypot(x - from[0], y - from[1]) > touch.tolerance / 2);
  if (state.tool === "point") return placePoint(state, to, touch.shift);
  if (!dragged) return closesRing(state, from, touch.tolerance) ? finishDraft(state) : place(state, [from]);
  if (state.tool === "polygon" || state.tool === "polyline") {
    const line = simplify([...trail, to], touch.tolerance / 6);
    return place(state, line);
  }
  return place(place(state, [from]), [to]);
}

/** A click on the first point of a polygon, or once more on the last one of a line, finishes it. */
function closesRing(state: EditorState, at: Point, tolerance: number): boolean {
  const { draft } = state;
  if (!draft || draft.tool !== state.tool || !canFinish(state)) return false;
  if (draft.tool !== "polygon" && draft.tool !== "polyline") return false;
  const points = draftPoints(draft);
  const ends =
    draft.tool === "polygon" ? [points[0], points[points.length - 1]] : [points[points.length - 1]];
  return ends.some(([x, y]) => Math.hypot(x - at[0], y - at[1]) <= tolerance);
}

/** One more point of the selected points, or a region with one. */
export function placePoint(state: EditorState, at: Point, more: boolean): EditorState {
  const region = theSelected(state);
  if (more && region?.shape.kind === "points" && !state.locked.has(region.key)) {
    return reshape(state, region.key, { kind: "points", points: [...region.shape.points, at] });
  }
  const after: EditorRegion = {
    key: state.newKey(),
    classId: state.classId,
    shape: { kind: "points", points: [at] },
    attributes: {},
  };
  return { ...commit(state, [{ before: null, after }], "Drew a point."), selected: [after.key] };
}
