import { bootstrapAlpha } from "#lib/stats/agreement/krippendorff.ts";
import { clusteredMeans } from "#lib/stats/bootstrap-by-rater.ts";
import { computeReport } from "#lib/study/compute-report.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { largeStudy } from "#test/support/large-study.ts";
import { type Benchmark, median, time } from "./bench.ts";

const RATERS = 100;
const ITEMS = 100;
const ROUNDS = 5;

const study = largeStudy({ raters: 200, items: 100, arms: 9, metrics: 4 });

const random = createRandom("statistics bench");
const table = Array.from({ length: RATERS }, () =>
  Array.from({ length: ITEMS }, () => 1 + random.integer(5)),
);
const ratings = table.flatMap((row, r) =>
  row.map((value, i) => ({ rater: `r${r}`, item: `i${i}`, group: i % 2 ? "a" : "b", value })),
);

async function measure(name: string, work: () => unknown, target?: string) {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await time(async () => work()));
  return { name, value: median(rounds), unit: "ms", target };
}

export default {
  name: "statistics",
  about: `Intervals of a study with ${RATERS * ITEMS} ratings, and a whole report, 2000 resamples; medians of ${ROUNDS}.`,
  run: async () => [
    await measure(
      "Krippendorff's alpha, ordinal",
      () => bootstrapAlpha(table, "ordinal", { random: createRandom("alpha") }),
      "< 2000",
    ),
    await measure(
      `whole report of ${study.answers.length} ratings, ${study.arms.length} arms, 4 metrics`,
      () => computeReport(study),
    ),
    await measure(
      "means clustered by rater",
      () => clusteredMeans(ratings, { random: createRandom("means"), replicates: 2000 }),
      "< 2000",
    ),
  ],
} satisfies Benchmark;
