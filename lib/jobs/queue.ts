import type { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";

/** A kind of job: imported by whoever enqueues it. The handler (heavy) is imported by the worker alone. */
export interface JobDefinition<Payload extends z.ZodType = z.ZodType> {
  readonly kind: string;
  readonly payload: Payload;
  /** Attempts before the job is failed for good. */
  readonly maxAttempts: number;
}

export function defineJob<Payload extends z.ZodType>(
  definition: JobDefinition<Payload>,
): JobDefinition<Payload> {
  return definition;
}

export interface EnqueueOptions {
  workspaceId: string;
  runId?: string;
  trainingId?: string;
  /** How many steps the progress bar has, when known. */
  total?: number;
}

/**
 * The lanes of the queue, as graphile-worker names its tasks; the payload is `{ jobId }`. A training takes hours: on a
 * lane of its own it takes no turn from anything else.
 */
export const LANES = { short: "job", training: "training" } as const;
export type Lane = keyof typeof LANES;

/**
 * Writes the Job row and its delivery in the caller's transaction: either both exist or neither.
 * Returns the job's id.
 */
export async function enqueue<Payload extends z.ZodType>(
  tx: Tx,
  definition: JobDefinition<Payload>,
  payload: z.input<Payload>,
  options: EnqueueOptions,
): Promise<string> {
  const id = newId();
  await tx.job.create({
    data: {
      id,
      workspaceId: options.workspaceId,
      kind: definition.kind,
      payload: definition.payload.parse(payload) as object,
      maxAttempts: definition.maxAttempts,
      runId: options.runId ?? null,
      trainingId: options.trainingId ?? null,
      total: options.total ?? 0,
    },
  });
  await deliver(tx, id);
  return id;
}

/** graphile-worker takes lower numbers first: a report or a study never waits behind a long run's shards. */
const PRIORITY = { short: 0, ofRun: 10 };

/** Asks the queue to deliver a job (again). Delivering twice is harmless: the Job row decides who runs it. */
export async function deliver(tx: Tx, jobId: string, runAt?: Date): Promise<void> {
  const payload = JSON.stringify({ jobId });
  await tx.$executeRaw`
    SELECT graphile_worker.add_job(
      CASE WHEN "trainingId" IS NULL THEN ${LANES.short} ELSE ${LANES.training} END, ${payload}::json, run_at := ${runAt ?? new Date()}::timestamptz,
      max_attempts := 1, job_key := ${jobId}, job_key_mode := 'replace',
      priority := CASE WHEN "runId" IS NULL THEN ${PRIORITY.short}::int ELSE ${PRIORITY.ofRun}::int END)
    FROM "Job" WHERE "id" = ${jobId}`;
}
