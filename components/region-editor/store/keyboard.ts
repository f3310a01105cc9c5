import type { Point } from "#lib/formats/dataset/annotation.ts";
import { clamp } from "../shape/drag-handle.ts";
import { canFinish, draftPoints, finishDraft, isDraftTool, place } from "./draft.ts";
import { moveHandle, moveSelected } from "./edits.ts";
import { placePoint } from "./gestures.ts";
import { regionAt, select } from "./select.ts";
import type { EditorState } from "./state.ts";
import { beginStroke, endStroke } from "./strokes.ts";
import { reveal, toImage } from "./view.ts";

/** The crosshair; before it was ever moved, the middle of what is on the stage. */
function crosshair({ cursor, view, stage, size }: EditorState): Point {
  const [x, y] = cursor ?? toImage(view, [stage.width / 2, stage.height / 2]);
  return [clamp(x, size.width), clamp(y, size.height)];
}

/** Arrow keys: they move the held handle, else what is selected, else the crosshair. Image pixels. */
export function arrow(state: EditorState, dx: number, dy: number): EditorState {
  if (state.tool === "select" && state.selected.length > 0) {
    return state.handle ? moveHandle(state, dx, dy) : moveSelected(state, dx, dy);
  }
  const [x, y] = crosshair(state);
  const cursor: Point = [
    clamp(Math.round(x) + dx, state.size.width),
    clamp(Math.round(y) + dy, state.size.height),
  ];
  const view = reveal(state.view, cursor, state.stage);
  return { ...state, cursor, view, message: `${cursor[0]}, ${cursor[1]}` };
}

/** Enter: does at the crosshair what a click does; at the last point placed it finishes the shape. */
export function press(state: EditorState): EditorState {
  const at = crosshair(state);
  const here = { ...state, cursor: at };
  if (state.tool === "point") return placePoint(here, at, false);
  if (state.tool === "brush" || state.tool === "eraser") {
    const begun = beginStroke(here, at, 1);
    return begun.gesture?.kind === "stroke" ? endStroke({ ...begun, gesture: null }, begun.gesture) : begun;
  }
  if (isDraftTool(state.tool)) {
    const last = state.draft ? draftPoints(state.draft).at(-1) : undefined;
    const again = last && last[0] === at[0] && last[1] === at[1];
    if (again)
      return canFinish(state) ? finishDraft(here) : { ...here, message: "Move the crosshair first." };
    return place(here, [at]);
  }
  const found = regionAt(here, at, 3 / state.view.scale, state.selected[0]);
  return select(here, found ? [found.key] : []);
}
