import { inspectEngines } from "#cli/doctor/inspect-engines.ts";
import type { Benchmark, Measurement } from "./bench.ts";

export default {
  name: "doctor",
  about:
    "The doctor's two tasks on every engine, each in a process of its own: logits, and loss with all gradients, 96 x 96.",
  async run() {
    const { engines } = await inspectEngines({ timed: true });
    const rows: Measurement[] = [];
    for (const engine of engines) {
      if (!engine.isPresent) continue;
      const { name, forward, training } = engine;
      if (forward) rows.push({ name: `${name}, forward`, value: forward.msPerImage, unit: "ms/image" });
      if (training)
        rows.push({ name: `${name}, training step`, value: training.msPerImage, unit: "ms/image" });
    }
    return rows;
  },
} satisfies Benchmark;
