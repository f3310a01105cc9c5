import { performance } from "node:perf_hooks";
import { initialise } from "#lib/scouter/initialise.ts";
import { ModelConfig } from "#lib/scouter/model-config.ts";
import { writeModelFile } from "#lib/scouter/model-file.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import { openPassRunner, valuesOf } from "#lib/scouter/training/pass.ts";
import { FC_RECIPE } from "#lib/scouter/training/settings.ts";
import { trainedParts } from "#lib/scouter/training/trained-parts.ts";
import type { EngineWish } from "#lib/tensor/engine-names.ts";
import type { ImageBatch } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";

/** What a task took and gave: the numbers are compared between engines. */
export interface TaskResult {
  msPerImage: number;
  values: number[];
}

/** Pictures for an engine that takes seconds for one. */
export const FEW = 2;
export const ENOUGH = 16;

const SIDE = 96;
const CLASSES = 10;
const ENOUGH_MS = 1000;
/** Of a single run: a GPU that is a program. */
const TOO_LONG_MS = 8000;

const config = ModelConfig.parse({
  format: 1,
  kind: "fc",
  backbone: "tiny",
  classNames: Array.from({ length: CLASSES }, (_, i) => `class ${i}`),
  inputSize: SIDE,
  normalisation: { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
  slotHead: null,
});
const arrays = initialise(config, createRandom("doctor"));

function makeImages(count: number): ImageBatch {
  const random = createRandom("doctor's pictures");
  const data = Float32Array.from({ length: count * SIDE * SIDE * 3 }, random.normal);
  return { data, count, height: SIDE, width: SIDE };
}

/** The first run compiles: it is counted only where one alone takes long enough. */
async function time<T>(images: number, work: () => Promise<T>): Promise<{ msPerImage: number; first: T }> {
  let began = performance.now();
  const first = await work();
  let runs = 1;
  if (performance.now() - began < TOO_LONG_MS) {
    began = performance.now();
    for (runs = 0; performance.now() - began < ENOUGH_MS; runs++) await work();
  }
  return { msPerImage: (performance.now() - began) / runs / images, first };
}

/** Logits of the demo's backbone with fixed weights. `values` are those of the first picture. */
export async function forwardTask(wish: EngineWish, images: number): Promise<TaskResult> {
  const model = await openModel(writeModelFile(config, arrays), wish);
  const batch = makeImages(images);
  const { msPerImage, first } = await time(images, () => model.predict(batch));
  await model.dispose();
  return { msPerImage, values: [...first.subarray(0, CLASSES)] };
}

/**
 * Loss and gradients of every parameter in training mode. `values`: the loss, then the norm of each gradient, always of
 * a few pictures: normalisation in training mode makes a picture's depend on how many there are.
 */
export async function trainingTask(images: number): Promise<TaskResult> {
  const parts = trainedParts(config, FC_RECIPE);
  const runner = openPassRunner({ config, arrays, parts, settings: FC_RECIPE });
  const numbers = valuesOf(arrays, parts.names);
  const step = (count: number) => {
    const { data } = makeImages(count);
    const labels = Array.from({ length: count }, (_, i) => i % CLASSES);
    return runner.run(numbers, { data, shape: [count, SIDE, SIDE, 3], labels }, 0);
  };
  const norm = (gradient: Float32Array) => Math.sqrt(gradient.reduce((sum, v) => sum + v * v, 0));
  const { msPerImage, first } = await time(FEW, () => step(FEW));
  const values = [first.loss, ...first.gradients.map(norm)];
  const result =
    images === FEW
      ? { msPerImage, values }
      : { msPerImage: (await time(images, () => step(images))).msPerImage, values };
  runner.dispose();
  return result;
}
