/** [true][predicted]: how many images of one class were taken for another. The diagonal is what was right. */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): number[][] {
  const table = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < labels.length; i++) table[labels[i]][predicted[i]]++;
  return table;
}

/** What precision, recall, F1, kappa and MCC need of a confusion matrix, each list [classes]. */
export interface Margins {
  images: number;
  /** Row sums: images of the class. */
  actual: Int32Array;
  /** Column sums: images predicted to be of it. */
  predicted: Int32Array;
  /** Diagonal. */
  correct: Int32Array;
}

/** @param indices images to count, with repetition; null = each once */
export function countMargins(
  { labels, predicted, classes }: { labels: Int32Array; predicted: Int32Array; classes: number },
  indices: Int32Array | null = null,
): Margins {
  const images = indices?.length ?? labels.length;
  const margins = {
    images,
    actual: new Int32Array(classes),
    predicted: new Int32Array(classes),
    correct: new Int32Array(classes),
  };
  for (let at = 0; at < images; at++) {
    const i = indices ? indices[at] : at;
    margins.actual[labels[i]]++;
    margins.predicted[predicted[i]]++;
    if (labels[i] === predicted[i]) margins.correct[labels[i]]++;
  }
  return margins;
}
