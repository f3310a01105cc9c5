import { clusteredMeans } from "#lib/stats/bootstrap-by-rater.ts";
import { compareArms } from "#lib/study/compare-arms.ts";
import type { Estimate } from "#lib/study/report.ts";
import { resampleRaters } from "#lib/study/resample-raters.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { plantedStudy } from "#test/support/planted-study.ts";
import type { Benchmark, Measurement } from "./bench.ts";

const STUDIES = 200;
const REPLICATES = 1000;
/** So many raters that their means stand for the truth. */
const POPULATION = 10_000;
const LEVEL = 0.05;
/** Arms 0 and 1 are the same but for their maps, 2 and 3 lie a fifth of a scale point apart, the last far off. */
const DESIGN = { items: 20, plausibility: [0.4, 0.4, 0.6, 0.65, 0.8], spread: 0 };
const RATERS = [10, 20, 40];

/** How often the intervals of a study's results hold the truth, and how often its tests find what is and what is not there. */
export default {
  name: "study-coverage",
  about: `${STUDIES} studies of simulated raters with a planted order of 5 arms: intervals, and p corrected for 10 pairs.`,
  async run() {
    const truth = meansOf(plantedStudy({ ...DESIGN, raters: POPULATION }, "population"), 1);
    return RATERS.flatMap((raters) => measure(raters, truth));
  },
} satisfies Benchmark;

function measure(raters: number, truth: ReadonlyMap<string, Estimate>): Measurement[] {
  const [means, differences, falsely, small, large]: boolean[][] = [[], [], [], [], []];
  for (let k = 0; k < STUDIES; k++) {
    const study = plantedStudy({ ...DESIGN, raters }, `study ${k}`);
    for (const [armId, mean] of meansOf(study, REPLICATES)) means.push(holds(mean, trueMean(truth, armId)));
    const options = { ...resampleRaters(study.ratings, createRandom(k)), replicates: REPLICATES };
    for (const { a, b, difference, test } of compareArms(study.arms, study.ratings, options)) {
      differences.push(holds(difference, trueMean(truth, a) - trueMean(truth, b)));
      const found = "adjusted" in test && test.adjusted < LEVEL;
      if (a === "a0" && b === "a1") falsely.push(found);
      else if (a === "a2" && b === "a3") small.push(found);
      else if (a === "a0" && b === "a4") large.push(found);
    }
  }
  const share = (name: string, hits: readonly boolean[], target?: string): Measurement => ({
    name: `${raters} raters: ${name}`,
    value: (100 * hits.filter(Boolean).length) / hits.length,
    unit: "%",
    target,
  });
  return [
    share("intervals of means that hold the truth", means, "95"),
    share("intervals of differences that hold the truth", differences, "95"),
    share("studies that tell equal arms apart", falsely, "< 5"),
    share("studies that tell 0.2 scale points apart", small),
    share("studies that tell 1.6 scale points apart", large),
  ];
}

function meansOf({ ratings }: ReturnType<typeof plantedStudy>, replicates: number): Map<string, Estimate> {
  const rows = ratings.map(({ rater, itemId, armId, value }) => ({
    rater,
    item: itemId,
    group: armId,
    value,
  }));
  return clusteredMeans(rows, { ...resampleRaters(rows, createRandom("means")), replicates });
}

const trueMean = (truth: ReadonlyMap<string, Estimate>, armId: string): number => {
  const mean = truth.get(armId);
  if (!mean || "undefined" in mean) throw new Error(`The population has no mean of ${armId}.`);
  return mean.value;
};

const holds = (estimate: Estimate, value: number): boolean =>
  "value" in estimate && estimate.low <= value && value <= estimate.high;
