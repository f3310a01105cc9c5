import { clusteredMeans } from "#lib/stats/bootstrap-by-rater.ts";
import { compareArms } from "#lib/study/compare-arms.ts";
import type { Estimate } from "#lib/study/report.ts";
import { resampleRaters } from "#lib/study/resample-raters.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { type PlantedDesign, plantedStudy } from "#test/support/planted-study.ts";
import type { CoverageCase } from "./case.ts";

const REPLICATES = 1000;
/** So many raters that their means stand for the truth. */
const POPULATION = 10_000;
const TRUTH = `means of ${POPULATION.toLocaleString("en-US")} raters`;

export type Planted = Omit<PlantedDesign, "raters">;

/** Means of arms, and differences of arms, at each number of raters. */
export function meanCases(design: Planted, raters: readonly number[]): CoverageCase[] {
  const population = meansOf(plantedStudy({ ...design, raters: POPULATION }, "population"), "means", 1);
  const truth = (armId: string): number => {
    const mean = population.get(armId);
    if (!mean || "undefined" in mean) throw new Error(`The population has no mean of ${armId}.`);
    return mean.value;
  };
  return raters.flatMap((count): CoverageCase[] => [
    {
      name: `Mean score of an arm; ${count} raters`,
      truth: TRUTH,
      simulate(random) {
        const study = plantedStudy({ ...design, raters: count }, `study ${random.uniform()}`);
        const means = meansOf(study, String(random.uniform()), REPLICATES);
        return [...means].map(([armId, estimate]) => ({ estimate, truth: truth(armId) }));
      },
    },
    {
      name: `Difference of two arms within raters; ${count} raters`,
      truth: TRUTH,
      simulate(random) {
        const study = plantedStudy({ ...design, raters: count }, `study ${random.uniform()}`);
        const options = resampleRaters(study.ratings, random.fork("resamples"));
        return compareArms(study.arms, study.ratings, { ...options, replicates: REPLICATES }).map(
          ({ a, b, difference }) => ({ estimate: difference, truth: truth(a) - truth(b) }),
        );
      },
    },
  ]);
}

function meansOf(
  { ratings }: ReturnType<typeof plantedStudy>,
  seed: string,
  replicates: number,
): Map<string, Estimate> {
  const rows = ratings.map(({ rater, itemId, armId, value }) => ({
    rater,
    item: itemId,
    group: armId,
    value,
  }));
  return clusteredMeans(rows, { ...resampleRaters(rows, createRandom(seed)), replicates });
}
