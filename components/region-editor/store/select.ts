import type { Point } from "#lib/formats/dataset/annotation.ts";
import { hits } from "../shape/hit-test.ts";
import { cancelDraft } from "./draft.ts";
import { type EditorRegion, type EditorState, inOrder, NOTHING_LIVE, type ToolId } from "./state.ts";

export function select(state: EditorState, keys: readonly string[]): EditorState {
  const selected = keys.filter((key) => state.regions.has(key));
  return { ...state, selected, handle: null };
}

export function toggleSelected(state: EditorState, key: string): EditorState {
  const without = state.selected.filter((each) => each !== key);
  return select(state, without.length < state.selected.length ? without : [...state.selected, key]);
}

/** The next region from the top of the list, or the one before. */
export function stepSelection(state: EditorState, step: 1 | -1): EditorState {
  const keys = inOrder(state.regions).map(({ key }) => key);
  if (keys.length === 0) return state;
  const at = keys.indexOf(state.selected[0] ?? "");
  const next = at < 0 ? (step > 0 ? 0 : keys.length - 1) : (at + step + keys.length) % keys.length;
  return select(state, [keys[next]]);
}

/**
 * The topmost region at a place that is neither hidden nor locked.
 * @param below the one under this region, round and round: how a region that others cover is reached
 */
export function regionAt(
  state: EditorState,
  at: Point,
  tolerance: number,
  below?: string,
): EditorRegion | null {
  const here = [...inOrder(state.regions)]
    .reverse()
    .filter(({ key }) => !state.hidden.has(key) && !state.locked.has(key))
    .filter(({ shape }) => hits(shape, at, tolerance));
  const index = here.findIndex(({ key }) => key === below);
  return here[(index + 1) % (here.length || 1)] ?? null;
}

/** Takes another tool. What was being drawn is put aside, not lost. */
export function setTool(state: EditorState, tool: ToolId): EditorState {
  const free = { ...state, gesture: null, live: NOTHING_LIVE, handle: null };
  if (tool === state.tool) return free;
  const kept = state.draft && state.draft.steps.length > 0 ? cancelDraft(free) : free;
  return { ...kept, tool, ring: "new", message: `Tool: ${tool.replace("-", " ")}.` };
}

function toggled(set: ReadonlySet<string>, keys: readonly string[]): ReadonlySet<string> {
  const next = new Set(set);
  const on = !keys.every((key) => set.has(key));
  for (const key of keys) {
    if (on) next.add(key);
    else next.delete(key);
  }
  return next;
}

/** Hides these regions from the picture, or shows them if all are hidden. */
export const toggleHidden = (state: EditorState, keys: readonly string[]): EditorState =>
  keys.length > 0 ? { ...state, hidden: toggled(state.hidden, keys) } : state;

/** Keeps these regions from being changed, or frees them if all are locked. */
export const toggleLocked = (state: EditorState, keys: readonly string[]): EditorState =>
  keys.length > 0 ? { ...state, locked: toggled(state.locked, keys), handle: null } : state;
