import type { Point } from "#lib/formats/dataset/annotation.ts";
import { boundsOfMask, type MaskShape, maskOf, shapeOfMask } from "../shape/decoded-mask.ts";
import { paintSegment } from "../shape/paint-mask.ts";
import { commit } from "./history.ts";
import { regionAt } from "./select.ts";
import { type EditorRegion, type EditorState, type Gesture, theSelected } from "./state.ts";

type Stroke = Extract<Gesture, { kind: "stroke" }>;

/** The selected mask, if it may be changed. */
function heldMask(state: EditorState): EditorRegion | null {
  const region = theSelected(state);
  return region?.shape.kind === "mask" && !state.locked.has(region.key) ? region : null;
}

/** The brush paints on the selected mask, or begins one; the eraser takes from the selected mask, or the one it is on. */
export function beginStroke(state: EditorState, at: Point, tolerance: number): EditorState {
  const paints = state.tool === "brush";
  const under = paints || heldMask(state) ? null : regionAt(state, at, tolerance);
  const held = heldMask(state) ?? (under?.shape.kind === "mask" ? under : null);
  if (!held && !paints) return { ...state, message: "The eraser works on masks: select one." };
  const key = held?.key ?? state.newKey();
  const gesture: Stroke = { kind: "stroke", key, points: [at], value: paints ? 1 : 0 };
  return { ...state, gesture, selected: held ? [held.key] : [], handle: null, cursor: at };
}

/** Puts the stroke into its mask: one step of the history. A mask with nothing left is removed. */
export function endStroke(state: EditorState, { key, points, value }: Stroke): EditorState {
  const before = state.regions.get(key) ?? null;
  const shape = strokeMask(before?.shape.kind === "mask" ? before.shape : null, points, value, state);
  if (boundsOfMask(shape) === null) {
    const message = before ? "Erased the mask." : "Not kept: the stroke is outside the image.";
    return { ...commit(state, [{ before, after: null }], message), selected: [] };
  }
  const region = before ?? { key, classId: state.classId, attributes: {} };
  const after: EditorRegion = { ...region, shape };
  const next = commit(state, [{ before, after }], value ? "Painted." : "Erased.");
  return { ...next, selected: [key] };
}

function strokeMask(
  base: MaskShape | null,
  points: readonly Point[],
  value: 0 | 1,
  { size, brushRadius }: EditorState,
): MaskShape {
  const { height, width } = size;
  const data = base ? maskOf(base).data.slice() : new Uint8Array(height * width);
  const mask = { data, height, width };
  for (const [i, point] of points.entries()) {
    paintSegment(mask, points[i - 1] ?? point, point, brushRadius, value);
  }
  return shapeOfMask(mask);
}
