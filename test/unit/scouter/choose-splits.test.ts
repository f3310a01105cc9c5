import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseSplits } from "#lib/scouter/training/choose-splits.ts";

const pictures = (split: string, counts: Record<string, number>, unlabelled = 0) => [
  ...Object.entries(counts).flatMap(([className, count]) =>
    Array.from({ length: count }, (_, i) => ({ id: `${split}/${className}/${i}`, split, className })),
  ),
  ...Array.from({ length: unlabelled }, (_, i) => ({ id: `${split}/?/${i}`, split, className: null })),
];

describe("choosing what to train on", () => {
  it("takes train and validation as they are and leaves everything else alone", () => {
    const all = [
      ...pictures("test", { a: 3, c: 1 }),
      ...pictures("train", { b: 4, a: 5 }, 2),
      ...pictures("validation", { a: 1, b: 1 }, 1),
      ...pictures("all", { d: 9 }),
    ];
    const { train, validation, ...rest } = chooseSplits(all, "0");
    expect(train.every(({ split }) => split === "train")).toBe(true);
    expect(validation.map(({ id }) => id)).toEqual(["validation/a/0", "validation/b/0"]);
    expect(rest).toEqual({ classNames: ["a", "b"], isDrawn: false, unlabelled: 3, untouched: 13 });
  });

  it("draws a twentieth to validate on where nothing was set aside, by the seed alone", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.string(), (each, seed) => {
        const all = pictures("all", { a: each, b: each });
        const { train, validation, isDrawn } = chooseSplits(all, seed);
        expect(isDrawn).toBe(true);
        expect(validation).toHaveLength(Math.floor((2 * each) / 20));
        expect(new Set([...train, ...validation]).size).toBe(2 * each);
        expect(chooseSplits(all, seed)).toEqual({ ...chooseSplits(all, seed), train, validation });
      }),
      { numRuns: 30 },
    );
    const all = pictures("train", { a: 200, b: 200 });
    expect(chooseSplits(all, "1").validation).not.toEqual(chooseSplits(all, "2").validation);
  });

  it("knows the splits by their other usual names", () => {
    const all = [
      ...pictures("Training", { a: 2, b: 2 }),
      ...pictures("val2017", { a: 1 }),
      ...pictures("tst", { a: 1 }),
    ];
    expect(chooseSplits(all, "0")).toMatchObject({ isDrawn: false, untouched: 1, classNames: ["a", "b"] });
  });

  it("chooses by other pictures where that is asked, and trains on none of them", () => {
    const all = [...pictures("train", { a: 4, b: 4 }), ...pictures("validation", { a: 2 })];
    const setAside = [all[0], all[4]];
    const { train, validation, isDrawn, untouched } = chooseSplits(all, "0", setAside);
    expect(validation).toEqual(setAside);
    expect(train).toEqual(all.slice(0, 8).filter((picture) => !setAside.includes(picture)));
    expect([isDrawn, untouched]).toEqual([false, 2]);
  });

  it("never trains on the test split for want of another", () => {
    expect(() => chooseSplits(pictures("test", { a: 3, b: 3 }), "0")).toThrow(/the splits here: test/);
  });

  it("says which class cannot be", () => {
    expect(() => chooseSplits(pictures("train", { a: 3 }, 4), "0")).toThrow(/of one class, a/);
    expect(() => chooseSplits(pictures("train", {}, 4), "0")).toThrow(/no pictures with a class/);
    expect(() => chooseSplits([], "0")).toThrow(/the splits here: none/);
    const strange = [...pictures("train", { a: 3, b: 3 }), ...pictures("validation", { c: 1 })];
    expect(() => chooseSplits(strange, "0")).toThrow(/The class c is in the split "validation"/);
  });
});
