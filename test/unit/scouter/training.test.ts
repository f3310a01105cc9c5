import { expect, it } from "vitest";
import { ModelConfig, SlotHeadConfig } from "#lib/scouter/model-config.ts";
import type { NamedArrays } from "#lib/scouter/named-array.ts";
import type { TrainingEvent } from "#lib/scouter/training/events.ts";
import { FC_DEFAULTS, trainFc } from "#lib/scouter/training/train-fc.ts";
import { SLOT_HEAD_DEFAULTS, trainSlotHead } from "#lib/scouter/training/train-slot-head.ts";
import type { TrainingSet } from "#lib/scouter/training/training-set.ts";
import { guardMemory } from "#lib/tensor/memory-guard.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { describeOnEngines } from "#test/support/engines.ts";

const SIZE = 32;
const common = {
  format: 1,
  backbone: "tiny-residual",
  classNames: ["plain", "striped"],
  inputSize: SIZE,
  normalisation: { mean: [0, 0, 0], std: [1, 1, 1] },
} as const;
const fcConfig = ModelConfig.parse({ ...common, kind: "fc", slotHead: null });
const slotConfig = ModelConfig.parse({
  ...common,
  kind: "scouter+",
  slotHead: SlotHeadConfig.parse({ sign: 1, hidden: 16 }),
});

/** Two kinds of pictures that differ in texture alone: the colour changes of training cannot tell them apart. */
function makeSet(count: number, seed: string): TrainingSet {
  const random = createRandom(seed);
  const labels = Array.from({ length: count }, (_, i) => i % 2);
  const images = labels.map((label) => {
    const level = random.normal();
    return Float32Array.from({ length: SIZE * SIZE * 3 }, (_, i) => {
      const row = Math.floor(i / (SIZE * 3));
      return level + (label === 1 ? (row % 4 < 2 ? 1.5 : -1.5) : 0) + 0.1 * random.normal();
    });
  });
  return { images, labels, size: SIZE };
}

const train = makeSet(40, "train");
const validation = makeSet(20, "validation");

async function runFc(seed: string, epochs: number) {
  const events: TrainingEvent[] = [];
  const arrays = await trainFc({
    config: fcConfig,
    train,
    validation,
    settings: { ...FC_DEFAULTS, epochs, batchSize: 10 },
    random: createRandom(seed),
    onEvent: (event) => events.push(event),
  });
  return { arrays, events };
}

const epochsOf = (events: TrainingEvent[]) => events.filter((e) => e.event === "epoch");
const flat = (arrays: NamedArrays) => Object.values(arrays).flatMap(({ data }) => [...data]);

describeOnEngines(
  "training",
  () => {
    it("learns what separates the classes, and a slot head learns it from the frozen backbone", async () => {
      const { arrays, events } = await runFc("learn", 4);
      const last = epochsOf(events).at(-1);
      expect(last?.validationAccuracy).toBeGreaterThanOrEqual(0.9);

      const slotEvents: TrainingEvent[] = [];
      const trained = await trainSlotHead({
        config: slotConfig,
        train,
        validation,
        settings: { ...SLOT_HEAD_DEFAULTS, epochs: 8, batchSize: 10, learningRate: 1e-2 },
        random: createRandom("head"),
        onEvent: (event) => slotEvents.push(event),
        trained: arrays,
      });
      const head = epochsOf(slotEvents);
      expect(head.at(-1)?.validationAccuracy).toBeGreaterThanOrEqual(0.9);
      expect(head[0].lambda).toBe(0);
      expect(head.at(-1)?.area).toBeLessThan(head[0].area as number);
      for (const [name, { data }] of Object.entries(arrays)) {
        if (name.startsWith("backbone.") && !name.startsWith("backbone.fc"))
          expect(trained[name].data).toEqual(data);
      }
    });

    it("gives the same weights for the same seed, and others for another; nothing is left in memory", async () => {
      const [a, b, c] = await guardMemory(async () => [
        await runFc("x", 1),
        await runFc("x", 1),
        await runFc("y", 1),
      ]);
      expect(flat(a.arrays)).toEqual(flat(b.arrays));
      expect(flat(a.arrays)).not.toEqual(flat(c.arrays));
      expect(flat(a.arrays).every(Number.isFinite)).toBe(true);
    });

    it("stops when it is told to", async () => {
      const stop = new AbortController();
      const run = trainFc({
        config: fcConfig,
        train,
        validation: null,
        settings: { ...FC_DEFAULTS, epochs: 100, batchSize: 10 },
        random: createRandom("stop"),
        onEvent: () => stop.abort(),
        signal: stop.signal,
      });
      await expect(run).rejects.toMatchObject({ code: "cancelled" });
    });
  },
  { heavy: true },
);
