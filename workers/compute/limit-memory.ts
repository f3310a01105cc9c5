import { freemem } from "node:os";
import { Worker } from "node:worker_threads";

const POLL_MS = 50;

/** Runs beside the work, because that may keep its own thread for seconds: looks at the whole process's memory. */
const WATCH = `
const { workerData } = require("node:worker_threads");
const { limitBytes, pollMs, processId } = workerData;
setInterval(() => {
  if (process.memoryUsage.rss() > limitBytes) process.kill(processId, "SIGKILL");
}, pollMs);
`;

/** Leaves the machine something, whatever is asked for. */
const MOST_OF_FREE = 0.75;

/**
 * Ends this process when it takes more than `bytes`, or most of what the machine has left, on top of what it has now. A graph from
 * anywhere may ask for any amount, and the system would end whatever it finds first.
 * @returns what ends the watch
 */
export function limitMemory(bytes: number): () => void {
  const limitBytes = process.memoryUsage.rss() + Math.min(bytes, MOST_OF_FREE * freemem());
  const watch = new Worker(WATCH, {
    eval: true,
    workerData: { limitBytes, pollMs: POLL_MS, processId: process.pid },
  });
  watch.unref();
  return () => void watch.terminate();
}
