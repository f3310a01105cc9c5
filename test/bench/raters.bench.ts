import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Benchmark } from "./bench.ts";

const RATERS = 50;
const SECONDS = 40;

interface LoadResult {
  savesPerSecond: number;
  save: { p50Ms: number; p95Ms: number; p99Ms: number };
  stimulus: { p95Ms: number };
  lost: number;
  doubled: number;
  errors: Record<string, number>;
}

export default {
  name: "raters",
  about: `${RATERS} raters at once for ${SECONDS} s, 1 to 2 s to think, every accepted answer looked for afterwards.`,
  async run() {
    const args = [
      "--import",
      "tsx",
      "test/load/raters.ts",
      "--raters",
      `${RATERS}`,
      "--seconds",
      `${SECONDS}`,
      "--json",
    ];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const result = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as LoadResult;
    const errors = Object.values(result.errors).reduce((sum, count) => sum + count, 0);
    return [
      { name: "answers saved", value: result.savesPerSecond, unit: "/s", target: "all of about 33" },
      { name: "save, median", value: result.save.p50Ms, unit: "ms" },
      { name: "save, p95", value: result.save.p95Ms, unit: "ms", target: "< 150" },
      { name: "save, p99", value: result.save.p99Ms, unit: "ms" },
      { name: "picture, p95", value: result.stimulus.p95Ms, unit: "ms" },
      { name: "errors", value: errors, unit: "", target: "0" },
      { name: "lost", value: result.lost, unit: "", target: "0" },
      { name: "doubled", value: result.doubled, unit: "", target: "0" },
    ];
  },
} satisfies Benchmark;
