import type { ImageBatch } from "#lib/tensor/model-view.ts";
import type { OnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import type { PictureInput } from "./onnx-config.ts";

/** Luminance of the standard for television, ITU-R BT.601: what image libraries call grey. */
const GREY = [0.299, 0.587, 0.114];
/** Which colour (0 red, 1 green, 2 blue) each channel of the tensor holds. */
const ORDER = { rgb: [0, 1, 2], bgr: [2, 1, 0] } as const;

/** Sets `values` from a picture's numbers: out(pixel, channel) of in(pixel, colour). */
type Write = (value: number) => number;

function writer(type: PictureInput["type"]): Write {
  // What a mask or noise brings beyond a byte's range is cut off: the model cannot be shown it.
  return type === "uint8" ? (value) => Math.min(255, Math.max(0, Math.round(value))) : (value) => value;
}

/**
 * Pictures as the tensor a model takes: axes, order of colours and type. Bytes are the numbers themselves, rounded: a model that
 * takes bytes has the normalisation "bytes".
 * @param to filled from the start; pictures it has room for beyond the batch stay as they are
 */
export function fillInput(
  { data, count, height, width }: ImageBatch,
  { layout, channels, type }: Pick<PictureInput, "layout" | "channels" | "type">,
  to: Float32Array | Uint8Array,
): void {
  const write = writer(type);
  const cells = height * width;
  const colours = channels === "grey" ? [0] : ORDER[channels];
  const depth = colours.length;
  for (let image = 0; image < count; image++) {
    for (const [channel, colour] of colours.entries()) {
      const [first, step] =
        layout === "nchw" ? [(image * depth + channel) * cells, 1] : [image * cells * depth + channel, depth];
      for (let cell = 0, at = first, from = image * cells * 3; cell < cells; cell++, at += step, from += 3) {
        const value =
          channels === "grey"
            ? GREY[0] * data[from] + GREY[1] * data[from + 1] + GREY[2] * data[from + 2]
            : data[from + colour];
        to[at] = write(value);
      }
    }
  }
}

/** The tensor of some pictures, `batch` of them or as many as there are; missing ones are 0. */
export function toInput(runtime: OnnxRuntime, images: ImageBatch, input: PictureInput) {
  const { count, height, width } = images;
  const depth = input.channels === "grey" ? 1 : 3;
  const rows = input.batch ?? count;
  const dims = input.layout === "nchw" ? [rows, depth, height, width] : [rows, height, width, depth];
  const length = rows * depth * height * width;
  const data = input.type === "uint8" ? new Uint8Array(length) : new Float32Array(length);
  fillInput(images, input, data);
  return data instanceof Uint8Array
    ? new runtime.Tensor("uint8", data, dims)
    : new runtime.Tensor("float32", data, dims);
}
