import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { quantile } from "#lib/stats/quantile.ts";
import { type Benchmark, time } from "./bench.ts";
import { timeResults } from "./read-results.ts";
import { withFilledStudy } from "./with-filled-study.ts";

/** 20,000 unless said otherwise; a million takes some minutes to set up. */
const RATINGS = Number(process.env.RESULTS_RATINGS ?? 20_000);
const TRIALS = RATINGS > 200_000 ? 200 : 20;
const READINGS = 200;

export default {
  name: "results",
  about: `A study of ${RATINGS.toLocaleString("en-US")} ratings, ${TRIALS} a rater: its analysis, 2,000 resamples of whole raters, and ${READINGS} readings of what its results page shows.`,
  run: () =>
    withFilledStudy({ ratings: RATINGS, trials: TRIALS }, async ({ ctx, studyId }) => {
      const before = process.cpuUsage();
      const computeMs = await time(() => computeReports(ctx, studyId));
      const { user, system } = process.cpuUsage(before);
      const peakMb = process.resourceUsage().maxRSS / 1024;
      const readings = (await timeResults(ctx, studyId, READINGS)).sort((a, b) => a - b);
      return [
        { name: "analysis", value: computeMs / 1000, unit: "s", target: "<= 600 at a million ratings" },
        { name: "analysis, processor time without the database", value: (user + system) / 1e6, unit: "s" },
        { name: "peak memory of this process", value: peakMb, unit: "MB" },
        { name: "results page read, median", value: quantile(readings, 0.5), unit: "ms" },
        {
          name: "results page read, 95th percentile",
          value: quantile(readings, 0.95),
          unit: "ms",
          target: "<= 500",
        },
      ];
    }),
} satisfies Benchmark;
