import type { Tensor } from "@tensorflow/tfjs-core";

export type Tfjs = typeof import("@tensorflow/tfjs-core");

/** The tensor library, loaded when a map is made: whoever only lists methods does without it. */
export const loadTfjs = (): Promise<Tfjs> => import("@tensorflow/tfjs-core");

/** Runs the maths, brings its result back as numbers and frees every tensor it made. */
export async function readTensor(compute: (tf: Tfjs) => Tensor): Promise<Float32Array> {
  const tf = await loadTfjs();
  const tensor = tf.tidy(() => compute(tf));
  try {
    return (await tensor.data()) as Float32Array;
  } finally {
    tensor.dispose();
  }
}
