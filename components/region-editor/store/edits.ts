import type { AnnotationShape, Point } from "#lib/formats/dataset/annotation.ts";
import { dragHandle } from "../shape/drag-handle.ts";
import { handlesOf } from "../shape/handles.ts";
import { holdBack, moveShape } from "../shape/move-shape.ts";
import { removeVertex } from "../shape/remove-vertex.ts";
import { shapeBounds } from "../shape/shape-bounds.ts";
import { commit } from "./history.ts";
import {
  type Edit,
  type EditorRegion,
  type EditorState,
  editable,
  inOrder,
  type RegionAttributes,
  theSelected,
} from "./state.ts";

function change(
  state: EditorState,
  regions: readonly EditorRegion[],
  to: (region: EditorRegion) => EditorRegion | null,
  message: string,
): EditorState {
  const edits = regions.map((before): Edit => ({ before, after: to(before) }));
  const next = commit(state, edits, message);
  return { ...next, selected: next.selected.filter((key) => next.regions.has(key)) };
}

/** The part of a move that keeps everything selected inside the image. */
export function groupOffset(state: EditorState, dx: number, dy: number): Point {
  return editable(state).reduce<Point>(
    ([x, y], { shape }) => holdBack(shapeBounds(shape), x, y, state.size),
    [dx, dy],
  );
}

/** Moves what is selected, together, by image pixels. */
export function moveSelected(state: EditorState, dx: number, dy: number): EditorState {
  const [x, y] = groupOffset(state, dx, dy);
  return change(
    state,
    editable(state),
    (region) => withShape(region, moveShape(region.shape, x, y, state.size)),
    "",
  );
}

const withShape = (region: EditorRegion, shape: AnnotationShape): EditorRegion =>
  shape === region.shape ? region : { ...region, shape };

/** Puts another shape in the place of a region's. */
export function reshape(state: EditorState, key: string, shape: AnnotationShape): EditorState {
  const region = state.regions.get(key);
  return region ? change(state, [region], (before) => withShape(before, shape), "") : state;
}

export function removeSelected(state: EditorState): EditorState {
  const regions = editable(state);
  if (regions.length === 0) return state;
  const many = regions.length === 1 ? "a region" : `${regions.length} regions`;
  return { ...change(state, regions, () => null, `Removed ${many}.`), handle: null };
}

/** A copy of what is selected, a little to the lower right. */
export function duplicateSelected(state: EditorState): EditorState {
  const regions = editable(state);
  if (regions.length === 0) return state;
  const step = Math.max(4, Math.round(Math.min(state.size.width, state.size.height) / 32));
  const copies = regions.map((region): EditorRegion => {
    const { id: _, ...attributes } = region.attributes;
    return {
      ...region,
      key: state.newKey(),
      attributes,
      shape: moveShape(region.shape, step, step, state.size),
    };
  });
  const edits = copies.map((after): Edit => ({ before: null, after }));
  return { ...commit(state, edits, "Duplicated."), selected: copies.map(({ key }) => key), handle: null };
}

/** Class of what is selected; with nothing selected, of what is drawn next. */
export function setClass(state: EditorState, classId: string | null, name: string): EditorState {
  const next = { ...state, classId };
  const regions = editable(state).filter((region) => region.classId !== classId);
  if (regions.length === 0) return { ...next, message: `Class: ${name}.` };
  return change(next, regions, (region) => ({ ...region, classId }), `Class: ${name}.`);
}

export function setAttributes(state: EditorState, patch: Partial<RegionAttributes>): EditorState {
  return change(
    state,
    editable(state),
    (region) => ({ ...region, attributes: { ...region.attributes, ...patch } }),
    "",
  );
}

/** Above or below all others. */
export function reorderSelected(state: EditorState, end: "front" | "back"): EditorState {
  const others = inOrder(state.regions).filter(({ key }) => !state.selected.includes(key));
  const orders = others.map(({ attributes }) => attributes.order ?? 0);
  const order = end === "front" ? Math.max(0, ...orders) + 1 : Math.min(0, ...orders) - 1;
  return change(
    state,
    editable(state),
    (region) => ({ ...region, attributes: { ...region.attributes, order } }),
    end === "front" ? "Brought to the front." : "Sent to the back.",
  );
}

/** The selected region, if it may be changed, with the handle the keyboard is on. */
function heldHandle(state: EditorState) {
  const region = theSelected(state);
  if (!region || state.locked.has(region.key)) return null;
  const handles = handlesOf(region.shape, HANDLE_REACH);
  return { region, handles, held: handles.find(({ id }) => id === state.handle) ?? null };
}

/** Image pixels: only the direction from the shape matters to those who turn it by keys. */
const HANDLE_REACH = 24;

/** Goes to the next handle of the selected region, or the one before; after the last, to the region as a whole. */
export function stepHandle(state: EditorState, step: 1 | -1): EditorState {
  const found = heldHandle(state);
  if (!found || found.handles.length === 0) return state;
  const ids: (string | null)[] = [
    null,
    ...found.handles.filter(({ kind }) => kind !== "between").map(({ id }) => id),
  ];
  const at = ids.indexOf(state.handle);
  const handle = ids[(at + step + ids.length) % ids.length];
  return { ...state, handle, message: handle ? `Handle ${handle}.` : "The whole region." };
}

/** Moves the held handle by image pixels. */
export function moveHandle(state: EditorState, dx: number, dy: number): EditorState {
  const found = heldHandle(state);
  if (!found?.held) return state;
  const { region, held } = found;
  const to: Point = [held.at[0] + dx, held.at[1] + dy];
  return reshape(state, region.key, dragHandle(region.shape, held.id, to, state.size));
}

/** Takes the held corner or point out of its shape. */
export function removeHeldVertex(state: EditorState): EditorState {
  const found = heldHandle(state);
  if (!found?.held) return state;
  const shape = removeVertex(found.region.shape, found.held.id);
  if (!shape) return { ...state, message: "This point cannot go: too few would be left." };
  return { ...reshape(state, found.region.key, shape), handle: null, message: "Took out a point." };
}

/** Puts a corner in the middle of the edge after the held one, and holds it. */
export function insertVertex(state: EditorState): EditorState {
  const found = heldHandle(state);
  const between = found?.handles.find(({ id }) => id === `${state.handle}+`);
  if (!found || !between) return state;
  const shape = dragHandle(found.region.shape, between.id, between.at, state.size);
  const next = reshape(state, found.region.key, shape);
  return { ...next, handle: following(state.handle), message: "Put in a point." };
}

/** "0.3" -> "0.4", "3" -> "4" */
export function following(handle: string | null): string | null {
  return handle === null ? null : handle.replace(/\d+$/, (index) => String(Number(index) + 1));
}
