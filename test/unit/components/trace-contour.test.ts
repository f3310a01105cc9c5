import { expect, test } from "vitest";
import { contourPath, traceContour } from "#components/heatmap/trace-contour.ts";

test("a ramp is crossed by one straight line where it has the level", () => {
  const field = Array.from({ length: 16 }, (_, index) => index % 4);
  const segments = traceContour(field, 4, 4, 1.25);
  expect(segments).toHaveLength(3);
  for (const [from, to] of segments) expect([from[0], to[0]]).toEqual([1.75, 1.75]);
});

test("a peak is enclosed by a closed line: every point is the end of two segments", () => {
  const field = new Array(25).fill(0);
  field[12] = 1;
  const segments = traceContour(field, 5, 5, 0.5);
  const ends = new Map<string, number>();
  for (const point of segments.flat()) ends.set(point.join(), (ends.get(point.join()) ?? 0) + 1);
  expect(segments).toHaveLength(4);
  expect([...ends.values()]).toEqual([2, 2, 2, 2]);
});

test("opposite corners above the level are joined only if the middle is above it too", () => {
  const joined = traceContour([1, 0.4, 0.4, 1], 2, 2, 0.5);
  const parted = traceContour([1, 0, 0, 0.6], 2, 2, 0.5);
  const cornersCut = (segments: typeof joined) =>
    segments.map(([a, b]) => Math.sign((a[0] - b[0]) * (a[1] - b[1])));
  expect(cornersCut(joined)).toEqual([1, 1]);
  expect(cornersCut(parted)).toEqual([-1, -1]);
});

test("a flat field has no contour", () => {
  expect(contourPath(traceContour([2, 2, 2, 2], 2, 2, 1))).toBe("");
});
