/** -log softmax(logits)[label] in nats, from the logits: finite however sure a wrong answer is. */
export function logLoss(logits: ArrayLike<number>, label: number): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < logits.length; c++) top = Math.max(top, logits[c]);
  let sum = 0;
  for (let c = 0; c < logits.length; c++) sum += Math.exp(logits[c] - top);
  return Math.log(sum) - (logits[label] - top);
}
