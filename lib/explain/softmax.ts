/** Softmax of one row, in float64. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const out = Float64Array.from(logits);
  let top = -Infinity;
  for (const value of out) if (value > top) top = value;
  let sum = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = Math.exp(out[i] - top);
    sum += out[i];
  }
  for (let i = 0; i < out.length; i++) out[i] /= sum;
  return out;
}
