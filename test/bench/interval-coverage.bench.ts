import { classificationReport } from "#lib/metrics/classification/classification-report.ts";
import { MEASURE_IDS, measures } from "#lib/metrics/classification/measures.ts";
import type { ClassificationReport, Reported } from "#lib/metrics/classification/report.ts";
import { simulatedAnswers } from "#test/support/simulated-answers.ts";
import type { Benchmark, Measurement } from "./bench.ts";

const SAMPLES = 300;
const RESAMPLES = 400;
/** So many images that their values stand for the truth. */
const POPULATION = 100_000;
const SETTINGS = [
  { what: "10 classes of 20, accuracy .90, calibrated", images: 200, classes: 10, signal: 3, sharpness: 1 },
  { what: "10 classes of 20, accuracy .90, too sure", images: 200, classes: 10, signal: 3, sharpness: 3 },
  { what: "20 classes of 5, accuracy .72, calibrated", images: 100, classes: 20, signal: 2.5, sharpness: 1 },
  {
    what: "100 classes of 10, accuracy .68, calibrated",
    images: 1000,
    classes: 100,
    signal: 3,
    sharpness: 1,
  },
  { what: "2 classes of 70, accuracy .92, calibrated", images: 140, classes: 2, signal: 2, sharpness: 1 },
];

/** The numbers whose intervals are looked at: all measures, and those of the first class. */
function numbersOf(report: ClassificationReport): Record<string, Reported> {
  const { precision, recall, f1, auc } = report.perClass[0];
  const named = MEASURE_IDS.filter((id) => id !== "top5").map((id) => [
    measures[id].name,
    report.measures[id],
  ]);
  return {
    ...Object.fromEntries(named),
    "precision of a class": precision,
    "recall of a class": recall,
    "F1 of a class": f1,
    "AUC of a class": auc,
  };
}

/** How often the intervals of many samples hold the value of the population they are drawn from. */
export default {
  name: "interval-coverage",
  about: `Share of ${SAMPLES} simulated data sets whose 95 % interval holds the truth, where there is an interval.`,
  async run() {
    const rows: Measurement[] = [];
    for (const { what, images, ...classifier } of SETTINGS) {
      const population = simulatedAnswers({ ...classifier, images: POPULATION, seed: "population" });
      const truth = numbersOf(classificationReport({ ...population, seed: 0, resamples: 1 }));
      const held: Record<string, boolean[]> = {};
      for (let sample = 0; sample < SAMPLES; sample++) {
        const answers = simulatedAnswers({ ...classifier, images, seed: `sample ${sample}` });
        const numbers = numbersOf(classificationReport({ ...answers, seed: sample, resamples: RESAMPLES }));
        for (const [name, got] of Object.entries(numbers)) {
          const want = truth[name];
          if ("undefined" in got || got.low === null || "undefined" in want) continue;
          held[name] ??= [];
          held[name].push(got.low <= want.value && want.value <= got.high);
        }
      }
      for (const [name, hits] of Object.entries(held)) {
        const value = (100 * hits.filter(Boolean).length) / hits.length;
        rows.push({ name: `${what}: ${name} (${hits.length} intervals)`, value, unit: "%", target: "95" });
      }
    }
    return rows;
  },
} satisfies Benchmark;
