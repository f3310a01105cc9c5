import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stimuliAhead } from "#components/rating/place.ts";
import { scaleEnds } from "#components/rating/scale-ends.ts";
import {
  canBegin,
  extendStroke,
  hasRoom,
  RADII,
  startStroke,
  strokePath,
} from "#components/rating/tasks/brush.ts";
import { choosePanel, type Extremes, undoExtreme } from "#components/rating/tasks/panel-extremes.ts";
import { placePanel, undoPlace } from "#components/rating/tasks/panel-order.ts";
import { CENTRE, inPicture, placeOf, stepFrom } from "#components/rating/tasks/picture-place.ts";
import { valueName } from "#components/rating/value-name.ts";
import { MAX_STROKE_POINTS, MAX_STROKES } from "#lib/study/answer-detail.ts";
import { panelLetter, pressedPanel } from "#lib/study/panel-letter.ts";
import type { PageData, Task, TrialView } from "#lib/study/participant-protocol.ts";

const scale = (labels: readonly (string | null)[]): Task => ({
  kind: "scale",
  values: labels.map((_, at) => at + 1),
  labels,
});

describe("a ranking", () => {
  test("places panels in the order of the taps; the last one falls into place", () => {
    expect(placePanel([], 2, 4)).toEqual([2]);
    expect(placePanel([2], 0, 4)).toEqual([2, 0]);
    expect(placePanel([2, 0], 3, 4)).toEqual([2, 0, 3, 1]);
  });

  test("a tap on a placed panel takes it back, and it can be placed last", () => {
    expect(placePanel([2, 0, 3, 1], 0, 4)).toEqual([2, 3, 1]);
    expect(placePanel([2, 3, 1], 0, 4)).toEqual([2, 3, 1, 0]);
  });

  test("undo takes back what the last tap did", () => {
    expect(undoPlace([2, 0, 3, 1], 4)).toEqual([2, 0]);
    expect(undoPlace([2, 0], 4)).toEqual([2]);
  });

  test("whatever is tapped, no panel has two places", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.array(fc.nat(5)), (panels, taps) => {
        const order = taps
          .filter((tap) => tap < panels)
          .reduce<number[]>((placed, tap) => placePanel(placed, tap, panels), []);
        expect(new Set(order).size).toBe(order.length);
        expect(order.length).toBeLessThanOrEqual(panels);
      }),
    );
  });
});

describe("best and worst", () => {
  const none: Extremes = { best: null, worst: null };

  test("the first tap is the best, the second the worst, a third moves the worst", () => {
    const best = choosePanel(none, 1, 4);
    expect(best).toEqual({ best: 1, worst: null });
    const both = choosePanel(best, 3, 4);
    expect(both).toEqual({ best: 1, worst: 3 });
    expect(choosePanel(both, 0, 4)).toEqual({ best: 1, worst: 0 });
  });

  test("of two, the other one is the worst", () => {
    expect(choosePanel(none, 1, 2)).toEqual({ best: 1, worst: 0 });
  });

  test("a tap on a chosen one and undo take back", () => {
    expect(choosePanel({ best: 1, worst: 3 }, 1, 4)).toEqual({ best: null, worst: 3 });
    expect(choosePanel({ best: 1, worst: 3 }, 3, 4)).toEqual({ best: 1, worst: null });
    expect(undoExtreme({ best: 1, worst: 3 })).toEqual({ best: 1, worst: null });
    expect(undoExtreme({ best: 1, worst: null })).toEqual(none);
  });

  test("whatever is tapped, no panel is both", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.array(fc.nat(5)), (panels, taps) => {
        const { best, worst } = taps
          .filter((tap) => tap < panels)
          .reduce<Extremes>((chosen, tap) => choosePanel(chosen, tap, panels), none);
        if (best !== null) expect(worst).not.toBe(best);
      }),
    );
  });
});

describe("a place in the picture", () => {
  test("is a share of what is shown, whatever its size, and stays inside", () => {
    const shown = { left: 100, top: 50, width: 200, height: 200 };
    expect(placeOf({ clientX: 150, clientY: 250 }, shown)).toEqual({ x: 0.25, y: 1 });
    expect(placeOf({ clientX: 0, clientY: 999 }, shown)).toEqual({ x: 0, y: 1 });
    expect(inPicture(1 / 3, 2 / 3)).toEqual({ x: 0.333, y: 0.667 });
  });

  test("moves by an arrow key, further with Shift, and by no other key", () => {
    expect(stepFrom(CENTRE, { key: "ArrowLeft", shiftKey: false })).toEqual({ x: 0.48, y: 0.5 });
    expect(stepFrom(CENTRE, { key: "ArrowDown", shiftKey: true })).toEqual({ x: 0.5, y: 0.6 });
    expect(stepFrom({ x: 1, y: 0 }, { key: "ArrowUp", shiftKey: true })).toEqual({ x: 1, y: 0 });
    expect(stepFrom(CENTRE, { key: "a", shiftKey: false })).toBeNull();
  });
});

describe("a brush stroke", () => {
  test("grows by places that change what is painted, and by no others", () => {
    const stroke = startStroke(0.04, { x: 0.5, y: 0.5 });
    expect(extendStroke(stroke, { x: 0.505, y: 0.5 })).toBe(stroke);
    expect(extendStroke(stroke, { x: 0.52, y: 0.5 }).points).toEqual([
      [0.5, 0.5],
      [0.52, 0.5],
    ]);
  });

  test("is a dot or a line to see", () => {
    const stroke = startStroke(RADII[0], { x: 0.5, y: 0.25 });
    expect(strokePath(stroke)).toBe("M 0.5 0.25 h 0");
    expect(strokePath(extendStroke(stroke, { x: 1, y: 1 }))).toBe("M 0.5 0.25 L 1 1");
  });

  test("no more are taken than an answer may hold", () => {
    const dot = startStroke(0.04, { x: 0, y: 0 });
    const long = {
      ...dot,
      points: Array.from({ length: MAX_STROKE_POINTS }, () => [0, 0] as [number, number]),
    };
    expect(canBegin([dot])).toBe(true);
    expect(canBegin(Array(MAX_STROKES).fill(dot))).toBe(false);
    expect(hasRoom(Array(MAX_STROKES).fill(dot))).toBe(true);
    expect(hasRoom([long])).toBe(false);
    expect(canBegin([long])).toBe(false);
  });
});

test("only a scale with named ends has ends to explain", () => {
  expect(scaleEnds(scale(["low", null, "high"]))).toEqual({ first: 1, low: "low", last: 3, high: "high" });
  expect(scaleEnds(scale(["a", "b", "c"]))).toBeNull();
  expect(scaleEnds({ kind: "point" })).toBeNull();
});

test("a value is called what the rater saw", () => {
  const name = (task: Task, value: number) =>
    valueName({ task } as PageData, { classes: ["koala", "fox"] } as unknown as TrialView, value);
  expect(name(scale(["low", null, "high"]), 3)).toBe("3");
  expect(name(scale(["a", "b", "c"]), 3)).toBe("c");
  expect(name({ kind: "choice", labels: ["Accept", "Reject"] }, 1)).toBe("Reject");
  expect(name({ kind: "class" }, 1)).toBe("fox");
  expect(name({ kind: "ranking" }, 1)).toBe("B");
});

test("a panel is chosen by its letter, in either case", () => {
  expect(panelLetter(3)).toBe("D");
  expect([..."aBd", "3", "Enter", "e"].map((key) => pressedPanel(key, 4))).toEqual([
    0,
    1,
    3,
    null,
    null,
    null,
  ]);
});

test("before the start only as many pictures are fetched as the first trials need", () => {
  const trial = (id: number, panels: number) =>
    ({ stimuli: Array.from({ length: panels }, (_, panel) => `${id}-${panel}`) }) as unknown as TrialView;
  const of = (panels: number) => Array.from({ length: 9 }, (_, at) => trial(at, panels));
  expect(stimuliAhead(of(4), 0, false)).toEqual(["0-0", "0-1", "0-2", "0-3"]);
  expect(stimuliAhead(of(1), 0, false)).toEqual(["0-0", "1-0"]);
  expect(stimuliAhead(of(2), 1, true)).toHaveLength(12);
});
