import { defineHandler } from "#lib/jobs/define-handler.ts";
import { simulateRaters } from "#lib/jobs/definitions/simulate-raters.ts";
import { runSimulatedRaters } from "#lib/services/studies/run-simulated-raters.ts";

/** The job's id names the batch, so a job that runs again adds nobody twice. */
export const sendSimulatedRaters = defineHandler(
  simulateRaters,
  ({ ctx, payload: { studyId, count, mixture }, job: { progress, signal } }) =>
    runSimulatedRaters(ctx, studyId, {
      batch: ctx.actor.kind === "job" ? ctx.actor.jobId : ctx.actor.kind,
      count,
      mixture,
      progress: (done, total) => void progress(done, total),
      signal,
    }),
);
