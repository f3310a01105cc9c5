/** What a training tells while it runs; the caller adds time and writes it down. */
export type TrainingEvent = PreparingEvent | StepEvent | EpochEvent | ExamplesEvent;

/** Features of a frozen backbone are being computed. */
export interface PreparingEvent {
  event: "preparing";
  epoch: number;
  done: number;
  total: number;
}

export interface StepEvent {
  event: "step";
  /** From 0. */
  epoch: number;
  /** Steps done, this one included. */
  step: number;
  steps: number;
  /** In this step's batch. */
  images: number;
  loss: number;
  learningRate: number;
}

export interface EpochEvent {
  event: "epoch";
  epoch: number;
  epochs: number;
  trainLoss: number;
  trainAccuracy: number;
  validationLoss: number | null;
  validationAccuracy: number | null;
  /** Mean attention over classes and cells of the epoch's batches; slot heads only. */
  area?: number;
  /** Weight of the area loss at the epoch's end; slot heads only. */
  lambda?: number;
}

/** How the model explains a few validation pictures at the end of an epoch. */
export interface ExamplesEvent {
  event: "examples";
  epoch: number;
  examples: ExampleMap[];
}

export interface ExampleMap {
  /** Position in the validation set. */
  position: number;
  trueClass: number;
  predictedClass: number;
  /** The class the map is about: the true one, for reasons against the most likely other one. */
  targetClass: number;
  height: number;
  width: number;
  /** Attention, or the class activation map of a model without slots; row-major. */
  values: number[];
}

export type OnTrainingEvent = (event: TrainingEvent) => void;

/** Number of positions where the largest logit is the label's, alone. logits [count, n] row-major. */
export function countRight(logits: Float32Array, labels: readonly number[]): number {
  const n = logits.length / labels.length;
  return labels.filter((label, i) => {
    const row = logits.subarray(i * n, (i + 1) * n);
    return row.every((value, k) => k === label || value < row[label]);
  }).length;
}
