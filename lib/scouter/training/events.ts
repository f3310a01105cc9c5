/** What a training tells while it runs; the caller adds time and writes it down. */
export type TrainingEvent =
  | {
      event: "step";
      epoch: number;
      step: number;
      steps: number;
      images: number;
      loss: number;
      learningRate: number;
    }
  | {
      event: "epoch";
      epoch: number;
      epochs: number;
      trainLoss: number;
      trainAccuracy: number;
      validationAccuracy: number | null;
      /** Mean attention over classes and cells of the epoch's batches; slot heads only. */
      area?: number;
      /** Weight of the area loss at the epoch's end; slot heads only. */
      lambda?: number;
    }
  | { event: "collapse"; epoch: number; reason: string };

export type OnTrainingEvent = (event: TrainingEvent) => void;

/** Share of positions where the largest logit is the label's. logits [count, n] row-major. */
export function accuracyOf(logits: Float32Array, labels: readonly number[]): number {
  const n = logits.length / labels.length;
  const right = labels.filter((label, i) => {
    const row = logits.subarray(i * n, (i + 1) * n);
    return row.every((value, k) => k === label || value < row[label]);
  });
  return right.length / labels.length;
}

/**
 * Whether a slot head has died: with the attention near zero everywhere its logits are equal, the sigmoid is flat and no
 * gradient brings it back. @param area mean attention, @param accuracy on the training batches
 */
export function collapseReason(area: number, accuracy: number, classes: number): string | null {
  if (area > 1e-3 || accuracy > 2 / classes) return null;
  return `The attention has gone to zero (mean ${area.toExponential(1)}) and the accuracy is ${accuracy.toFixed(2)}: use a smaller lambda.`;
}
