import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rampedLambda } from "#lib/scouter/loss.ts";
import { applyChange, type Change, drawChange } from "#lib/scouter/training/augment.ts";
import { accuracyOf, collapseReason } from "#lib/scouter/training/events.ts";
import { clipGradientNorm } from "#lib/scouter/training/optimiser.ts";
import { oneCycle } from "#lib/scouter/training/schedules.ts";
import { orderedBatches, shuffledBatches } from "#lib/scouter/training/training-set.ts";
import { createRandom } from "#lib/tensor/random.ts";

describe("the one-cycle schedule", () => {
  // torch.optim.lr_scheduler.OneCycleLR(max_lr=3e-3, total_steps=100, pct_start=.2), defaults otherwise: its formula at
  // the ends, the peak (step 19) and half way of each phase.
  it("rises to the largest rate and falls to next to nothing, the momentum against it", () => {
    const at = (step: number) => oneCycle(step, 100, 3e-3, 0.2);
    expect(at(0).learningRate).toBeCloseTo(3e-3 / 25, 12);
    expect(at(0).beta1).toBe(0.95);
    expect(at(19).learningRate).toBeCloseTo(3e-3, 12);
    expect(at(19).beta1).toBeCloseTo(0.85, 12);
    expect(at(9.5).learningRate).toBeCloseTo((3e-3 / 25 + 3e-3) / 2, 12);
    expect(at(59).learningRate).toBeCloseTo((3e-3 + 3e-3 / 250_000) / 2, 12);
    expect(at(99).learningRate).toBeCloseTo(3e-3 / 250_000, 15);
    expect(at(99).beta1).toBeCloseTo(0.95, 12);
  });

  it("stays within its bounds for any length", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 500 }),
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        (steps, share) => {
          for (let step = 0; step < steps; step++) {
            const { learningRate, beta1 } = oneCycle(step, steps, 1, share);
            expect(learningRate).toBeGreaterThanOrEqual(1 / 250_000 - 1e-12);
            expect(learningRate).toBeLessThanOrEqual(1 + 1e-12);
            expect(beta1).toBeGreaterThanOrEqual(0.85 - 1e-12);
            expect(beta1).toBeLessThanOrEqual(0.95 + 1e-12);
          }
        },
      ),
    );
  });
});

it("ramps lambda from 0 at a fifth to all at seven tenths of the training", () => {
  const wanted = [0, 0, 5, 10, 10];
  for (const [i, p] of [0, 0.2, 0.45, 0.7, 1].entries())
    expect(rampedLambda(10, p)).toBeCloseTo(wanted[i], 12);
});

describe("clipping the gradient", () => {
  it("scales all parts together and leaves small ones alone", () => {
    const gradients = [Float32Array.of(3, 0), Float32Array.of(4)];
    expect(clipGradientNorm(gradients, 1)).toBe(5);
    expect(gradients[0][0]).toBeCloseTo(0.6, 5);
    expect(gradients[1][0]).toBeCloseTo(0.8, 5);
    const small = [Float32Array.of(0.3)];
    clipGradientNorm(small, 1);
    expect(small[0][0]).toBeCloseTo(0.3, 7);
  });
});

describe("changing a picture", () => {
  const SIZE = 24;
  const random = createRandom("pictures");
  const picture = Float32Array.from({ length: SIZE * SIZE * 3 }, random.normal);
  const still: Change = {
    flip: false,
    shiftX: 0,
    shiftY: 0,
    matrix: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    bias: [0, 0, 0],
  };
  const apply = (change: Partial<Change>, from = picture) => {
    const out = new Float32Array(from.length);
    applyChange(from, SIZE, { ...still, ...change }, out);
    return out;
  };
  const pixel = (image: Float32Array, y: number, x: number) => [
    ...image.subarray((y * SIZE + x) * 3, (y * SIZE + x) * 3 + 3),
  ];

  it("does nothing when nothing is drawn, and mirrors twice to the same", () => {
    expect(apply({})).toEqual(picture);
    expect(pixel(apply({ flip: true }), 5, 0)).toEqual(pixel(picture, 5, SIZE - 1));
    expect(apply({ flip: true }, apply({ flip: true }))).toEqual(picture);
  });

  it("shifts with the border mirrored, the edge not repeated", () => {
    const moved = apply({ shiftX: 3, shiftY: -2 });
    expect(pixel(moved, 2, 0)).toEqual(pixel(picture, 0, 3));
    expect(pixel(moved, 0, 0)).toEqual(pixel(picture, 2, 3));
    expect(pixel(moved, 2, SIZE - 1)).toEqual(pixel(picture, 0, SIZE - 4));
  });

  it("mixes colours as a matrix and a bias say", () => {
    const mixed = apply({ matrix: Float64Array.of(0, 1, 0, 0, 0, 2, 1, 0, 0), bias: [0.5, 0, -1] });
    const [r, g, b] = pixel(picture, 7, 9);
    for (const [i, want] of [g + 0.5, 2 * b, r - 1].entries())
      expect(pixel(mixed, 7, 9)[i]).toBeCloseTo(want, 6);
  });

  it("draws within its bounds, some of it grey, the same for the same seed", () => {
    const draws = Array.from({ length: 400 }, (_, i) => drawChange(createRandom(i)));
    const grey = draws.filter(({ matrix: m }) => m[0] === m[3] && m[3] === m[6] && m[2] === m[8]);
    expect(grey.length / draws.length).toBeGreaterThan(0.09);
    expect(grey.length / draws.length).toBeLessThan(0.22);
    const shifts = draws.flatMap(({ shiftX, shiftY }) => [shiftX, shiftY]);
    expect([Math.min(...shifts), Math.max(...shifts)]).toEqual([-8, 8]);
    expect(drawChange(createRandom(7))).toEqual(draws[7]);
  });
});

describe("batches", () => {
  it("hold every position once; only a shuffled remainder is dropped", () => {
    const flat = shuffledBatches(23, 5, createRandom(1)).flat();
    expect(flat.length).toBe(20);
    expect(new Set(flat).size).toBe(20);
    expect(orderedBatches(7, 3)).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  });
});

it("counts a tie as wrong: equal logits know nothing", () => {
  expect(accuracyOf(Float32Array.of(1, 0, 0, 2, 1, 1), [0, 1])).toBe(0.5);
  expect(accuracyOf(Float32Array.of(1, 1, 0, 0), [0, 0])).toBe(0);
});

it("tells a dead slot head from a sparse one", () => {
  expect(collapseReason(1e-5, 0.1, 10)).toContain("lambda");
  expect(collapseReason(1e-5, 0.9, 10)).toBeNull();
  expect(collapseReason(0.02, 0.1, 10)).toBeNull();
});
