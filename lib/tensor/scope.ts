import * as tf from "@tensorflow/tfjs-core";

/** Runs synchronous `work` and disposes every tensor made in it; for results that are plain numbers. See also tf.tidy. */
export function inScope<T>(work: () => T): T {
  tf.engine().startScope();
  try {
    return work();
  } finally {
    tf.engine().endScope();
  }
}
