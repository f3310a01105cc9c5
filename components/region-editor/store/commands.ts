import { cancelDraft, finishDraft } from "./draft.ts";
import {
  duplicateSelected,
  insertVertex,
  removeHeldVertex,
  removeSelected,
  reorderSelected,
  stepHandle,
} from "./edits.ts";
import { redo, undo } from "./history.ts";
import { fit, showActualSize, zoom } from "./look.ts";
import { select, setTool, stepSelection, toggleHidden, toggleLocked } from "./select.ts";
import type { EditorState, ToolId } from "./state.ts";

/** Something a key can do. */
export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: "Tools" | "Shapes" | "View" | "Drawing";
  /** As KeyboardEvent.key, with Ctrl+, Alt+ and Shift+ before names that shift does not change. */
  readonly keys: readonly string[];
  readonly run: (state: EditorState) => EditorState;
}

export const TOOLS: readonly { id: ToolId; label: string; key: string }[] = [
  { id: "select", label: "Select and move", key: "v" },
  { id: "box", label: "Box", key: "b" },
  { id: "rotated-box", label: "Rotated box", key: "r" },
  { id: "polygon", label: "Polygon", key: "p" },
  { id: "ellipse", label: "Ellipse", key: "e" },
  { id: "point", label: "Point", key: "o" },
  { id: "polyline", label: "Line", key: "l" },
  { id: "brush", label: "Brush", key: "m" },
  { id: "eraser", label: "Eraser", key: "x" },
];

/** The brush's radius, image pixels; at least half a pixel. */
export const setBrush = (state: EditorState, radius: number): EditorState => ({
  ...state,
  brushRadius: Math.max(0.5, Math.min(radius, Math.max(state.size.width, state.size.height) / 2)),
});

/** Draws the next polygon into the selected one. */
export const drawInto = (state: EditorState, ring: "hole" | "part"): EditorState => ({
  ...setTool(state, "polygon"),
  ring,
  draft: null,
  message: ring === "hole" ? "Draw the hole." : "Draw the part.",
});

/** Escape: ends what is going on, from the inside out. */
export function letGo(state: EditorState): EditorState {
  if (state.gesture) return undo(state);
  if (state.draft && state.draft.steps.length > 0) return cancelDraft(state);
  if (state.handle) return { ...state, handle: null };
  if (state.ring !== "new") return { ...state, ring: "new" };
  if (state.selected.length > 0) return select(state, []);
  return setTool(state, "select");
}

/** Takes out the held corner, else what is selected; while drawing, the last point. */
function remove(state: EditorState): EditorState {
  if (state.draft && state.draft.steps.length > 0) return undo(state);
  return state.handle && state.handle !== "rotate" ? removeHeldVertex(state) : removeSelected(state);
}

const command = (
  group: Command["group"],
  id: string,
  label: string,
  keys: readonly string[],
  run: Command["run"],
): Command => ({ id, label, group, keys, run });

/** Everything a key can do in the editor, but for arrows, Enter, Escape and the digits, which cannot be given away. */
export const COMMANDS: readonly Command[] = [
  ...TOOLS.map(({ id, label, key }) => command("Tools", id, label, [key], (state) => setTool(state, id))),
  command("Drawing", "undo", "Undo", ["Ctrl+z"], undo),
  command("Drawing", "redo", "Redo", ["Ctrl+Shift+z", "Ctrl+y"], redo),
  command("Drawing", "finish", "Finish the shape", ["Ctrl+Enter"], finishDraft),
  command("Drawing", "snap", "Snap to corners and edges", ["s"], (state) => ({
    ...state,
    snap: !state.snap,
    message: state.snap ? "Snapping is off." : "Snapping is on.",
  })),
  command("Drawing", "brush-smaller", "Smaller brush", [","], (state) =>
    setBrush(state, state.brushRadius / 1.25),
  ),
  command("Drawing", "brush-larger", "Larger brush", ["."], (state) =>
    setBrush(state, state.brushRadius * 1.25),
  ),
  command("Shapes", "next", "Next region", ["]"], (state) => stepSelection(state, 1)),
  command("Shapes", "previous", "Previous region", ["["], (state) => stepSelection(state, -1)),
  command("Shapes", "all", "Select all", ["Ctrl+a"], (state) => select(state, [...state.regions.keys()])),
  command("Shapes", "next-handle", "Next handle, for the arrow keys", ["t"], (state) => stepHandle(state, 1)),
  command("Shapes", "previous-handle", "Previous handle", ["Shift+t"], (state) => stepHandle(state, -1)),
  command("Shapes", "insert", "Put a corner after the held one", ["i"], insertVertex),
  command("Shapes", "remove", "Remove the region, or its held corner", ["Delete", "Backspace"], remove),
  command("Shapes", "duplicate", "Duplicate", ["d", "Ctrl+d"], duplicateSelected),
  command("Shapes", "hole", "Cut a hole into the polygon", ["c"], (state) => drawInto(state, "hole")),
  command("Shapes", "part", "Add a part to the polygon", ["a"], (state) => drawInto(state, "part")),
  command("Shapes", "front", "Bring to the front", ["PageUp"], (state) => reorderSelected(state, "front")),
  command("Shapes", "back", "Send to the back", ["PageDown"], (state) => reorderSelected(state, "back")),
  command("Shapes", "hide", "Hide or show", ["h"], (state) => toggleHidden(state, state.selected)),
  command("Shapes", "lock", "Lock or free", ["w"], (state) => toggleLocked(state, state.selected)),
  command("View", "zoom-in", "Closer", ["+", "="], (state) => zoom(state, 1.5)),
  command("View", "zoom-out", "Farther", ["-"], (state) => zoom(state, 1 / 1.5)),
  command("View", "fit", "Whole image", ["f"], fit),
  command("View", "actual", "Pixel for pixel", ["0"], showActualSize),
];
