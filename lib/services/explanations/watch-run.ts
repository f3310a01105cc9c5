import type { Ctx } from "../context.ts";
import { type WatchOptions, watch } from "../watch.ts";
import { getRunProgress, type RunProgress } from "./get-run-progress.ts";

/** Follows a run from the snapshot `first` to its end. @returns what ends it early */
export function watchRun(
  ctx: Ctx,
  runId: string,
  first: RunProgress,
  options: WatchOptions<RunProgress>,
): () => void {
  const concerns = (event: { runId: string | null }) => event.runId === runId;
  return watch({ first, read: () => getRunProgress(ctx, runId), concerns }, options);
}
