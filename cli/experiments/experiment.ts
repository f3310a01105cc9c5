import type { InitialModel } from "#lib/scouter/training/initial-model.ts";
import type { TrainingWish } from "#lib/scouter/training/plan-training.ts";
import type { ExperimentData } from "./data.ts";
import type { Table } from "./tables.ts";

export interface ExperimentOptions {
  backbone: string;
  /** Side of the model's input in pixels; the backbone's own when left out. */
  size?: number;
  seeds: string[];
  /** Epochs of the baseline and of a slot head, where the recipe's are not wanted. */
  epochs?: number;
  headEpochs?: number;
  augment?: TrainingWish["augment"];
  /** Weight of the area loss of slot heads, where the experiment does not try several. */
  lambda?: number;
  /** Other settings of every training, as `whynot train --set`. */
  set: string[];
  /** Pretrained weights that the baseline begins with. */
  initFrom?: string;
  /** Images whose faithfulness and robustness are measured; all of them cost hours. */
  images: number;
}

/** A trained model on disk. */
export interface ModelRef {
  name: string;
  file: string;
  sha256: string;
  seconds: number;
  engine: string;
}

export interface TrainRequest {
  name: string;
  wish: Partial<TrainingWish> & Pick<TrainingWish, "kind">;
  data: ExperimentData;
  /** What to begin with; a slot head takes over its backbone. */
  from: ModelRef | InitialModel | null;
}

/** What an experiment works with. What it has made before an interruption is found again. */
export interface Bench {
  options: ExperimentOptions;
  data: ExperimentData[];
  /** Trains a model, unless it lies there already. */
  train(request: TrainRequest): Promise<ModelRef>;
  /** A result that is kept: made once for this key and these models. */
  keep<T>(key: string, models: readonly ModelRef[], make: () => Promise<T>): Promise<T>;
  /** Tells the person what comes next. */
  say(text: string): void;
}

export interface ExperimentResult {
  tables: Table[];
  /** What the tables show, in sentences made from the numbers. */
  findings: string[];
  /** Everything measured, for machines. */
  values: unknown;
}

export interface Experiment {
  id: string;
  title: string;
  /** One sentence: what is compared. */
  about: string;
  run(bench: Bench): Promise<ExperimentResult>;
}
