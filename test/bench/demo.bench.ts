import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Benchmark } from "./bench.ts";
import { installationMemory } from "./process-memory.ts";
import { type RunningDemo, signIn, startDemo } from "./running-demo.ts";

const PORT = 4_960;
const RUNS_LIMIT_MS = 20 * 60_000;
/** Threads and models are let go after some idle seconds; then memory is what an idle installation costs. */
const SETTLE_MS = 90_000;

/** Milliseconds until every run of the demo has ended well. */
async function waitForRuns(demo: RunningDemo): Promise<number> {
  const cookie = await signIn(demo);
  const startedAt = performance.now();
  while (performance.now() - startedAt < RUNS_LIMIT_MS) {
    const { rows } = (await (await fetch(`${demo.url}/api/v1/runs`, { headers: { cookie } })).json()) as {
      rows: { state: string }[];
    };
    if (rows.some(({ state }) => state === "failed")) throw new Error("A run of the demo failed.");
    if (rows.length >= 2 && rows.every(({ state }) => state === "succeeded"))
      return performance.now() - startedAt;
    await sleep(500);
  }
  throw new Error("The demo's runs did not end.");
}

export default {
  name: "demo",
  about: "npm run demo from nothing but installed packages, its runs, its idle memory, and a second start.",
  async run() {
    const home = await mkdtemp(join(tmpdir(), "whynot-bench-"));
    await rm(".next", { recursive: true, force: true });
    try {
      const first = await startDemo(home, PORT);
      const runsMs = await waitForRuns(first);
      await sleep(SETTLE_MS);
      const idle = await installationMemory(first.pid);
      await first.stop();
      const second = await startDemo(home, PORT);
      await second.stop();
      return [
        { name: "first start to first page", value: first.firstPageMs / 1000, unit: "s", target: "<= 60" },
        { name: "all demo explanations", value: runsMs / 60_000, unit: "min", target: "<= 10" },
        {
          name: "idle memory: site, worker, database",
          value: idle.site + idle.worker + idle.database,
          unit: "MiB PSS",
          target: "< 600",
        },
        { name: "  site", value: idle.site, unit: "MiB PSS" },
        { name: "  worker", value: idle.worker, unit: "MiB PSS" },
        { name: "  database", value: idle.database, unit: "MiB PSS" },
        { name: "idle memory: supervisor", value: idle.supervisor, unit: "MiB PSS" },
        { name: "second start to first page", value: second.firstPageMs / 1000, unit: "s", target: "<= 6" },
      ];
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
} satisfies Benchmark;
