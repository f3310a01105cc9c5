import { beforeAll, describe, expect, it } from "vitest";
import { layersOf, slidSize } from "#lib/scouter/backbone/layers.ts";
import { BACKBONES, findBackbone } from "#lib/scouter/backbone/registry.ts";
import { initialise } from "#lib/scouter/initialise.ts";
import { ModelConfig } from "#lib/scouter/model-config.ts";
import { openPassRunner } from "#lib/scouter/training/pass.ts";
import { FC_RECIPE } from "#lib/scouter/training/settings.ts";
import { trainedParts } from "#lib/scouter/training/trained-parts.ts";
import { openTrainer } from "#lib/scouter/training/trainer.ts";
import { guardMemory } from "#lib/tensor/memory-guard.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { startWasm } from "#lib/tensor/wasm/start.ts";

beforeAll(startWasm);

function config(backbone: string, size: number): ModelConfig {
  return ModelConfig.parse({
    format: 1,
    kind: "fc",
    backbone,
    classNames: ["a", "b"],
    inputSize: size,
    normalisation: { mean: [0, 0, 0], std: [1, 1, 1] },
    slotHead: null,
  });
}

describe.each(BACKBONES.map(({ id }) => id))("%s", (id) => {
  const backbone = findBackbone(id);
  const size = Math.max(33, backbone.minInput);

  it("ends in the channels it declares, and in one cell at its smallest input", () => {
    expect(layersOf(backbone, size).output.channels).toBe(backbone.channels);
    expect(layersOf(backbone, backbone.minInput).output).toMatchObject({ height: 1, width: 1 });
    const { tensors } = layersOf(backbone, size);
    expect(new Set(tensors.map(({ name }) => name)).size).toBe(tensors.length);
    expect(tensors.every(({ stage }) => stage !== "")).toBe(true);
  });

  it("learns a batch, and leaves nothing in memory", async () => {
    const model = config(id, size);
    const random = createRandom(id);
    const data = Float32Array.from({ length: 4 * size * size * 3 }, random.normal);
    const batch = {
      data,
      shape: [4, size, size, 3] as [number, number, number, number],
      labels: [0, 1, 0, 1],
    };
    const losses = await guardMemory(async () => {
      const arrays = initialise(model, random);
      const parts = trainedParts(model, FC_RECIPE);
      const runner = openPassRunner({ config: model, arrays, parts, settings: FC_RECIPE });
      const trainer = openTrainer(runner, arrays, parts, FC_RECIPE);
      const seen: number[] = [];
      for (let step = 0; step < 3; step++) {
        const pass = await trainer.step(batch, 0, { learningRate: 1e-4 });
        expect(pass.gradients.every((gradient) => gradient.every(Number.isFinite))).toBe(true);
        expect(pass.gradients.filter((gradient) => gradient.some((g) => g !== 0)).length).toBeGreaterThan(
          pass.gradients.length / 2,
        );
        seen.push(pass.loss);
      }
      trainer.dispose();
      return seen;
    });
    expect(losses[2]).toBeLessThan(losses[0]);
  });
});

it("counts the cells of sliding windows as PyTorch does", () => {
  // torch.nn.functional.avg_pool2d / max_pool2d output sizes, ceil_mode off and on.
  const pool = { kernel: 2, stride: 2, pad: 0 };
  expect([4, 5, 6, 7].map((n) => slidSize(n, pool))).toEqual([2, 2, 3, 3]);
  expect([4, 5, 6, 7].map((n) => slidSize(n, pool, true))).toEqual([2, 3, 3, 4]);
  const wide = { kernel: 3, stride: 2, pad: 1 };
  expect([4, 5, 6, 7].map((n) => slidSize(n, wide))).toEqual([2, 3, 3, 4]);
  // A window that would begin in the padding at the end is not taken: 2 cells, not 3.
  expect(slidSize(3, { kernel: 2, stride: 2, pad: 1 }, true)).toBe(2);
});
