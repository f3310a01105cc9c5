import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cancelDraft, finishDraft, place } from "#components/region-editor/store/draft.ts";
import {
  duplicateSelected,
  insertVertex,
  moveHandle,
  moveSelected,
  removeHeldVertex,
  removeSelected,
  reorderSelected,
  setAttributes,
  setClass,
  stepHandle,
} from "#components/region-editor/store/edits.ts";
import { pointerDown, pointerMove, pointerUp, type Touch } from "#components/region-editor/store/gestures.ts";
import { receive, redo, undo } from "#components/region-editor/store/history.ts";
import { setTool, stepSelection } from "#components/region-editor/store/select.ts";
import { type EditorState, openState, type ToolId } from "#components/region-editor/store/state.ts";
import { annotationProblem } from "#lib/formats/dataset/annotation-problem.ts";

const SIZE = { width: 40, height: 30 };
const TOUCH: Touch = { tolerance: 2, reach: 6, shift: false, alt: false };

function open(): EditorState {
  let count = 0;
  return openState(
    SIZE,
    [
      {
        key: "given-box",
        classId: null,
        shape: { kind: "box", x: 3.25, y: 4, width: 10, height: 8.5 },
        attributes: {},
      },
      {
        key: "given-polygon",
        classId: "a",
        shape: {
          kind: "polygon",
          parts: [
            [
              [20, 5],
              [35, 5],
              [35, 25],
              [20, 25],
            ],
          ],
        },
        attributes: { difficult: true },
      },
    ],
    () => `new-${++count}`,
  );
}

const TOOLS: ToolId[] = [
  "select",
  "box",
  "rotated-box",
  "polygon",
  "polyline",
  "ellipse",
  "point",
  "brush",
  "eraser",
];
const at = fc.tuple(
  fc.double({ min: -3, max: 43, noNaN: true }),
  fc.double({ min: -3, max: 33, noNaN: true }),
);
const step = fc.integer({ min: -6, max: 6 });

/** Everything a person can do that is not undo or redo. */
const command: fc.Arbitrary<(state: EditorState) => EditorState> = fc.oneof(
  fc.constantFrom(...TOOLS).map((tool) => (state: EditorState) => setTool(state, tool)),
  fc.array(at, { minLength: 1, maxLength: 4 }).map((path) => (state: EditorState) => {
    const down = pointerDown(state, path[0], TOUCH);
    const moved = path.reduce((each, point) => pointerMove(each, point, TOUCH), down);
    return pointerUp(moved, path[path.length - 1], TOUCH);
  }),
  at.map((point) => (state: EditorState) => place(state, [point])),
  fc.constant(finishDraft),
  fc.constant(cancelDraft),
  fc.constantFrom<1 | -1>(1, -1).map((by) => (state: EditorState) => stepSelection(state, by)),
  fc.constantFrom<1 | -1>(1, -1).map((by) => (state: EditorState) => stepHandle(state, by)),
  fc.tuple(step, step).map(
    ([dx, dy]) =>
      (state: EditorState) =>
        moveSelected(state, dx, dy),
  ),
  fc.tuple(step, step).map(
    ([dx, dy]) =>
      (state: EditorState) =>
        moveHandle(state, dx, dy),
  ),
  fc.constantFrom(removeSelected, duplicateSelected, insertVertex, removeHeldVertex),
  fc.constantFrom("a", "b", null).map((id) => (state: EditorState) => setClass(state, id, "")),
  fc.boolean().map((occluded) => (state: EditorState) => setAttributes(state, { occluded })),
  fc.constantFrom<"front" | "back">("front", "back").map((end) => (state: EditorState) => {
    return reorderSelected(state, end);
  }),
);

/** Undoes until nothing changes; how often that was. */
function undoAll(state: EditorState): { state: EditorState; count: number } {
  for (let count = 0; ; count++) {
    const next = undo(state);
    if (next === state) return { state, count };
    state = next;
  }
}

const drawn = ({ regions, draft }: EditorState) => ({ regions, steps: draft?.steps ?? [] });

describe("the history", () => {
  it("gives the start when everything is undone, and the end when it is done again", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const start = open();
        const end = commands.reduce((state, run) => run(state), start);
        const { state: undone, count } = undoAll(end);
        expect(drawn(undone)).toEqual(drawn(start));
        let again = undone;
        for (let i = 0; i < count; i++) again = redo(again);
        expect(drawn(again)).toEqual(drawn(end));
      }),
      { numRuns: 400 },
    );
  });

  it("never holds a shape that does not belong on the image", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(command, fc.constantFrom(undo, redo)), { maxLength: 40 }), (commands) => {
        const end = commands.reduce((state, run) => run(state), open());
        for (const { shape } of end.regions.values()) expect(annotationProblem(shape, SIZE)).toBeNull();
      }),
      { numRuns: 400 },
    );
  });

  it("never takes back what someone else did", () => {
    const mine = moveSelected(stepSelection(open(), 1), 1, 0);
    const theirs = { ...mine.regions.get("given-box")!, classId: "theirs" };
    const merged = receive(mine, [{ key: "given-box", region: theirs }]);
    expect(undoAll(merged).state.regions.get("given-box")).toBe(theirs);
  });

  it("takes back the last point of an unfinished shape before anything else", () => {
    const moved = moveSelected(stepSelection(open(), 1), 1, 0);
    const drawing = place(place(setTool(moved, "polygon"), [[1, 1]]), [[5, 1]]);
    const once = undo(drawing);
    expect(once.draft?.steps).toEqual([[[1, 1]]]);
    expect(once.regions).toBe(moved.regions);
    expect(undo(undo(once)).regions).toEqual(open().regions);
  });
});

describe("snapping", () => {
  it("does not hold a corner to where it was", () => {
    const selected = setTool(stepSelection(open(), 1), "select");
    const held = pointerDown(selected, [13.25, 12.5], TOUCH);
    const dragged = pointerUp(pointerMove(held, [14, 13], TOUCH), [14, 13], TOUCH);
    expect(dragged.regions.get("given-box")?.shape).toEqual({
      kind: "box",
      x: 3.25,
      y: 4,
      width: 10.75,
      height: 9,
    });
  });

  it("brings a corner to another region's, exactly", () => {
    const selected = setTool(stepSelection(open(), 1), "select");
    const held = pointerDown(selected, [13.25, 12.5], TOUCH);
    const dragged = pointerUp(pointerMove(held, [19.2, 25.7], TOUCH), [19.2, 25.7], TOUCH);
    expect(dragged.regions.get("given-box")?.shape).toEqual({
      kind: "box",
      x: 3.25,
      y: 4,
      width: 16.75,
      height: 21,
    });
  });
});
