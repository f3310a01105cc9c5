import { AppError } from "#lib/errors.ts";
import { softmax } from "#lib/explain/softmax.ts";
import { brierLoss } from "./brier-score.ts";
import { logLoss } from "./negative-log-likelihood.ts";
import { rankOfClass } from "./top-k-accuracy.ts";

export interface LabelledLogits {
  /** [images, classes], row-major. */
  logits: Float32Array;
  /** True class of each image, an index into `classNames`. */
  labels: ArrayLike<number>;
  classNames: readonly string[];
}

/** What a classifier answered on labelled images, as columns with one entry an image. */
export interface Answers {
  images: number;
  classes: number;
  /** True class. */
  labels: Int32Array;
  /** Class of the largest logit, the first among equals. */
  predicted: Int32Array;
  /** Place of the true class among the logits, from 1. */
  rank: Int32Array;
  /** Softmax probability of the predicted class. */
  confidence: Float64Array;
  brier: Float64Array;
  negativeLogLikelihood: Float64Array;
}

/**
 * Reads logits once, for every measure.
 * @throws AppError `invalid` without an image, for a logit that is not finite and for a label that is no class
 */
export function readAnswers({ logits, labels, classNames }: LabelledLogits): Answers {
  const [images, classes] = [labels.length, classNames.length];
  if (logits.length !== images * classes)
    throw new Error(`${images} images of ${classes} classes do not have ${logits.length} logits.`);
  if (images === 0) throw new AppError("invalid", "There is no labelled image to report on.");
  const answers: Answers = {
    images,
    classes,
    labels: new Int32Array(images),
    predicted: new Int32Array(images),
    rank: new Int32Array(images),
    confidence: new Float64Array(images),
    brier: new Float64Array(images),
    negativeLogLikelihood: new Float64Array(images),
  };
  for (let i = 0; i < images; i++) {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const label = checkedLabel(labels[i], classes);
    const probabilities = softmax(checkedRow(row, i));
    answers.labels[i] = label;
    answers.predicted[i] = indexOfLargest(row);
    answers.rank[i] = rankOfClass(row, label);
    answers.confidence[i] = probabilities[answers.predicted[i]];
    answers.brier[i] = brierLoss(probabilities, label);
    answers.negativeLogLikelihood[i] = logLoss(row, label);
  }
  return answers;
}

function checkedLabel(label: number, classes: number): number {
  if (Number.isInteger(label) && label >= 0 && label < classes) return label;
  throw new AppError("invalid", `There is no class ${label}: the classes are numbered 0 to ${classes - 1}.`);
}

function checkedRow(row: Float32Array, image: number): Float32Array {
  if (row.every(Number.isFinite)) return row;
  throw new AppError(
    "invalid",
    `The model's answer on image ${image} holds NaN or infinity: its weights cannot be used.`,
  );
}

function indexOfLargest(row: Float32Array): number {
  let best = 0;
  for (let c = 1; c < row.length; c++) if (row[c] > row[best]) best = c;
  return best;
}
