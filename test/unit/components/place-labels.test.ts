import { expect, test } from "vitest";
import { placeLabels } from "#components/figures/place-labels.ts";

const FRAME = { left: 0, top: 0, right: 400, bottom: 300 };

test("a lone label stands to the right of its point", () => {
  expect(placeLabels([{ x: 100, y: 100, width: 50 }], FRAME)).toEqual([{ x: 108, y: 96 }]);
});

test("labels of neighbouring points do not cover each other", () => {
  const anchors = [0, 1, 2].map((step) => ({ x: 200 + 12 * step, y: 150, width: 60 }));
  const labels = placeLabels(anchors, FRAME);
  for (let i = 0; i < labels.length; i++)
    for (let j = 0; j < i; j++) {
      const apart = Math.abs(labels[i].y - labels[j].y) >= 14 || Math.abs(labels[i].x - labels[j].x) >= 60;
      expect(apart).toBe(true);
    }
});

test("a label at the right margin turns to the left", () => {
  const [{ x }] = placeLabels([{ x: 390, y: 100, width: 60 }], FRAME);
  expect(x + 60).toBeLessThanOrEqual(400);
});
