import type { Ctx } from "../context.ts";
import { type WatchOptions, watch } from "../watch.ts";
import { getTrainingProgress, type TrainingProgress } from "./get-training-progress.ts";

/** Follows a training from the snapshot `first` to its end. @returns what ends it early */
export function watchTraining(
  ctx: Ctx,
  trainingId: string,
  first: TrainingProgress,
  options: WatchOptions<TrainingProgress>,
): () => void {
  const concerns = (event: { trainingId: string | null }) => event.trainingId === trainingId;
  return watch({ first, read: () => getTrainingProgress(ctx, trainingId), concerns }, options);
}
