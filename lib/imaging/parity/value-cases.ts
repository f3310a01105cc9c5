import type { NamedArrays } from "#lib/scouter/named-array.ts";
import { normalisePixels } from "../model-input.ts";
import { resizeBilinear } from "../resize.ts";
import { minMax } from "../saliency.ts";

/** Pillow's bilinear resize on bytes. */
export function pillowCase(arrays: NamedArrays): Record<string, ArrayLike<number>> {
  const names = Object.keys(arrays).filter((name) => name.startsWith("out."));
  return Object.fromEntries(
    names.map((name) => {
      const { shape, data } = arrays[name.replace("out.", "in.")];
      const [height, width, channels = 1] = shape;
      const [tall, wide] = arrays[name].shape;
      return [
        name,
        resizeBilinear({ data: Uint8Array.from(data), height, width, channels }, tall, wide).data,
      ];
    }),
  );
}

/** Bytes [b, h, w, c] to model input, stored [b, c, h, w]; grey pictures take the first channel. */
export function normaliseCase(
  arrays: NamedArrays,
  options: Record<string, unknown>,
): Record<string, ArrayLike<number>> {
  const { shape, data } = arrays["in.rgb_u8_nhwc"];
  const [count, height, width, channels] = shape;
  const cells = height * width;
  const planes = (values: ArrayLike<number>, depth: number) =>
    Array.from({ length: count * depth * cells }, (_, i) => {
      const [image, c, p] = [Math.floor(i / (depth * cells)), Math.floor(i / cells) % depth, i % cells];
      return values[(image * cells + p) * depth + c];
    });
  const [mean, std] = [options.mean as number[], options.std as number[]];
  const colour = new Float32Array(data.length);
  normalisePixels(data, mean, std, colour);
  const got: Record<string, ArrayLike<number>> = { "out.nchw": planes(colour, channels) };
  if (Array.isArray(options.mnist)) {
    const grey = new Float32Array(count * cells);
    const [level, spread] = options.mnist as [number, number];
    normalisePixels(
      data.filter((_, i) => i % channels === 0),
      [level],
      [spread],
      grey,
    );
    got["out.mnist_gray_nchw"] = grey;
  }
  return got;
}

/** Min-max of maps [n, h, w]: as it is here, after a clip at 0, and as torchcam does. */
export function minMaxCase(arrays: NamedArrays): Record<string, ArrayLike<number>> {
  const { shape, data } = arrays["in.maps"];
  const [count, height, width] = shape;
  const size = height * width;
  const each = (make: (map: Float32Array) => Float32Array) =>
    Array.from({ length: count }, (_, i) => make(data.slice(i * size, (i + 1) * size))).flatMap((map) =>
      Array.from(map),
    );
  const stretch = (map: Float32Array, epsilon = 0) => minMax({ data: map, height, width }, epsilon).data;
  return {
    "out.minmax": each((map) => stretch(map)),
    "out.clip_minmax": each((map) => stretch(map.map((value) => Math.max(0, value)))),
    "out.torchcam_eps": each((map) => stretch(map, 1e-8)),
  };
}
