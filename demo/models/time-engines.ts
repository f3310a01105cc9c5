import { readFile } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { Command } from "commander";
import { initialise } from "#lib/scouter/initialise.ts";
import { readModelFile } from "#lib/scouter/model-file.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import { FC_RECIPE } from "#lib/scouter/training/settings.ts";
import { trainedParts } from "#lib/scouter/training/trained-parts.ts";
import { openTrainer } from "#lib/scouter/training/trainer.ts";
import { selectEngines } from "#lib/tensor/engine.ts";
import type { ForwardEngine } from "#lib/tensor/engine-names.ts";
import type { ImageBatch } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";

/**
 * Times one engine on the demo's networks: a forward pass and a training step, milliseconds an image. Prints wall time and
 * processor time (all threads); the second is what counts while others use the machine.
 */

const { models, engine, threads, repeats } = new Command()
  .option("--models <dir>", "folder of the weights", "demo/models")
  .requiredOption("--engine <name>", "onnx, native, webgpu or wasm")
  .option("--threads <n>", "threads of a forward pass on onnx", Number, 1)
  .option("--repeats <n>", "batches to time", Number, 12)
  .parse()
  .opts<{ models: string; engine: ForwardEngine; threads: number; repeats: number }>();

const BATCH = 16;

async function time(label: string, images: number, work: () => Promise<unknown>): Promise<void> {
  await work();
  const cpu = process.cpuUsage();
  const began = performance.now();
  for (let i = 0; i < repeats; i++) await work();
  const wall = performance.now() - began;
  const used = process.cpuUsage(cpu);
  const each = (ms: number) => (ms / repeats / images).toFixed(2);
  console.log(
    `${label}: ${each(wall)} ms/image, ${each((used.user + used.system) / 1000)} ms of processor time`,
  );
}

const random = createRandom("timing");
for (const name of ["fc", "scouter-plus"]) {
  const model = await openModel(await readFile(`${models}/${name}.safetensors`), {
    forward: engine,
    threads,
  });
  const side = model.inputSize;
  const data = Float32Array.from({ length: BATCH * side * side * 3 }, random.normal);
  const batch: ImageBatch = { data, count: BATCH, height: side, width: side };
  await time(`${name}, logits, ${engine}, ${threads} threads`, BATCH, () => model.predict(batch));
  await time(`${name}, all outputs`, BATCH, () => model.forward(batch));
  await model.dispose();
}

if (engine !== "onnx") {
  await selectEngines({ gradient: engine });
  const { config } = readModelFile(await readFile(`${models}/fc.safetensors`));
  const side = config.inputSize;
  const data = Float32Array.from({ length: 50 * side * side * 3 }, random.normal);
  const labels = Array.from({ length: 50 }, (_, i) => i % config.classNames.length);
  const parts = trainedParts(config, FC_RECIPE);
  const trainer = openTrainer(config, initialise(config, random), parts, FC_RECIPE);
  const batch = { data, shape: [50, side, side, 3] as [number, number, number, number], labels };
  await time(`fc training step of 50, ${engine}`, 50, () => trainer.step(batch, 0, { learningRate: 1e-3 }));
  trainer.dispose();
}
