import { annotationProblem } from "#lib/formats/dataset/annotation-problem.ts";
import { type Draft, type Edit, type EditorRegion, type EditorState, NOTHING_LIVE } from "./state.ts";

function replace(
  regions: ReadonlyMap<string, EditorRegion>,
  edits: readonly Edit[],
  side: "before" | "after",
): ReadonlyMap<string, EditorRegion> {
  const next = new Map(regions);
  for (const edit of edits) {
    const region = edit[side];
    const key = keyOf(edit);
    if (region) next.set(key, region);
    else next.delete(key);
  }
  return next;
}

const keyOf = ({ before, after }: Edit): string => (before ?? after)!.key;

/** Makes the edits, as one step of the history. A shape that does not belong on the image is not kept, and said so. */
export function commit(state: EditorState, edits: readonly Edit[], message = ""): EditorState {
  const real = edits.filter(({ before, after }) => before !== after);
  const still = { ...state, live: NOTHING_LIVE };
  if (real.length === 0) return still;
  for (const { after } of real) {
    const problem = after && annotationProblem(after.shape, state.size);
    if (problem) return { ...still, message: `Not kept: ${problem}.` };
  }
  return {
    ...still,
    regions: replace(state.regions, real, "after"),
    past: [...state.past, real],
    future: [],
    draft: withoutUndone(state.draft),
    message,
  };
}

/** Whoever does something new leaves what was taken back behind. */
function withoutUndone(draft: Draft | null): Draft | null {
  return draft && draft.steps.length > 0 ? { ...draft, undone: [] } : null;
}

/** Takes back the last step: of the unfinished shape first, then of the history. */
export function undo(state: EditorState): EditorState {
  const { draft } = state;
  if (state.gesture) return { ...state, gesture: null, live: NOTHING_LIVE };
  if (draft && draft.steps.length > 0) {
    const steps = draft.steps.slice(0, -1);
    const undone = [...draft.undone, draft.steps[draft.steps.length - 1]];
    return { ...state, draft: { ...draft, steps, undone }, message: "Took back the last point." };
  }
  const edits = state.past.at(-1);
  if (!edits) return state;
  const regions = replace(state.regions, edits, "before");
  return {
    ...state,
    regions,
    past: state.past.slice(0, -1),
    future: [...state.future, edits],
    selected: present(regions, edits.map(keyOf)),
    handle: null,
    message: "Undone.",
  };
}

/** Makes the last undone step again. */
export function redo(state: EditorState): EditorState {
  const edits = state.future.at(-1);
  if (edits) {
    const regions = replace(state.regions, edits, "after");
    return {
      ...state,
      regions,
      past: [...state.past, edits],
      future: state.future.slice(0, -1),
      selected: present(regions, edits.map(keyOf)),
      handle: null,
      message: "Done again.",
    };
  }
  const { draft } = state;
  const step = draft?.undone.at(-1);
  if (!draft || !step) return state;
  const again = { ...draft, steps: [...draft.steps, step], undone: draft.undone.slice(0, -1) };
  return { ...state, draft: again, tool: draft.tool, message: "Placed the point again." };
}

export const canUndo = ({ draft, past }: EditorState): boolean =>
  (draft?.steps.length ?? 0) > 0 || past.length > 0;

export const canRedo = ({ draft, future }: EditorState): boolean =>
  (draft?.undone.length ?? 0) > 0 || future.length > 0;

/**
 * Takes over what others did, or what was decided about a conflict. It is no step of this person's history, and steps
 * about the same regions leave it: taking them back would overwrite someone else.
 */
export function receive(
  state: EditorState,
  changes: readonly { key: string; region: EditorRegion | null }[],
): EditorState {
  if (changes.length === 0) return state;
  const regions = new Map(state.regions);
  for (const { key, region } of changes) {
    if (region) regions.set(key, region);
    else regions.delete(key);
  }
  const theirs = new Set(changes.map(({ key }) => key));
  const without = (steps: EditorState["past"]) =>
    steps
      .map((edits) => edits.filter((edit) => !theirs.has(keyOf(edit))))
      .filter((edits) => edits.length > 0);
  const held = state.selected.some((key) => theirs.has(key));
  return {
    ...state,
    regions,
    past: without(state.past),
    future: without(state.future),
    selected: present(regions, state.selected),
    ...(held ? { gesture: null, live: NOTHING_LIVE, handle: null } : {}),
  };
}

function present(regions: ReadonlyMap<string, EditorRegion>, keys: readonly string[]): string[] {
  return keys.filter((key) => regions.has(key));
}
