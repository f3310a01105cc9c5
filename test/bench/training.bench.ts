import { readFile } from "node:fs/promises";
import { initialise } from "#lib/scouter/initialise.ts";
import { readModelFile } from "#lib/scouter/model-file.ts";
import { openParallelPassRunner } from "#lib/scouter/training/parallel-pass.ts";
import { type Batch, valuesOf } from "#lib/scouter/training/pass.ts";
import { FC_RECIPE } from "#lib/scouter/training/settings.ts";
import { trainedParts } from "#lib/scouter/training/trained-parts.ts";
import type { GradientEngine } from "#lib/tensor/engine-names.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { type Benchmark, hasNativeEngine, type Measurement, median, time } from "./bench.ts";

const BATCH = 50;
const ROUNDS = 9;

interface Contestant {
  name: string;
  engine: GradientEngine;
  threads: number;
  target?: string;
}

const WASM: Contestant[] = [
  { name: "wasm, 1 thread", engine: "wasm", threads: 1 },
  { name: "wasm, 2 threads", engine: "wasm", threads: 2 },
];
const NATIVE: Contestant = { name: "native", engine: "native", threads: 1, target: "<= 6 on 2 cores" };

/** Wall and processor time of one call in milliseconds, all threads of the process together. */
async function timeBoth(work: () => Promise<unknown>): Promise<{ wall: number; processor: number }> {
  const before = process.cpuUsage();
  const wall = await time(work);
  const { user, system } = process.cpuUsage(before);
  return { wall, processor: (user + system) / 1000 };
}

export default {
  name: "training",
  about: `Loss and gradients of the tiny FC network, ${BATCH} pictures of 96 pixels, engines taking turns; medians.`,
  async run() {
    const { config } = readModelFile(await readFile("demo/models/fc.safetensors"));
    const random = createRandom("training");
    const arrays = initialise(config, random);
    const parts = trainedParts(config, FC_RECIPE);
    const values = valuesOf(arrays, parts.names);
    const side = config.inputSize;
    const batch: Batch = {
      data: Float32Array.from({ length: BATCH * side * side * 3 }, random.normal),
      shape: [BATCH, side, side, 3],
      labels: Array.from({ length: BATCH }, (_, i) => i % config.classNames.length),
    };
    const open = ({ engine, threads }: Contestant) =>
      openParallelPassRunner({ engine, config, arrays, parts, settings: FC_RECIPE, threads });
    /** Those of a group take turns; idle threads of native would disturb the others, so it comes alone and last. */
    const measure = async (group: readonly Contestant[]) => {
      const running = await Promise.all(group.map(open));
      const times = group.map(() => ({ wall: [] as number[], processor: [] as number[] }));
      for (let round = -2; round < ROUNDS; round++) {
        for (const [i, runner] of running.entries()) {
          const { wall, processor } = await timeBoth(() => runner.run(values, batch, 0));
          if (round < 0) continue;
          times[i].wall.push(wall / BATCH);
          times[i].processor.push(processor / BATCH);
        }
      }
      for (const runner of running) runner.dispose();
      return times;
    };
    const contestants = hasNativeEngine() ? [...WASM, NATIVE] : WASM;
    const times = await measure(WASM);
    if (hasNativeEngine()) times.push(...(await measure([NATIVE])));
    const rows: Measurement[] = contestants.flatMap(({ name, target }, i) => [
      { name, value: median(times[i].wall), unit: "ms/image", target },
      { name: `${name}, fastest round`, value: Math.min(...times[i].wall), unit: "ms/image" },
      { name: `${name}, processor time`, value: median(times[i].processor), unit: "ms/image" },
    ]);
    const [one, two] = times.map(({ wall }) => wall);
    const ratio = { unit: "x", target: ">= 1.7 on 2 cores" };
    rows.push(
      { name: "wasm, 2 threads against 1", value: median(one) / median(two), ...ratio },
      {
        name: "wasm, 2 threads against 1, fastest rounds",
        value: Math.min(...one) / Math.min(...two),
        ...ratio,
      },
    );
    return rows;
  },
} satisfies Benchmark;
