import { expect, it } from "vitest";
import { rangeOf, scaleMap } from "#components/heatmap/scale-map.ts";

const strong = { height: 1, width: 3, data: [0, 2, 4] };
const weak = { height: 1, width: 3, data: [0, 0, 1] };

it("runs from a map's own lowest to its own highest cell", () => {
  expect([...scaleMap(weak).data]).toEqual([0, 0, 1]);
  expect([...scaleMap(strong).data]).toEqual([0, 0.5, 1]);
});

it("keeps a weak map weak on a shared scale, and what lies outside at its ends", () => {
  const range = rangeOf([strong, weak]);
  expect(range).toEqual({ low: 0, high: 4 });
  expect([...scaleMap(weak, range).data]).toEqual([0, 0, 0.25]);
  expect([...scaleMap({ ...weak, data: [-1, 9, 4] }, range).data]).toEqual([0, 1, 1]);
});

it("draws nothing on a scale without extent", () => {
  expect([...scaleMap(weak, { low: 1, high: 1 }).data]).toEqual([0, 0, 0]);
  expect(rangeOf([])).toBeUndefined();
});
