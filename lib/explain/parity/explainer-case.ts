import type { NamedArray, NamedArrays } from "#lib/scouter/named-array.ts";
import { type GoldenCase, readGoldenArrays } from "#lib/scouter/parity/golden-case.ts";
import type { Replay } from "#lib/scouter/parity/replay.ts";
import type { Replayed } from "#lib/scouter/parity/replayed.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { Explainer } from "../define-explainer.ts";
import { sliceImages } from "../image-batch.ts";
import { normaliseMap } from "../normalise-map.ts";
import { runExplainer } from "../run-explainer.ts";
import { channelsLast, joined } from "./golden-layout.ts";
import { openGoldenNetwork } from "./golden-network.ts";

/** What a stored case of an explainer consists of. */
export interface ExplainerCase {
  options: Record<string, unknown>;
  /** Of the case itself: `in.*`, `out.*`. */
  arrays: NamedArrays;
  /** Of the files beside it, in their order. */
  extras: NamedArrays[];
  /** Seen from the case's layer, where it names one. */
  model: ModelView;
  images: ImageBatch;
  image(i: number): ImageBatch;
  /** Images and classes the outputs are about, in the order they are stored. */
  imageList: number[];
  classList: number[];
  /** [image, class] of cases that list their runs. */
  runs: [number, number][];
}

export const noReport = async (): Promise<void> => {};

/** The array of this name in the first file beside the case that has it. */
export function extra({ extras }: ExplainerCase, name: string): NamedArray {
  const found = extras.find((arrays) => arrays[name]);
  if (!found) throw new Error(`no file of the case has ${name}`);
  return found[name];
}

/** Runs a case on its network and compares all `out.*` with what `run` gives under their names. */
export function onNetwork(run: (opened: ExplainerCase) => Promise<Replayed["got"]>): Replay {
  return async (golden, files) => {
    const [arrays, ...extras] = files.map(readGoldenArrays);
    const opened = openCase(golden, arrays, extras);
    try {
      const want = Object.fromEntries(Object.entries(arrays).filter(([name]) => name.startsWith("out.")));
      return { want, got: await run(opened) };
    } finally {
      await opened.model.dispose();
    }
  };
}

function openCase({ options }: GoldenCase, arrays: NamedArrays, extras: NamedArrays[]): ExplainerCase {
  const weights = extras.find((one) => one["conv1.weight"] && one["fc.weight"]);
  const pictures = extras.find((one) => one.images)?.images;
  if (!weights || !pictures) throw new Error("the case names no network or no images");
  const [count, , height, width] = pictures.shape;
  const images: ImageBatch = { data: channelsLast(pictures), count, height, width };
  const whole = openGoldenNetwork(edited(weights, options.edit), [height, width]);
  const model = typeof options.layer === "string" && whole.atLayer ? whole.atLayer(options.layer) : whole;
  const list = (value: unknown, length: number) =>
    Array.isArray(value) ? (value as number[]) : Array.from({ length }, (_, i) => i);
  return {
    options,
    arrays,
    extras,
    model,
    images,
    image: (i) => sliceImages(images, i, i + 1),
    imageList: typeof options.image === "number" ? [options.image] : list(options.images, count),
    classList:
      typeof options.class === "number" ? [options.class] : list(options.classes, model.classNames.length),
    runs: (options.runs ?? []) as [number, number][],
  };
}

/** Weights with one of them changed, told as `bn3.bias[2] = -50 ...`. */
function edited(weights: NamedArrays, edit: unknown): NamedArrays {
  const [, name, index, value] = String(edit ?? "").match(/^([\w.]+)\[(\d+)\] = (-?[\d.e+-]+)/) ?? [];
  if (!name) return weights;
  const data = weights[name].data.slice();
  data[Number(index)] = Number(value);
  return { ...weights, [name]: { ...weights[name], data } };
}

/** One result an image and class, as stored: images outside, classes inside. */
export async function overRuns<T>(
  { imageList, classList }: ExplainerCase,
  run: (image: number, target: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  for (const i of imageList) for (const c of classList) results.push(await run(i, c));
  return results;
}

/** Maps of a whole method, through the flow that every map of the product goes through. */
export function explainRuns(
  opened: ExplainerCase,
  explainer: Explainer,
  options: object = {},
): Promise<SaliencyMap[]> {
  const { model, image } = opened;
  return overRuns(opened, async (i, c) => {
    const request = { explainer, model, images: image(i), targets: [c], options, random: createRandom(0) };
    return (await runExplainer(request))[0];
  });
}

/** `out.raw` and `out.final`. */
export function rawAndFinal({ images }: ExplainerCase, maps: readonly SaliencyMap[]) {
  return {
    "out.raw": joined(maps.map(({ data }) => data)),
    "out.final": joined(maps.map((map) => normaliseMap(map, images.height, images.width).data)),
  };
}

/** The names that stored variants have in the options here. */
export const variantOf = (variant: unknown): string =>
  ({ torchcam012: "torchcam-0.1.2", torchcam_head: "torchcam-0.5.0" })[String(variant)] ?? String(variant);
