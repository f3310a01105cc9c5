import { type Tensor, tidy } from "@tensorflow/tfjs-core";

/** Runs the maths, brings its result back as numbers and frees every tensor it made. */
export async function readTensor(compute: () => Tensor): Promise<Float32Array> {
  const tensor = tidy(compute);
  try {
    return (await tensor.data()) as Float32Array;
  } finally {
    tensor.dispose();
  }
}
