import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { majorityMask } from "#lib/imaging/consensus/majority-mask.ts";
import { staple, stapleMask } from "#lib/imaging/consensus/staple.ts";
import type { Mask } from "#lib/imaging/mask-runs.ts";
import golden from "./staple.json" with { type: "json" };

const maskOf = (text: string, height: number, width: number): Mask => ({
  data: Uint8Array.from(text, Number),
  height,
  width,
});

const anyMasks = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 6 }))
  .chain(([height, width, raters]) =>
    fc
      .array(fc.uint8Array({ min: 0, max: 1, minLength: height * width, maxLength: height * width }), {
        minLength: raters,
        maxLength: raters,
      })
      .map((all) => all.map((data): Mask => ({ data, height, width }))),
  );

function expectClose(got: ArrayLike<number>, want: ArrayLike<number>, digits: number): void {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < got.length; i++) expect(got[i]).toBeCloseTo(want[i], digits);
}

interface GoldenCase {
  name: string;
  height: number;
  width: number;
  masks: string[];
  sensitivity: number[];
  specificity: number[];
  /** By the marks of all raters at a pixel. */
  probability: Record<string, number>;
}

describe("staple", () => {
  it.each(golden.cases as unknown as GoldenCase[])(
    "gives ITK's numbers for $name",
    ({ masks, height, width, ...want }) => {
      const got = staple(masks.map((mask) => maskOf(mask, height, width)));
      expect(got.converged).toBe(true);
      expectClose(got.sensitivity, want.sensitivity, 5);
      expectClose(got.specificity, want.specificity, 5);
      const wanted = Array.from(
        got.probability,
        (_, i) => want.probability[masks.map((mask) => mask[i]).join("")],
      );
      expectClose(got.probability, wanted, 5);
    },
  );

  it("is what all say when all say the same, and never leaves [0, 1]", () => {
    fc.assert(
      fc.property(anyMasks, (masks) => {
        const same = staple(masks.map(() => masks[0]));
        expect([...stapleMask(same).data]).toEqual([...masks[0].data]);
        const { probability, sensitivity, specificity } = staple(masks);
        for (const value of [...probability, ...sensitivity, ...specificity]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("does not depend on the order of the raters", () => {
    fc.assert(
      fc.property(anyMasks, (masks) => {
        const [there, back] = [staple(masks), staple([...masks].reverse())];
        expect(back.probability).toEqual(there.probability);
        expect(back.sensitivity.reverse()).toEqual(there.sensitivity);
      }),
    );
  });

  it("trusts the rater who agrees with the others more than the one who does not", () => {
    const truth = "0011001100001111";
    const { sensitivity } = staple([truth, truth, "1100110000001100"].map((text) => maskOf(text, 4, 4)));
    expect(sensitivity[2]).toBeLessThan(sensitivity[0]);
  });

  it("refuses nothing to agree on, and pictures of different sizes", () => {
    expect(() => staple([])).toThrow("at least one mask");
    expect(() => staple([maskOf("01", 1, 2), maskOf("01", 2, 1)])).toThrow("different sizes");
  });
});

describe("majorityMask", () => {
  it("needs more than half", () => {
    const masks = ["1100", "1010", "1001"].map((text) => maskOf(text, 2, 2));
    expect([...majorityMask(masks).data]).toEqual([1, 0, 0, 0]);
    expect([...majorityMask(masks.slice(0, 2)).data]).toEqual([1, 0, 0, 0]);
  });
});
