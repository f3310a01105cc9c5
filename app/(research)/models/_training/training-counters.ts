import { z } from "zod/mini";

const TrainingCounters = z.object({
  state: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
  step: z.number(),
  steps: z.number(),
  epochs: z.number(),
  epochCount: z.number(),
  message: z.string(),
  setback: z.nullable(z.string()),
  ahead: z.number(),
});
export type TrainingCounters = z.infer<typeof TrainingCounters>;

/** The counters in one server-sent event; null for anything else. */
export function readCounters(data: string): TrainingCounters | null {
  try {
    return TrainingCounters.parse(JSON.parse(data));
  } catch {
    return null;
  }
}

export function isOver(state: TrainingCounters["state"]): boolean {
  return state !== "queued" && state !== "running";
}
