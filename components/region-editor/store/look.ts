import type { Point } from "#lib/formats/dataset/annotation.ts";
import type { Size } from "#lib/imaging/region.ts";
import type { EditorState } from "./state.ts";
import { actualSize, fitView, panBy, zoomAt } from "./view.ts";

/** The stage has another size: an untouched view fits it anew, another keeps its middle. */
export function setStage(state: EditorState, stage: Size): EditorState {
  const before = fitView(state.size, state.stage);
  const untouched = before.scale === state.view.scale && before.x === state.view.x;
  const dx = (stage.width - state.stage.width) / 2;
  const dy = (stage.height - state.stage.height) / 2;
  const view = untouched ? fitView(state.size, stage) : panBy(state.view, dx, dy, state.size, stage);
  return { ...state, stage, view };
}

export const fit = (state: EditorState): EditorState => ({
  ...state,
  view: fitView(state.size, state.stage),
});

export const showActualSize = (state: EditorState): EditorState => ({
  ...state,
  view: actualSize(state.size, state.stage),
});

/** @param at place on the stage that stays; the middle if left out */
export function zoom(state: EditorState, factor: number, at?: Point): EditorState {
  const about: Point = at ?? [state.stage.width / 2, state.stage.height / 2];
  return { ...state, view: zoomAt(state.view, about, factor, state.size, state.stage) };
}

export const pan = (state: EditorState, dx: number, dy: number): EditorState => ({
  ...state,
  view: panBy(state.view, dx, dy, state.size, state.stage),
});
