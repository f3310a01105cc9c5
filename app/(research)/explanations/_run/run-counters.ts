import { z } from "zod/mini";

const RunCounters = z.object({
  state: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
  mapCount: z.number(),
  mapsDone: z.number(),
  mapsScored: z.number(),
  /** Answers and statistics that are made before the first map. */
  preparing: z.optional(z.nullable(z.object({ done: z.number(), total: z.number(), message: z.string() }))),
  remainingMs: z.optional(z.nullable(z.number())),
});
export type RunCounters = z.infer<typeof RunCounters>;

/** The counters in one server-sent event; null for anything else. */
export function readCounters(data: string): RunCounters | null {
  try {
    return RunCounters.parse(JSON.parse(data));
  } catch {
    return null;
  }
}

export function isOver(state: RunCounters["state"]): boolean {
  return state !== "queued" && state !== "running";
}
