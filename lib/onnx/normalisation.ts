import { AppError } from "#lib/errors.ts";
import type { PictureInput } from "./onnx-config.ts";

type Channels = PictureInput["channels"];

/** How bytes become what a model takes: x = (byte / 255 - mean) / std, mean and std in the order red, green, blue. */
export interface Normalisation {
  mean: number[];
  std: number[];
}

/** A usual way of preparing pictures. */
export interface Preset extends Normalisation {
  id: string;
  /** For people. */
  description: string;
  /** Order of the colours that goes with it, where it is not red, green, blue. */
  channels?: Channels;
}

const same = (value: number) => [value, value, value];
const inBytes = (...means: number[]) => means.map((mean) => mean / 255);

export const PRESETS: readonly Preset[] = [
  {
    id: "imagenet",
    description: "ImageNet mean and deviation: torchvision, timm",
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  },
  { id: "unit", description: "0 to 1: Ultralytics, or nothing but a division", mean: same(0), std: same(1) },
  {
    id: "signed",
    description: "-1 to 1: Keras' MobileNet and Inception, many transformers",
    mean: same(0.5),
    std: same(0.5),
  },
  {
    id: "bytes",
    description: "0 to 255: models that normalise by themselves",
    mean: same(0),
    std: same(1 / 255),
  },
  {
    id: "half",
    description: "mean 0.5, deviation 0.25: this project's small models",
    mean: same(0.5),
    std: same(0.25),
  },
  {
    id: "caffe",
    description: "0 to 255 less the ImageNet mean, blue first: Caffe, Keras' ResNet50 and VGG",
    mean: inBytes(123.68, 116.779, 103.939),
    std: same(1 / 255),
    channels: "bgr",
  },
];

const numbers = (text: string) =>
  text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));

/**
 * A preset by its name, or "m,m,m/s,s,s" (one number stands for all three).
 * @throws AppError `invalid` that lists what there is
 */
export function parseNormalisation(text: string): Normalisation & { channels?: Channels } {
  const preset = PRESETS.find(({ id }) => id === text);
  if (preset) return { mean: preset.mean, std: preset.std, channels: preset.channels };
  const [mean, std, ...rest] = text.split("/").map(numbers);
  const all = (values: number[] | undefined) => (values?.length === 1 ? same(values[0]) : values);
  const [means, deviations] = [all(mean), all(std)];
  const isUsable = (values: number[] | undefined): values is number[] =>
    values?.length === 3 && values.every(Number.isFinite);
  if (
    isUsable(means) &&
    isUsable(deviations) &&
    deviations.every((value) => value > 0) &&
    rest.length === 0
  ) {
    return { mean: means, std: deviations };
  }
  throw new AppError(
    "invalid",
    `"${text.slice(0, 100)}" is no normalisation: use ${PRESETS.map(({ id }) => id).join(", ")}, or mean/deviation as ` +
      "0.5,0.5,0.5/0.25,0.25,0.25.",
  );
}

/** The preset's name where it is one, else the numbers. */
export function nameNormalisation({ mean, std }: Normalisation): string {
  const preset = PRESETS.find((one) => `${one.mean}/${one.std}` === `${mean}/${std}`);
  return preset?.id ?? `${mean.join(",")}/${std.join(",")}`;
}
