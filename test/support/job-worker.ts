import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { readConfig } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import { defineHandler } from "#lib/jobs/define-handler.ts";
import { defineJob } from "#lib/jobs/queue.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";

/** Writes a line to `log`, then sleeps in `steps` of 100 ms, then writes another one. */
export const sleepJob = defineJob({
  kind: "test.sleep",
  payload: z.object({ log: z.string(), steps: z.number() }),
  maxAttempts: 3,
});

/** Fails as often as told, in the way told. */
export const failJob = defineJob({
  kind: "test.fail",
  payload: z.object({ log: z.string(), times: z.number(), how: z.enum(["error", "invalid"]) }),
  maxAttempts: 3,
});

export const handlers = [
  defineHandler(sleepJob, async ({ payload: { log, steps }, job }) => {
    appendFileSync(log, `begin ${job.attempt}\n`);
    for (let step = 0; step < steps; step += 1) {
      await sleep(100, undefined, { signal: job.signal });
      await job.progress(step + 1, steps, "sleeping");
    }
    appendFileSync(log, `end ${job.attempt}\n`);
  }),
  defineHandler(
    failJob,
    async ({ payload: { log, times, how }, job: { attempt } }) => {
      appendFileSync(log, `try ${attempt}\n`);
      if (attempt > times) return;
      if (how === "invalid") throw new AppError("invalid", "This image has no class.");
      throw new Error("the disk hiccuped at postgres://whynot:hunter2@127.0.0.1/x");
    },
    {
      async onFailed({ payload: { log }, message }) {
        appendFileSync(log, `failed: ${message}\n`);
      },
    },
  ),
];

// As a program, started by the tests in a process that can be killed.
if (process.argv[1]?.endsWith("job-worker.ts")) {
  const worker = startWorker(readConfig(), handlers, { retryMs: 50 });
  process.once("SIGTERM", () => worker.stop().then(() => process.exit(0)));
}
