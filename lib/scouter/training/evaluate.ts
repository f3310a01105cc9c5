import type { ForwardSession } from "../forward-session.ts";
import { countRight } from "./events.ts";
import type { TrainingSet } from "./training-set.ts";
import { orderedBatches } from "./training-set.ts";

const BATCH = 16;

/** Logits [count, n] of every picture of a set, in order. */
export async function predictSet(
  session: ForwardSession,
  set: TrainingSet,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const each = set.size * set.size * 3;
  let all: Float32Array | null = null;
  for (const positions of orderedBatches(set.labels.length, BATCH)) {
    signal?.throwIfAborted();
    const data = new Float32Array(positions.length * each);
    for (const [i, position] of positions.entries()) data.set(await set.read(position), i * each);
    const logits = await session.predict({
      data,
      count: positions.length,
      height: set.size,
      width: set.size,
    });
    const n = logits.length / positions.length;
    all ??= new Float32Array(set.labels.length * n);
    all.set(logits, positions[0] * n);
  }
  return all ?? new Float32Array();
}

/** Mean cross-entropy of logits [count, n], no smoothing. */
export function meanCrossEntropy(logits: Float32Array, labels: readonly number[]): number {
  const n = logits.length / labels.length;
  let sum = 0;
  for (const [i, label] of labels.entries()) {
    const row = logits.subarray(i * n, (i + 1) * n);
    const top = row.reduce((a, b) => Math.max(a, b));
    const total = row.reduce((acc, z) => acc + Math.exp(z - top), 0);
    sum += Math.log(total) + top - row[label];
  }
  return sum / labels.length;
}

/** Loss and accuracy of a model on a set it was not trained on. */
export async function evaluateSet(session: ForwardSession, set: TrainingSet, signal?: AbortSignal) {
  const logits = await predictSet(session, set, signal);
  return {
    validationLoss: meanCrossEntropy(logits, set.labels),
    validationAccuracy: countRight(logits, set.labels) / set.labels.length,
  };
}
