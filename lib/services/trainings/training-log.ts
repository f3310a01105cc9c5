import type { Training, TrainingEpoch } from "#lib/db/generated/client.ts";
import type { TrainingEngine } from "#lib/scouter/training/training-engine.ts";

/** How a training ended. */
export interface TrainingEnd {
  parameters: number;
  epochs: number;
  /** The epoch whose weights were kept, from 0. */
  epoch: number;
  stoppedEarly: boolean;
  engine: TrainingEngine;
}

/** The lines that `whynot train` would have written beside the weights: start, epochs, end. */
export function trainingLog(
  training: Training,
  epochs: readonly TrainingEpoch[],
  end: TrainingEnd,
  data: { dataset: string; version: number; fingerprint: string },
): object[] {
  const { startedAt, createdAt, settings, config, trainCount, validationCount, epochCount, seconds } =
    training;
  const start = {
    event: "start",
    at: (startedAt ?? createdAt).toISOString(),
    engine: end.engine,
    data: { ...data, train: trainCount, validation: validationCount },
    settings,
    config,
  };
  const lines = epochs.map(({ trainingId: _t, examples: _e, area, lambda, ...line }) => ({
    event: "epoch",
    epochs: epochCount,
    ...line,
    ...(area === null ? {} : { area }),
    ...(lambda === null ? {} : { lambda }),
  }));
  return [start, ...lines, { event: "end", ...end, seconds }];
}
