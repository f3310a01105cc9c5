import fc from "fast-check";
import { expect, it } from "vitest";
import { listConfusions, toConfusionCells } from "#components/figures/confusion-cells.ts";

const square = (side: number) =>
  fc.array(fc.array(fc.nat(9), { minLength: side, maxLength: side }), { minLength: side, maxLength: side });
const sum = (table: readonly (readonly number[])[]) =>
  table.flat().reduce((total, count) => total + count, 0);

it("keeps every image when classes share cells, at most 100 cells a side", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 330 }), (classes) => {
      const confusion = Array.from({ length: classes }, (_, c) =>
        Array.from({ length: classes }, (_, p) => (c * 7 + p) % 3),
      );
      const { classesPerCell, counts } = toConfusionCells(confusion);
      expect(counts.length).toBe(Math.ceil(classes / classesPerCell));
      expect(counts.length).toBeLessThanOrEqual(100);
      expect(classesPerCell === 1).toBe(classes <= 100);
      expect(sum(counts)).toBe(sum(confusion));
    }),
    { numRuns: 25 },
  );
});

it("lists what is off the diagonal, the commonest first", () => {
  fc.assert(
    fc.property(square(4), (confusion) => {
      const list = listConfusions(confusion, ["a", "b", "c", "d"]);
      const right = confusion.reduce((total, row, c) => total + row[c], 0);
      expect(list.reduce((total, { images }) => total + images, 0)).toBe(sum(confusion) - right);
      for (let i = 1; i < list.length; i++) expect(list[i].images).toBeLessThanOrEqual(list[i - 1].images);
    }),
  );
  expect(
    listConfusions(
      [
        [3, 1],
        [2, 2],
      ],
      ["fox", "dog"],
    ),
  ).toEqual([
    { trueClass: "dog", predictedClass: "fox", images: 2, share: 0.5 },
    { trueClass: "fox", predictedClass: "dog", images: 1, share: 0.25 },
  ]);
});
