import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { build } from "esbuild";
import { afterEach, describe, expect, it } from "vitest";
import { type DataParallel, openDataParallel } from "#lib/tensor/parallel/data-parallel.ts";
import { startWasm } from "#lib/tensor/wasm/start.ts";
import { draw } from "./draw.ts";
import { lossOf, type Pictures } from "./threads/convolution-thread.ts";
import type { Points } from "./threads/line-thread.ts";

let open: DataParallel<never, unknown> | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

async function openLine(threads: number) {
  const module = new URL("./threads/line-thread.ts", import.meta.url);
  const parallel = await openDataParallel<{ scale: number }, Points, { loss: number; count: number }>({
    ...{ module, name: "fitLine", init: { scale: 0.5 }, threads, lengths: [1, 1] },
  });
  open = parallel as unknown as typeof open;
  return parallel;
}

const share = (x: number[], y: number[]) => ({
  share: { x: Float32Array.from(x), y: Float32Array.from(y) },
  items: x.length,
});

describe("data-parallel gradients", () => {
  it("are those of the whole batch, however unequal the shares", async () => {
    const values = [Float32Array.of(0.5), Float32Array.of(-1)];
    const [x, y] = [
      [1, 2, 3, 4, 5],
      [2, 1, 0, 3, 7],
    ];
    const parallel = await openLine(2);
    const parts = await parallel.run(values, [
      share(x.slice(0, 1), y.slice(0, 1)),
      share(x.slice(1), y.slice(1)),
    ]);
    const whole = await parallel.run(values, [share(x, y)]);
    for (const [i, [value]] of whole.gradients.entries()) {
      expect(value).not.toBe(0);
      expect(parts.gradients[i][0]).toBeCloseTo(value, 5);
    }
    expect(parts.rests.map(({ count }) => count)).toEqual([1, 4]);
  });

  it("follow the values they are given, step by step", async () => {
    const parallel = await openLine(2);
    const values = [Float32Array.of(0), Float32Array.of(0)];
    let loss = 0;
    for (let step = 0; step < 200; step++) {
      const { gradients, rests } = await parallel.run(values, [share([0, 1], [1, 3]), share([2, 3], [5, 7])]);
      loss = rests[0].loss + rests[1].loss;
      for (const [i, [gradient]] of gradients.entries()) values[i][0] -= 0.2 * gradient;
    }
    expect(loss).toBeLessThan(1e-6);
    expect(values[0][0]).toBeCloseTo(2, 2);
    expect(values[1][0]).toBeCloseTo(1, 2);
  });

  it("on an engine in each thread: the gradient of one engine over everything, the same bits twice, nothing left over", async () => {
    await startWasm();
    const shape = [3, 3, 4, 6];
    const kernel = draw(shape, "kernel");
    const images = draw([6, 9, 9, 4], "images");
    const want = tf.tidy(() =>
      tf
        .grad((k: tf.Tensor) => lossOf(images, k))(kernel)
        .dataSync(),
    );
    const parallel = await openDataParallel<number[], Pictures, { loss: number; tensors: number }>({
      module: new URL("./threads/convolution-thread.ts", import.meta.url),
      ...{ name: "meanSquare", init: shape, threads: 2, lengths: [kernel.size] },
    });
    open = parallel as unknown as typeof open;
    const data = images.dataSync<"float32">();
    const each = data.length / 6;
    const shares = [
      [0, 2],
      [2, 6],
    ].map(([from, to]) => ({
      share: { data: data.slice(from * each, to * each), shape: [to - from, 9, 9, 4] } as Pictures,
      items: to - from,
    }));
    const values = [kernel.dataSync<"float32">()];
    const first = await parallel.run(values, shares);
    const second = await parallel.run(values, shares);
    const size = Math.max(...want.map(Math.abs));
    for (const [i, v] of want.entries())
      expect(Math.abs(first.gradients[0][i] - v) / size).toBeLessThan(1e-5);
    expect(second.gradients).toEqual(first.gradients);
    expect(second.rests.map(({ tensors }) => tensors)).toEqual(first.rests.map(({ tensors }) => tensors));
    tf.dispose([kernel, images]);
  });

  it("starts its threads from a bundle too", async () => {
    const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
    const folder = await mkdtemp(join(file("../../../node_modules"), ".whynot-bundle-"));
    try {
      const library = (name: string) => file(`../../../lib/tensor/parallel/${name}.ts`);
      await build({
        entryPoints: {
          main: file("./threads/fit-and-print.ts"),
          "line-thread": file("./threads/line-thread.ts"),
          thread: library("thread"),
          "gradient-thread": library("gradient-thread"),
        },
        ...{ outdir: folder, bundle: true, platform: "node", format: "esm", packages: "external" },
      });
      await writeFile(join(folder, "package.json"), '{"type":"module"}');
      const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "main.js")]);
      expect(JSON.parse(stdout)).toEqual([[-9.75], [-4]]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
