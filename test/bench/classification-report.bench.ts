import { classificationReport } from "#lib/metrics/classification/classification-report.ts";
import { simulatedAnswers } from "#test/support/simulated-answers.ts";
import { type Benchmark, median, time } from "./bench.ts";

const SIZES = [
  { images: 200, classes: 10 },
  { images: 10_000, classes: 10 },
  { images: 10_000, classes: 100, target: "below 5,000" },
];
const ROUNDS = 5;

export default {
  name: "classification-report",
  about: "The report of simulated answers with 2,000 resamples, one thread; medians.",
  async run() {
    const rows = [];
    for (const { images, classes, target } of SIZES) {
      const answers = simulatedAnswers({ images, classes, signal: 3, seed: "bench" });
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        times.push(await time(async () => classificationReport({ ...answers, seed: round })));
      }
      const name = `${images.toLocaleString("en-US")} images, ${classes} classes`;
      rows.push({ name, value: median(times), unit: "ms", target });
    }
    return rows;
  },
} satisfies Benchmark;
