import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { classMapImage } from "#lib/scouter/class-map-image.ts";
import { initialise } from "#lib/scouter/initialise.ts";
import { crossEntropy } from "#lib/scouter/loss.ts";
import { ModelConfig, SlotHeadConfig } from "#lib/scouter/model-config.ts";
import { permute4, toFileLayout, toMemoryLayout } from "#lib/scouter/named-array.ts";
import { positionEncoding } from "#lib/scouter/position-encoding.ts";
import { slotHead } from "#lib/scouter/slot-head.ts";
import { toWeights } from "#lib/scouter/weights.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { readTensors } from "#lib/tensor/read-tensors.ts";
import { describeOnEngines, isSlow } from "#test/support/engines.ts";

function makeHead(settings: Partial<SlotHeadConfig>) {
  const head = SlotHeadConfig.parse({ sign: 1, hidden: 16, ...settings });
  const config = ModelConfig.parse({
    format: 1,
    kind: head.sign === 1 ? "scouter+" : "scouter-",
    backbone: "tiny",
    classNames: ["a", "b", "c"],
    inputSize: 32,
    normalisation: { mean: [0, 0, 0], std: [1, 1, 1] },
    slotHead: head,
  });
  return { head, arrays: initialise(config, createRandom("head")) };
}

const settings = fc.record({
  mode: fc.constantFrom("paper", "abs", "official"),
  scale: fc.constantFrom("none", "rsqrt_d"),
  divisor: fc.constantFrom("one", "d"),
  sign: fc.constantFrom(1, -1),
  slotsPerClass: fc.integer({ min: 1, max: 3 }),
  iterations: fc.integer({ min: 1, max: 3 }),
  keyLayers: fc.integer({ min: 1, max: 3 }),
  queryLayers: fc.integer({ min: 0, max: 3 }),
}) as fc.Arbitrary<Partial<SlotHeadConfig>>;

describeOnEngines("the slot head", (engine) => {
  it("explains its logits exactly, and every logit has the sign of e, in all settings", async () => {
    const side = fc.integer({ min: 2, max: 4 });
    const holds = fc.asyncProperty(settings, side, side, async (chosen, h, w) => {
      const { head, arrays } = makeHead(chosen);
      const { sums, logits, attention } = await readTensors(() => {
        const features = tf.relu(tf.randomNormal([2, h, w, 128], 0, 1, "float32", 3)) as tf.Tensor4D;
        const found = slotHead(features, toWeights(arrays), head);
        return {
          sums: tf.sum(found.attribution, [2, 3]),
          logits: found.logits,
          attention: found.attention,
        };
      });
      const size = Math.max(...logits.map(Math.abs));
      for (const [i, value] of logits.entries()) {
        expect(Math.abs(sums[i] - value)).toBeLessThanOrEqual(1e-5 * size);
        expect(value * head.sign).toBeGreaterThanOrEqual(0);
      }
      for (const a of attention) expect(a >= 0 && a <= 1).toBe(true);
    });
    await fc.assert(holds, { numRuns: isSlow(engine) ? 3 : 12 });
  });

  it("knows where things are: with the keys' position encoding the order of the cells matters", async () => {
    const { head, arrays } = makeHead({});
    const { logits, turned } = await readTensors(() => {
      const features = tf.randomUniform([1, 3, 3, 128], 0, 1, "float32", 4) as tf.Tensor4D;
      const weights = toWeights(arrays);
      return {
        logits: slotHead(features, weights, head).logits,
        turned: slotHead(tf.reverse(features, [1]), weights, head).logits,
      };
    });
    expect(Math.abs(logits[0] - turned[0])).toBeGreaterThan(1e-6);
  });

  it("survives a row whose products sum to zero", async () => {
    const { head, arrays } = makeHead({ mode: "official", queryLayers: 0 });
    arrays["slot.initial_slots"].data.fill(0);
    const { logits } = await readTensors(() => {
      const features = tf.ones([1, 2, 2, 128]) as tf.Tensor4D;
      return { logits: slotHead(features, toWeights(arrays), head).logits };
    });
    for (const value of logits) expect(Number.isFinite(value)).toBe(true);
  });
});

describeOnEngines("cross-entropy", () => {
  it("is log n for equal logits, smoothed or not", async () => {
    const { plain, smoothed } = await readTensors(() => {
      const equal = tf.zeros([2, 5]) as tf.Tensor2D;
      return { plain: crossEntropy(equal, [0, 4]), smoothed: crossEntropy(equal, [0, 4], 0.1) };
    });
    expect(plain[0]).toBeCloseTo(Math.log(5), 6);
    expect(smoothed[0]).toBeCloseTo(Math.log(5), 6);
  });

  it("smooths the goal towards every class", async () => {
    const { loss } = await readTensors(() => ({ loss: crossEntropy(tf.tensor2d([[1, 3]]), [1], 0.1) }));
    const log = Math.log(Math.exp(1) + Math.exp(3));
    expect(loss[0]).toBeCloseTo(-(0.95 * (3 - log) + 0.05 * (1 - log)), 5);
  });
});

it("encodes positions by rows in the first half of the channels and by columns in the second", () => {
  const code = positionEncoding(3, 2, 8);
  const at = (y: number, x: number) => [...code.subarray((y * 2 + x) * 8, (y * 2 + x) * 8 + 8)];
  expect(at(1, 0).slice(0, 4)).toEqual(at(1, 1).slice(0, 4));
  expect(at(0, 1).slice(4)).toEqual(at(2, 1).slice(4));
  const angle = (1 / (3 + 1e-6)) * 2 * Math.PI;
  expect(at(0, 0)[0]).toBeCloseTo(Math.sin(angle), 6);
  expect(at(0, 0)[3]).toBeCloseTo(Math.cos(angle / 100), 6);
  expect(() => positionEncoding(2, 2, 6)).toThrow(RangeError);
});

it("draws class maps by the range of the image or of the class; a flat one stays black", () => {
  const maps = Float32Array.of(0, 1, 2, 4, 3, 3);
  expect([...classMapImage(maps, 3, "joint")]).toEqual([0, 63, 127, 255, 191, 191]);
  expect([...classMapImage(maps, 3, "perClass")]).toEqual([0, 255, 0, 255, 0, 0]);
});

it("moves kernels between file and memory order without loss", () => {
  const array = { shape: [2, 3, 2, 2], data: Float32Array.from({ length: 24 }, (_, i) => i) };
  const inMemory = toMemoryLayout(array);
  expect(inMemory.shape).toEqual([2, 2, 3, 2]);
  // Element (o, i, h, w) = (1, 2, 0, 1) of the file is (h, w, i, o) in memory.
  expect(inMemory.data[((0 * 2 + 1) * 3 + 2) * 2 + 1]).toBe(((1 * 3 + 2) * 2 + 0) * 2 + 1);
  expect(toFileLayout(inMemory)).toEqual(array);
  expect([...permute4(Float32Array.of(1, 2, 3, 4), [1, 1, 2, 2], [0, 1, 3, 2])]).toEqual([1, 3, 2, 4]);
});
