import { describe, expect, it } from "vitest";
import { NO_FILTER } from "#lib/services/datasets/image-filter.ts";
import { layOut, scrollFor, visibleAt } from "../../../app/(research)/datasets/_grid/grid-geometry.ts";
import {
  choose,
  countSelected,
  EVERYTHING,
  isSelected,
  NOTHING,
  toImageSelection,
} from "../../../app/(research)/datasets/_grid/selection.ts";

const VIEWPORT = 800;

describe.each([
  ["a desktop", 900, 500_000],
  ["a phone", 328, 500_000],
  ["a phone and five million", 328, 5_000_000],
  ["three images", 900, 3],
])("the grid on %s", (_, width, total) => {
  const geometry = layOut(width, total);

  it("begins with the first image and ends with the last", () => {
    expect(visibleAt(geometry, -200, VIEWPORT, total).first).toBe(0);
    expect(visibleAt(geometry, geometry.height - VIEWPORT, VIEWPORT, total).end).toBe(total);
  });

  it("shows any image it is asked to, in the window", () => {
    for (const share of [0, 0.1, 0.5, 0.9, 1]) {
      const index = Math.round((total - 1) * share);
      const at = scrollFor(geometry, index, 0, VIEWPORT) ?? 0;
      const visible = visibleAt(geometry, at, VIEWPORT, total);
      expect(visible.first).toBeLessThanOrEqual(index);
      expect(visible.end).toBeGreaterThan(index);
      const row = Math.floor(index / geometry.columns) - visible.first / geometry.columns;
      const top = visible.top + row * geometry.pitch - at;
      expect(top).toBeGreaterThan(-1);
      expect(top + geometry.pitch).toBeLessThan(VIEWPORT + 1);
    }
  });

  it("draws a few dozen tiles, and never higher than a browser can", () => {
    expect(geometry.height).toBeLessThanOrEqual(15_000_000);
    const { first, end } = visibleAt(geometry, geometry.height / 2, VIEWPORT, total);
    expect(end - first).toBeLessThan(150);
  });
});

describe("a selection", () => {
  it("counts what is chosen, by name or by what is left out", () => {
    const some = choose(choose(NOTHING, ["a", "b"], true), ["a"], false);
    expect([countSelected(some, 10), isSelected(some, "a"), isSelected(some, "b")]).toEqual([1, false, true]);
    const most = choose(EVERYTHING, ["a"], false);
    expect([countSelected(most, 10), isSelected(most, "a"), isSelected(most, "c")]).toEqual([9, false, true]);
    expect(choose(most, ["a"], true)).toEqual(EVERYTHING);
  });

  it("goes to the server as names, or as a filter with what was seen of it", () => {
    expect(toImageSelection(choose(NOTHING, ["a"], true), NO_FILTER, 10)).toEqual({ ids: ["a"] });
    const most = choose(EVERYTHING, ["a"], false);
    expect(toImageSelection(most, NO_FILTER, 10)).toEqual({ filter: NO_FILTER, except: ["a"], expected: 9 });
    expect(toImageSelection(most, NO_FILTER, null)).toEqual({ filter: NO_FILTER, except: ["a"] });
  });
});
