import type { z } from "zod";
import type { Ctx } from "#lib/services/context.ts";
import type { JobDefinition } from "./queue.ts";

/** What a running job may do about itself. */
export interface JobControl {
  id: string;
  /** 1 at the first attempt. */
  attempt: number;
  /** Shown to people as it happens. Cheap: a few writes a second at most, the last always kept. */
  progress(done: number, total?: number, message?: string): Promise<void>;
  /**
   * What was done so far is kept and need not be done again: attempts that failed before no longer count against the
   * job, so that one of many hours may be interrupted as often as it likes, as long as it gets on.
   */
  gotFurther(): Promise<void>;
  /** Fires when the job is cancelled, taken over by another worker, or the worker stops: end soon, by throwing. */
  signal: AbortSignal;
}

interface Arguments<Payload extends z.ZodType> {
  ctx: Ctx;
  payload: z.output<Payload>;
  job: JobControl;
}

/** How one kind of job is done. */
export interface JobHandler<Payload extends z.ZodType = z.ZodType> {
  readonly definition: JobDefinition<Payload>;
  /** Must be harmless to repeat: a job of a killed worker is run again from the start. */
  run(given: Arguments<Payload>): Promise<void>;
  /** Called once the job has failed for good, with what people are told about it, and what was thrown if anything was. */
  onFailed?(given: { ctx: Ctx; payload: z.output<Payload>; message: string; error?: unknown }): Promise<void>;
}

export function defineHandler<Payload extends z.ZodType>(
  definition: JobDefinition<Payload>,
  run: JobHandler<Payload>["run"],
  hooks: Pick<JobHandler<Payload>, "onFailed"> = {},
): JobHandler<Payload> {
  return { definition, run, ...hooks };
}
