import * as tf from "@tensorflow/tfjs-core";

/**
 * Runs `work` and throws if it left tensors behind beyond `kept`, those it means to hand over.
 * tfjs has no garbage collection for tensors: one leaked per batch ends a long run.
 */
export async function guardMemory<T>(work: () => T | Promise<T>, kept = 0): Promise<T> {
  const before = tf.memory().numTensors;
  const result = await work();
  const left = tf.memory().numTensors - before;
  if (left > kept) throw new Error(`${left} tensors were left in memory, ${kept} were expected.`);
  return result;
}
