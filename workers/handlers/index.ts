import { availableParallelism } from "node:os";
import { type ComputePool, openComputePool } from "#workers/compute/pool.ts";
import { scoreMaps } from "./evaluate-shard.ts";
import { makeMaps } from "./explain-shard.ts";
import { importDataset } from "./import-dataset.ts";
import { openDemoWorkspace } from "./open-demo.ts";
import { prepareRun } from "./prepare-run.ts";

/** Every kind of job there is. A new one is a definition in lib/jobs/definitions and a line here. */
export const createHandlers = (compute: ComputePool) => [
  importDataset,
  openDemoWorkspace,
  prepareRun(compute),
  makeMaps(compute),
  scoreMaps(compute),
];
