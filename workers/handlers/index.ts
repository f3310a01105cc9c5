import { availableParallelism } from "node:os";
import type { Config } from "#lib/config.ts";
import { type ComputePool, openComputePool } from "#workers/compute/pool.ts";
import { readEngineWish } from "#workers/compute/read-engine-wish.ts";
import { agreeOnRound } from "./agree-on-round.ts";
import { reportOnModel } from "./classification-report.ts";
import { creditParticipant, reconcileSubmissions } from "./crowd-platforms.ts";
import { editImagesHandler } from "./edit-images.ts";
import { erasePeople } from "./erase-personal.ts";
import { scoreMaps } from "./evaluate-shard.ts";
import { makeMaps } from "./explain-shard.ts";
import { exportDataset } from "./export-dataset.ts";
import { findDuplicates } from "./find-duplicates.ts";
import { importDataset } from "./import-dataset.ts";
import { inspectDataset } from "./inspect-dataset.ts";
import { inspectImport } from "./inspect-import.ts";
import { judgeMaps } from "./judge-arm.ts";
import { openDemoWorkspace } from "./open-demo.ts";
import { prepareRun } from "./prepare-run.ts";
import { reportOnStudy } from "./report-compute.ts";
import { packReport } from "./report-pack.ts";
import { sendSimulatedRaters } from "./simulate-raters.ts";
import { drawStudy } from "./study-prepare.ts";
import { sweepReleasedFiles } from "./sweep-files.ts";
import { type TrainingPlace, trainModel } from "./train-model.ts";

/** More than this at a time wait for each other more than they help; add worker processes instead. */
const MAX_CHILDREN = 2;
/** Long enough to keep models warm between the shards of a run. */
const IDLE_MS = 15_000;

/** Behind the shards of a run, which somebody waits for, as those are behind the site. */
const TRAINING_PRIORITY = 15;
/** Of the memory that is free; the rest is for the network itself, and for what else runs. */
const TRAINING_MEMORY_SHARE = 0.25;
const MEGABYTE = 1024 * 1024;

/** Every kind of job there is. A new one is a definition in lib/jobs/definitions and a line here. */
export const createHandlers = (compute: ComputePool, training: TrainingPlace) => [
  openDemoWorkspace,
  editImagesHandler,
  prepareRun(compute),
  makeMaps(compute),
  scoreMaps(compute),
  judgeMaps(compute),
  reportOnModel(compute),
  inspectImport(compute),
  inspectDataset,
  importDataset,
  trainModel(training),
  drawStudy,
  sendSimulatedRaters,
  sweepReleasedFiles,
  findDuplicates,
  reportOnStudy,
  packReport,
  exportDataset,
  agreeOnRound,
  reconcileSubmissions,
  creditParticipant,
  erasePeople,
];

/** The handlers of this process. Processes for the maths start with the first work. */
export function openHandlers({ filesFolder }: Pick<Config, "filesFolder">) {
  const cores = availableParallelism();
  const size = Math.min(MAX_CHILDREN, cores);
  const engines = readEngineWish(process.env);
  // The processes share the cores: threads of two that wait for each other are slower than none.
  const threads = Math.max(1, Math.floor(cores / size));
  return createHandlers(openComputePool({ size, idleMs: IDLE_MS, engines: { ...engines, threads } }), {
    compute: openComputePool({ size: 1, idleMs: 0, engines, priority: TRAINING_PRIORITY }),
    filesFolder,
    engines,
    memoryMb: () => Math.floor((TRAINING_MEMORY_SHARE * process.availableMemory()) / MEGABYTE),
  });
}
