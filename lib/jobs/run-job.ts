import { z } from "zod";
import type { Job } from "#lib/db/generated/client.ts";
import { persist } from "#lib/db/persist.ts";
import { AppError } from "#lib/errors.ts";
import { withoutCredentials } from "#lib/observability/logger.ts";
import type { Ctx } from "#lib/services/context.ts";
import type { JobHandler } from "./define-handler.ts";
import { holdLease, JobInterrupted } from "./hold-lease.ts";
import { claimJob, endJob, forgetAttempts, requeueJob, writeProgress } from "./job-row.ts";
import { throttleProgress } from "./throttle-progress.ts";

export interface JobRunner {
  handlers: ReadonlyMap<string, JobHandler>;
  /** Without actor and workspace, which are the job's. */
  services: Pick<Ctx, "db" | "storage" | "log" | "clock" | "imports" | "crowd">;
  /** Unlike that of any other worker, living or dead. */
  workerId: string;
  leaseMs: number;
  /** Fires when the worker stops. */
  shutdown: AbortSignal;
  /** First delay before another attempt; each further one doubles it. */
  retryMs?: number;
}

const RETRY_MS = 2_000;
const MAX_RETRY_MS = 5 * 60_000;
const PROGRESS_INTERVAL_MS = 250;

type Outcome =
  | { kind: "succeeded" }
  | { kind: "cancelled" }
  | { kind: "lost" }
  | { kind: "interrupted" }
  | { kind: "failed"; message: string; permanent: boolean; error: unknown };

function interruption(error: unknown): JobInterrupted | undefined {
  if (error instanceof JobInterrupted) return error;
  return error instanceof AppError && error.cause instanceof JobInterrupted ? error.cause : undefined;
}

/** Trying again cannot mend wrong input; anything else may be the network, the disk or a restart. */
function judge(error: unknown): Outcome {
  const message = withoutCredentials(error instanceof Error ? error.message : String(error));
  if (error instanceof z.ZodError) {
    return {
      kind: "failed",
      message: `The job's input is not valid: ${z.prettifyError(error)}`,
      permanent: true,
      error,
    };
  }
  const permanent = error instanceof AppError && error.code !== "unavailable";
  return { kind: "failed", message, permanent, error };
}

async function attempt(runner: JobRunner, job: Job, handler: JobHandler, ctx: Ctx): Promise<Outcome> {
  const { services, workerId, leaseMs, shutdown } = runner;
  const lease = holdLease(services.db, job.id, { owner: workerId, leaseMs }, services.log);
  const stopping = new AbortController();
  const onShutdown = () => stopping.abort(new JobInterrupted("shutdown"));
  if (shutdown.aborted) onShutdown();
  shutdown.addEventListener("abort", onShutdown);
  const signal = AbortSignal.any([lease.signal, stopping.signal]);
  const progress = throttleProgress(
    (now) => writeProgress(services.db, job, workerId, now),
    PROGRESS_INTERVAL_MS,
  );
  try {
    const payload = handler.definition.payload.parse(job.payload);
    const report = (done: number, total?: number, message?: string) =>
      progress.report({
        done,
        ...(total === undefined ? {} : { total }),
        ...(message === undefined ? {} : { message }),
      });
    const gotFurther = async () => {
      if (job.attempts <= 1) return;
      job.attempts = 1;
      await forgetAttempts(services.db, job, workerId);
    };
    signal.throwIfAborted();
    await handler.run({
      ctx,
      payload,
      job: { id: job.id, attempt: job.attempts, progress: report, gotFurther, signal },
    });
    await progress.flush();
    return { kind: "succeeded" };
  } catch (error) {
    const interrupted = interruption(signal.aborted ? signal.reason : error);
    if (interrupted?.why === "lost") return { kind: "lost" };
    if (interrupted?.why === "shutdown") return { kind: "interrupted" };
    if (interrupted || (error instanceof AppError && error.code === "cancelled"))
      return { kind: "cancelled" };
    return judge(error);
  } finally {
    shutdown.removeEventListener("abort", onShutdown);
    await lease.stop();
  }
}

interface Failure {
  message: string;
  error?: unknown;
}

async function fail(
  runner: JobRunner,
  job: Job,
  handler: JobHandler | undefined,
  ctx: Ctx,
  { message, error }: Failure,
) {
  const { db, log } = runner.services;
  const isOurs = await persist(() => endJob(db, job, runner.workerId, "failed", message));
  if (!isOurs || !handler?.onFailed) return;
  const payload = handler.definition.payload.safeParse(job.payload);
  if (!payload.success) return;
  await persist(async () => handler.onFailed?.({ ctx, payload: payload.data, message, error })).catch((err) =>
    log.error({ err, jobId: job.id }, "what follows a failed job failed too"),
  );
}

async function conclude(runner: JobRunner, job: Job, handler: JobHandler, ctx: Ctx, outcome: Outcome) {
  const { db, log } = runner.services;
  const { workerId } = runner;
  const where = { jobId: job.id, kind: job.kind, attempt: job.attempts };
  if (outcome.kind === "lost") log.warn(where, "another worker has this job now");
  else if (outcome.kind === "interrupted")
    await persist(() => requeueJob(db, job, workerId, { error: null, delayMs: 0, counts: false }));
  else if (outcome.kind !== "failed")
    await persist(() => endJob(db, job, workerId, outcome.kind as "succeeded" | "cancelled", null));
  else if (outcome.permanent || job.attempts >= job.maxAttempts) {
    log.error({ ...where, err: outcome.error }, "job failed");
    await fail(runner, job, handler, ctx, outcome);
  } else {
    const delayMs = Math.min((runner.retryMs ?? RETRY_MS) * 2 ** (job.attempts - 1), MAX_RETRY_MS);
    log.warn({ ...where, err: outcome.error, delayMs }, "job will be tried again");
    await persist(() => requeueJob(db, job, workerId, { error: outcome.message, delayMs, counts: true }));
  }
}

/**
 * Runs a delivered job if it is there to be claimed, and writes how it ended. Delivering a job twice, or one that
 * another worker holds, does nothing.
 */
export async function runJob(runner: JobRunner, jobId: string): Promise<void> {
  const { services, workerId, leaseMs } = runner;
  const job = await claimJob(services.db, jobId, { owner: workerId, leaseMs });
  if (!job) return;
  const ctx: Ctx = { ...services, actor: { kind: "job", jobId }, workspaceId: job.workspaceId };
  const handler = runner.handlers.get(job.kind);
  if (job.cancelRequested) {
    await persist(() => endJob(services.db, job, workerId, "cancelled", null));
  } else if (!handler) {
    const message = `This version of the worker does not know jobs of kind "${job.kind}".`;
    await fail(runner, job, handler, ctx, { message });
  } else if (job.attempts > job.maxAttempts) {
    const message = `The worker stopped without a word ${job.maxAttempts} times on this job.`;
    await fail(runner, job, handler, ctx, { message });
  } else {
    await conclude(runner, job, handler, ctx, await attempt(runner, job, handler, ctx));
  }
}
