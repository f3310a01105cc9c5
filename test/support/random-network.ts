import { openGoldenNetwork } from "#lib/explain/parity/golden-network.ts";
import type { NamedArrays } from "#lib/scouter/named-array.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";

const CHANNELS = [5, 6, 8];
const CLASSES = 4;

/** A small convolutional network (conv, norm, relu three times, mean, linear) with random weights. Dispose it. */
export function randomNetwork(
  seed: number,
  [height, width]: readonly [number, number] = [20, 24],
): ModelView {
  const random = createRandom(`network ${seed}`);
  const array = (shape: number[], value: () => number) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, value),
  });
  const arrays: NamedArrays = {};
  for (const [i, out] of CHANNELS.entries()) {
    const from = CHANNELS[i - 1] ?? 3;
    const spread = Math.sqrt(2 / (from * 9));
    arrays[`conv${i + 1}.weight`] = array([out, from, 3, 3], () => spread * random.normal());
    arrays[`bn${i + 1}.weight`] = array([out], () => 0.7 + 0.6 * random.uniform());
    arrays[`bn${i + 1}.bias`] = array([out], () => 0.2 + 0.1 * random.normal());
    arrays[`bn${i + 1}.running_mean`] = array([out], () => 0.2 * random.normal());
    arrays[`bn${i + 1}.running_var`] = array([out], () => 0.5 + random.uniform());
  }
  arrays["fc.weight"] = array([CLASSES, CHANNELS[2]], () => random.normal());
  arrays["fc.bias"] = array([CLASSES], () => random.normal());
  return openGoldenNetwork(arrays, [height, width]);
}

/** Smooth random pictures of the network's size. */
export function randomImages(count: number, seed: number, [height, width] = [20, 24]): ImageBatch {
  const random = createRandom(`images ${seed}`);
  const data = new Float32Array(count * height * width * 3);
  for (let image = 0; image < count; image++) {
    const [a, b, c] = [random.uniform(), random.uniform(), 6 * random.uniform()];
    for (let p = 0; p < height * width; p++) {
      const [y, x] = [Math.floor(p / width), p % width];
      for (let k = 0; k < 3; k++) {
        const wave = Math.sin(c + k + a * x + b * y) + 0.4 * random.normal();
        data[(image * height * width + p) * 3 + k] = wave;
      }
    }
  }
  return { data, count, height, width };
}
