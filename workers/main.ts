import type { Config } from "#lib/config.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";
import { closeServices } from "#lib/services/open-context.ts";
import { keepHeapSmall } from "#lib/small-heap.ts";
import { openHandlers } from "./handlers/index.ts";

/** Jobs that do not let go in this time are left to their lease. */
const STOP_TIMEOUT_MS = 10_000;

/** Takes jobs until the process is told to end; resolves never, the process exits. */
export async function runWorker(config: Config): Promise<never> {
  keepHeapSmall();
  const worker = startWorker(config, openHandlers(config));
  let isStopping = false;
  const stop = async () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    await worker.stop();
    await closeServices();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  return new Promise(() => {});
}
