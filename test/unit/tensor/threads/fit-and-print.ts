import { openDataParallel } from "#lib/tensor/parallel/data-parallel.ts";
import type { Points } from "./line-thread.ts";

// A program that is also run bundled, its threads' files beside it.
const file = import.meta.url.endsWith(".ts") ? "./line-thread.ts" : "./line-thread.js";
const parallel = await openDataParallel<{ scale: number }, Points, unknown>({
  module: new URL(file, import.meta.url),
  ...{ name: "fitLine", init: { scale: 1 }, threads: 2, lengths: [1, 1] },
});
const share = (x: number, y: number) => ({
  share: { x: Float32Array.of(x), y: Float32Array.of(y) },
  items: 1,
});
const values = [Float32Array.of(1), Float32Array.of(0)];
const { gradients } = await parallel.run(values, [share(1.5, 3), share(3, 5.5)]);
console.log(JSON.stringify(gradients.map((gradient) => [...gradient])));
await parallel.close();
