import type { ErrorCode } from "#lib/errors.ts";
import type { Box, Mask } from "#lib/imaging/region.ts";
import type { ClassificationReportRequest } from "#lib/metrics/classification/classification-report.ts";
import type { ClassificationReport } from "#lib/metrics/classification/report.ts";
import type { MetricScore } from "#lib/metrics/score-map.ts";
import type { ImageBatch, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { InspectInput, InspectOutput } from "./inspect-model.ts";
import type { TrainInput, TrainNote, TrainOutput } from "./training/train-task.ts";

/** A model as a compute process needs it: the weights file, and its content hash so that it is opened once. */
export interface ModelFile {
  sha256: string;
  weights: Uint8Array;
}

/** Ground truth of one image at the model's input size, as the metrics and the region control want it. */
export interface Truth {
  /** Every region of the true class, boxes too. */
  region: Mask | null;
  /** Masks and polygons only: what a box covers beyond the object is not in it. */
  mask: Mask | null;
  box: Box | null;
}

/** Of the metrics of every run: all, those that ask the model, or those that do not. */
export type AskedMetrics = "all" | "of-model" | "of-map";

/** The heavy work there is, by name: what goes into a process and what comes back. */
export interface ComputeTasks {
  /** logits [count, classes] */
  predict: {
    input: { model: ModelFile; images: ImageBatch };
    output: { logits: Float32Array; engine: string };
  };
  "iba-statistics": {
    input: { model: ModelFile; layer: string | null; images: ImageBatch };
    output: { bytes: Uint8Array };
  };
  /** What a method costs and needs, asked of a process so that the worker itself never loads the maths. */
  describe: {
    input: { model: ModelFile; explainerId: string; options: unknown };
    output: {
      /** Images put through the network for one map. */
      forwards: number;
      needs: readonly string[];
    };
  };
  explain: {
    input: {
      model: ModelFile;
      explainerId: string;
      options: unknown;
      images: ImageBatch;
      targets: number[];
      /** The run's: each map draws from its own fork of it, whatever shard it is made in. */
      seed: number;
      truths: Truth[];
      statistics: Uint8Array | null;
    };
    /** `elapsedMs` is the mean time of a map. */
    output: { maps: SaliencyMap[]; elapsedMs: number; engine: string };
  };
  evaluate: {
    input: {
      model: ModelFile;
      images: ImageBatch;
      maps: SaliencyMap[];
      targets: number[];
      truths: Truth[];
      metrics: AskedMetrics;
    };
    output: { scores: MetricScore[][]; engine: string };
  };
  train: { input: TrainInput; output: TrainOutput };
  /** A second or two for 10,000 images: too long for a process that keeps leases alive. */
  classify: {
    input: ClassificationReportRequest;
    output: { report: ClassificationReport };
  };
  /** A model file that someone brought. */
  "inspect-model": { input: InspectInput; output: InspectOutput };
}

/** What a task may say before it is done, besides its progress. */
export interface ComputeNotes {
  train: TrainNote;
}
export type TaskNote<K extends TaskKind> = K extends keyof ComputeNotes ? ComputeNotes[K] : never;

export type TaskKind = keyof ComputeTasks;
export type TaskInput<K extends TaskKind> = ComputeTasks[K]["input"];
export type TaskOutput<K extends TaskKind> = ComputeTasks[K]["output"];

export type ToChild =
  | { type: "run"; id: number; kind: TaskKind; input: TaskInput<TaskKind> }
  | { type: "cancel"; id: number };

/** An error as it crosses between processes; `code` is set when it is an AppError. */
export interface PlainError {
  message: string;
  stack: string;
  code: ErrorCode | null;
  details: Record<string, unknown>;
}

export type FromChild =
  | { type: "progress"; id: number; done: number; total: number }
  | { type: "note"; id: number; note: TaskNote<TaskKind> }
  | { type: "done"; id: number; output: TaskOutput<TaskKind> }
  | { type: "failed"; id: number; error: PlainError };
