import { availableParallelism } from "node:os";
import { type ComputePool, openComputePool } from "#workers/compute/pool.ts";
import { readEngineWish } from "#workers/compute/read-engine-wish.ts";
import { reportOnModel } from "./classification-report.ts";
import { scoreMaps } from "./evaluate-shard.ts";
import { makeMaps } from "./explain-shard.ts";
import { inspectImport } from "./inspect-import.ts";
import { openDemoWorkspace } from "./open-demo.ts";
import { prepareRun } from "./prepare-run.ts";
import { reportOnStudy } from "./report-compute.ts";
import { sendSimulatedRaters } from "./simulate-raters.ts";
import { drawStudy } from "./study-prepare.ts";

/** More than this at a time wait for each other more than they help; add worker processes instead. */
const MAX_CHILDREN = 2;
/** Long enough to keep models warm between the shards of a run. */
const IDLE_MS = 15_000;

/** Every kind of job there is. A new one is a definition in lib/jobs/definitions and a line here. */
export const createHandlers = (compute: ComputePool) => [
  openDemoWorkspace,
  prepareRun(compute),
  makeMaps(compute),
  scoreMaps(compute),
  reportOnModel(compute),
  inspectImport(compute),
  drawStudy,
  sendSimulatedRaters,
  reportOnStudy,
];

const size = Math.min(MAX_CHILDREN, availableParallelism());
/** The processes share the cores: threads of two that wait for each other are slower than none. */
const threads = Math.max(1, Math.floor(availableParallelism() / size));

/** The handlers of this process. Processes for the maths start with the first work. */
export const handlers = createHandlers(
  openComputePool({ size, idleMs: IDLE_MS, engines: { ...readEngineWish(process.env), threads } }),
);
