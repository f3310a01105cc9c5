import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rampedLambda } from "#lib/scouter/loss.ts";
import { countRight } from "#lib/scouter/training/events.ts";
import { decodeHalves, encodeHalves } from "#lib/scouter/training/half-floats.ts";
import { clipGradientNorm } from "#lib/scouter/training/optimiser.ts";
import { oneCycle, type Schedule, scheduleAt } from "#lib/scouter/training/schedules.ts";
import { balancedBatches, orderedBatches, shuffledBatches } from "#lib/scouter/training/training-set.ts";
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

describe("the other schedules", () => {
  const rates = (schedule: Schedule, steps = 100, epochs = 10) =>
    Array.from({ length: steps }, (_, step) => {
      const epoch = Math.floor((step * epochs) / steps);
      return scheduleAt(schedule, 1, { step, steps, epoch }).learningRate;
    });

  it("warm up in a line, the first step not at rest", () => {
    const constant = rates({ name: "constant", warmUpShare: 0.1 });
    expect(constant[0]).toBeCloseTo(1 / 11, 12);
    expect(constant[9]).toBeCloseTo(10 / 11, 12);
    expect(constant.slice(10)).toEqual(Array(90).fill(1));
  });

  it("fall along a cosine, or by a factor every few epochs", () => {
    const cosine = rates({ name: "cosine", warmUpShare: 0 });
    expect([cosine[0], cosine[50]]).toEqual([1, 0.5]);
    expect(cosine[99]).toBeLessThan(1e-3);
    expect(cosine.every((rate, i) => i === 0 || rate < cosine[i - 1])).toBe(true);
    const step = rates({ name: "step", warmUpShare: 0, stepSize: 4, gamma: 0.1 });
    expect([step[0], step[39], step[40], step[99]].map((x) => Number(x.toPrecision(6)))).toEqual([
      1, 1, 0.1, 0.01,
    ]);
  });
});

it("ramps lambda from 0 at a fifth to all at seven tenths of the training", () => {
  const wanted = [0, 0, 5, 10, 10];
  for (const [i, p] of [0, 0.2, 0.45, 0.7, 1].entries())
    expect(rampedLambda(10, p, { from: 0.2, to: 0.7 })).toBeCloseTo(wanted[i], 12);
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

describe("batches", () => {
  it("hold every position once; only a shuffled remainder is dropped", () => {
    const flat = shuffledBatches(23, 5, createRandom(1)).flat();
    expect(flat.length).toBe(20);
    expect(new Set(flat).size).toBe(20);
    expect(orderedBatches(7, 3)).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  });

  it("when balanced, show every class equally often and every picture of it in turn", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 8, maxLength: 120 }),
        fc.integer(),
        (labels, seed) => {
          const drawn = balancedBatches(labels, 4, createRandom(seed)).flat();
          expect(drawn.length).toBe(Math.floor(labels.length / 4) * 4);
          const classes = [...new Set(labels)];
          const counts = classes.map(
            (label) => drawn.filter((position) => labels[position] === label).length,
          );
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
          for (const label of classes) {
            const times = labels.flatMap((l, p) =>
              l === label ? [drawn.filter((d) => d === p).length] : [],
            );
            expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});

it("counts a tie as wrong: equal logits know nothing", () => {
  expect(countRight(Float32Array.of(1, 0, 0, 2, 1, 1), [0, 1])).toBe(1);
  expect(countRight(Float32Array.of(1, 1, 0, 0), [0, 0])).toBe(0);
});

describe("halves", () => {
  const roundTrip = (values: Float32Array) => {
    const halves = new Uint16Array(values.length);
    encodeHalves(values, halves);
    const back = new Float32Array(values.length);
    decodeHalves(halves, back);
    return back;
  };

  it("are IEEE 754 binary16: every one of them comes back, and known values are known", () => {
    const all = Uint16Array.from({ length: 65_536 }, (_, i) => i).filter((h) => (h & 0x7c00) !== 0x7c00);
    const floats = new Float32Array(all.length);
    decodeHalves(all, floats);
    const again = new Uint16Array(all.length);
    encodeHalves(floats, again);
    expect(again).toEqual(all);
    const known = Float32Array.of(0, -0, 1, -2, 65_504, 65_520, 2 ** -24, 2 ** -26, Number.NaN, Infinity);
    expect([...roundTrip(known)]).toEqual([
      0,
      -0,
      1,
      -2,
      65_504,
      Infinity,
      2 ** -24,
      0,
      Number.NaN,
      Infinity,
    ]);
  });

  it("are the nearest: within half a unit in the last place", () => {
    fc.assert(
      fc.property(fc.float({ min: -65_000, max: 65_000, noNaN: true }), (value) => {
        const [back] = roundTrip(Float32Array.of(value));
        const unit = Math.max(2 ** -24, 2 ** (Math.floor(Math.log2(Math.abs(value) || 2 ** -30)) - 10));
        expect(Math.abs(back - value)).toBeLessThanOrEqual(unit / 2);
      }),
    );
  });
});
