import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { loadTfjs } from "#lib/explain/load-tfjs.ts";
import { type BrowserEngine, startBrowserEngine } from "#lib/tensor/browser-engine.ts";
import { describeEngine } from "#lib/tensor/engine-names.ts";
import type { FromWorker, JobEvent, ToWorker } from "../protocol.ts";
import { createJobRunner } from "./run-job.ts";

// Checks that are compiled at run time would need a policy that allows eval.
z.config({ jitless: true });

const runJob = createJobRunner();
const running = new Map<number, AbortController>();
let engine: Promise<BrowserEngine>;
let queue: Promise<void> = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "start") engine = start(data.binaries, data.wish);
  else if (data.type === "cancel") running.get(data.id)?.abort();
  else {
    const abort = new AbortController();
    running.set(data.id, abort);
    queue = queue.then(() => run(data, abort.signal));
  }
};

/** Methods load the tensor library when they first need it: here it has to be there before the network goes. */
async function start(binaries: string, wish?: "wasm" | "webgpu"): Promise<BrowserEngine> {
  const [started] = await Promise.all([startBrowserEngine(binaries, wish), loadTfjs()]);
  return started;
}

async function run({ id, job }: Extract<ToWorker, { type: "run" }>, signal: AbortSignal): Promise<void> {
  const post = (event: JobEvent) => self.postMessage({ id, event } satisfies FromWorker);
  try {
    if (signal.aborted) throw new AppError("cancelled", "Stopped.");
    post({ type: "stage", stage: "engine", done: 0, total: 1 });
    const started = await engine;
    post({ type: "engine", engine: { name: describeEngine(started), refusal: started.refusal } });
    await runJob(job, post, signal);
  } catch (error) {
    const code = error instanceof AppError ? error.code : "unexpected";
    const message = error instanceof Error ? error.message : String(error);
    post({ type: "failed", code, message });
  } finally {
    running.delete(id);
  }
}
