import { stat } from "node:fs/promises";
import path from "node:path";
import { writeArchive } from "#cli/write-files.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { exportPack } from "#lib/services/reports/packs/export-pack.ts";
import { type Benchmark, median, time } from "./bench.ts";
import { measureCommand } from "./measure-command.ts";
import { withFilledStudy } from "./with-filled-study.ts";

/** 20,000 unless said otherwise; a million takes some minutes to set up. */
const RATINGS = Number(process.env.REPORT_PACK_RATINGS ?? 20_000);
const MANY = 200_000;
const TRIALS = RATINGS > MANY ? 200 : 20;
const ROUNDS = RATINGS > MANY ? 1 : 5;

export default {
  name: "report-pack",
  about: `The report pack of a study of ${RATINGS.toLocaleString("en-US")} ratings, ${TRIALS} a rater, whose report is computed: in this process, median of ${ROUNDS}, and by bin/whynot report in one of its own.`,
  run: () =>
    withFilledStudy({ ratings: RATINGS, trials: TRIALS }, async ({ database, ctx, studyId }) => {
      const computeMs = await time(() => computeReports(ctx, studyId));
      const file = path.join(database.home, "pack.zip");
      const write = () =>
        exportPack(ctx, { studyId, raters: "people" }, {}, (files) => writeArchive(file, files));
      const rounds: { ms: number; cpuMs: number }[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const before = process.cpuUsage();
        const ms = await time(write);
        const { user, system } = process.cpuUsage(before);
        rounds.push({ ms, cpuMs: (user + system) / 1000 });
      }
      const { ms, peakMb } = await measureCommand(["report", studyId, "--zip", file], {
        DATABASE_URL: database.url,
        WHYNOT_HOME: database.home,
      });
      return [
        { name: "report computed", value: computeMs / 1000, unit: "s" },
        {
          name: "pack written",
          value: median(rounds.map(({ ms }) => ms)) / 1000,
          unit: "s",
          target: RATINGS > MANY ? "<= 60" : "<= 1",
        },
        {
          name: "pack written, processor time without the database",
          value: median(rounds.map(({ cpuMs }) => cpuMs)) / 1000,
          unit: "s",
        },
        { name: "command", value: ms / 1000, unit: "s" },
        { name: "command, peak memory", value: peakMb, unit: "MB", target: "<= 300" },
        { name: "archive", value: (await stat(file)).size / 1e6, unit: "MB" },
      ];
    }),
} satisfies Benchmark;
