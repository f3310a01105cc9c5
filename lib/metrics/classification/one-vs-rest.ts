/**
 * How strongly each image is ranked as class c against all others: log p_c / (1 - p_c) [images], p = softmax of the logits.
 * It orders images as p_c does, but keeps apart the very sure ones whose p_c rounds to 1.
 */
export type OneVsRest = (c: number) => Float64Array;

/** @param logits [images, classes], row-major @param top class of the largest logit of each image */
export function oneVsRest(logits: Float32Array, top: Int32Array): OneVsRest {
  const images = top.length;
  const classes = logits.length / images;
  /** Sum of exp(logit - largest) over the classes other than the top one: what 1 - p_top is proportional to. */
  const rest = new Float64Array(images);
  for (let i = 0; i < images; i++) {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    for (let c = 0; c < classes; c++) if (c !== top[i]) rest[i] += Math.exp(row[c] - row[top[i]]);
  }
  return (c) => {
    const scores = new Float64Array(images);
    for (let i = 0; i < images; i++) {
      const below = logits[i * classes + c] - logits[i * classes + top[i]];
      scores[i] = below - Math.log(c === top[i] ? rest[i] : 1 + rest[i] - Math.exp(below));
    }
    return scores;
  };
}
