import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunPreview } from "#lib/services/explanations/estimate-run.ts";
import type { RunDetail } from "#lib/services/explanations/get-run.ts";
import type { Benchmark, Measurement } from "./bench.ts";
import { type RunningDemo, signIn, startDemo } from "./running-demo.ts";

const PORT = 4_970;
const LIMIT_MS = 30 * 60_000;

/** As JSON says them. */
type Timed = Omit<RunDetail, "startedAt" | "finishedAt"> & { startedAt: string; finishedAt: string };

function openClient({ url }: Pick<RunningDemo, "url">, cookie: string) {
  return async <Answer>(path: string, body?: unknown): Promise<Answer> => {
    const headers = { cookie, "content-type": "application/json" };
    const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${url}/api/v1/${path}`, { headers, ...sent });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
}

async function whenOver(client: ReturnType<typeof openClient>, id: string): Promise<Timed> {
  for (const end = performance.now() + LIMIT_MS; performance.now() < end; await sleep(500)) {
    const run = await client<Timed>(`runs/${id}`);
    if (run.state === "succeeded") return run;
    if (run.state === "failed") throw new Error(`The run failed: ${run.error}`);
  }
  throw new Error("The run did not end.");
}

/** Estimates and repeats the demo's comparison, and a run of half its images and samples. */
export async function compareEstimates(demo: RunningDemo): Promise<Measurement[]> {
  const client = openClient(demo, await signIn(demo));
  const { rows } = await client<{ rows: { id: string; name: string }[] }>("runs");
  const comparison = rows.find(({ name }) => name.startsWith("Methods and controls"));
  if (!comparison) throw new Error("The demo has no comparison.");
  const known = await whenOver(client, comparison.id);
  const arms = known.arms.map(({ label, explainerId, model, options, targetRule }) => {
    return { label, explainerId, modelId: model.id, options: options as object, targetRule };
  });
  const fewer = arms.map((arm) =>
    arm.explainerId === "ss-cam" ? { ...arm, options: { samples: 10 } } : arm,
  );
  const measurements: Measurement[] = [];
  for (const [name, sampleSize, wanted] of [
    ["the same run again", known.imageIds.length, arms],
    ["half the images, SS-CAM with 10 samples", Math.ceil(known.imageIds.length / 2), fewer],
  ] as const) {
    const wish = { versionId: known.version.id, sampleSize, arms: wanted };
    const { estimate, passes } = await client<RunPreview>("runs/estimate", wish);
    const { id } = await client<{ id: string }>("runs", { ...wish, name, seed: 2, confirmedCost: passes });
    const { startedAt, finishedAt } = await whenOver(client, id);
    const tookMs = Date.parse(finishedAt) - Date.parse(startedAt);
    measurements.push(
      {
        name: `${name}: expected over taken`,
        value: estimate.elapsedMs / tookMs,
        unit: "",
        target: "0.5 to 2",
      },
      { name: "  expected", value: estimate.elapsedMs / 1000, unit: "s" },
      { name: "  taken", value: tookMs / 1000, unit: "s" },
    );
  }
  return measurements;
}

export default {
  name: "run-estimate",
  about: "What the demo's comparison is expected to take, before it is run again, against what it takes.",
  async run() {
    const home = await mkdtemp(join(tmpdir(), "whynot-bench-"));
    const demo = await startDemo(home, PORT);
    try {
      return await compareEstimates(demo);
    } finally {
      await demo.stop();
      await rm(home, { recursive: true, force: true });
    }
  },
} satisfies Benchmark;
