import { AppError } from "#lib/errors.ts";
import { type ClassSimilarity, classSimilarity, featureSimilarity } from "#lib/explain/class-similarity.ts";
import { sliceImages } from "#lib/explain/image-batch.ts";
import { estimateIbaStatistics, type IbaStatistics } from "#lib/explain/information/iba-statistics.ts";
import { atLayer } from "#lib/explain/layer-gradients.ts";
import { toModelInput } from "#lib/imaging/model-input.ts";
import type { RgbImage } from "#lib/imaging/raster.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import type { Picture } from "./find-pictures.ts";
import type { Taxonomy } from "./taxonomy-similarity.ts";

/** For IBA's statistics: more pictures change the means little and cost memory. */
const STATISTICS_AT_MOST = 256;

/** What must be known of a model before the first map. */
export interface Measured {
  statistics: IbaStatistics | null;
  similarity: ClassSimilarity | null;
}

export interface MeasureWish {
  /** Of the features of which layer, null = the last one. */
  statistics: { layer: string | null } | null;
  /** From the model's answers or features on the pictures, by a taxonomy, or not at all. */
  similarity: "confusion" | "features" | Taxonomy | null;
}

/** Measures on the first pictures given, labelled ones where classes matter. @throws AppError `invalid`, `cancelled` */
export async function measureModel(
  model: ModelView,
  pictures: readonly Picture[],
  wish: MeasureWish,
  signal: AbortSignal,
): Promise<Measured> {
  return {
    statistics:
      wish.statistics && (await measureStatistics(atLayer(model, wish.statistics.layer), pictures, signal)),
    similarity: await similarityOf(model, pictures, wish.similarity),
  };
}

async function measureStatistics(model: ModelView, pictures: readonly Picture[], signal: AbortSignal) {
  const { images } = await readInputs(model, pictures.slice(0, STATISTICS_AT_MOST));
  return estimateIbaStatistics(model, images, signal);
}

async function similarityOf(
  model: ModelView,
  pictures: readonly Picture[],
  wish: MeasureWish["similarity"],
): Promise<ClassSimilarity | null> {
  if (wish === null) return null;
  if (typeof wish !== "string") return wish.similarity(model.classNames);
  const labelled = pictures.filter((picture) => trueClassOf(picture, model) !== null);
  if (labelled.length === 0) {
    throw new AppError(
      "invalid",
      `These targets need pictures of known class. This model's classes are ${model.classNames.join(", ")}: give a data ` +
        "set with folders of these names, or choose --target predicted.",
    );
  }
  const { images, read } = await readInputs(model, labelled);
  const classes = read.map((picture) => trueClassOf(picture, model)!);
  const count = model.classNames.length;
  if (wish === "confusion") return classSimilarity(await model.predict(images), classes, count);
  return featureSimilarity(await meanFeatures(model, images), classes, count);
}

/** Images put through at once: their feature maps are in memory together. */
const BATCH = 16;

/** The last feature map of every image, averaged over its cells: [count, k]. */
async function meanFeatures(model: ModelView, images: ImageBatch): Promise<Float32Array> {
  const { height, width, channels } = model.featureShape;
  const means = new Float32Array(images.count * channels);
  for (let from = 0; from < images.count; from += BATCH) {
    const part = sliceImages(images, from, Math.min(from + BATCH, images.count));
    const { features } = await model.forward(part);
    for (let i = 0; i < features.length; i++) {
      const image = from + Math.floor(i / (height * width * channels));
      means[image * channels + (i % channels)] += features[i] / (height * width);
    }
  }
  return means;
}

/** The index of the picture's class among the model's; null when unlabelled or not one of them. */
export function trueClassOf({ className }: Picture, model: ModelView): number | null {
  const index = className === null ? -1 : model.classNames.indexOf(className);
  return index < 0 ? null : index;
}

/** On how many pictures the wish would be measured; null when nothing is to be measured. */
export function measuredOn(model: ModelView, pictures: readonly Picture[], wish: MeasureWish): number | null {
  if (typeof wish.similarity === "string")
    return pictures.filter((picture) => trueClassOf(picture, model) !== null).length;
  return wish.statistics ? Math.min(pictures.length, STATISTICS_AT_MOST) : null;
}

export function asInput(model: ModelView, images: readonly RgbImage[]): ImageBatch {
  return toModelInput(images, { size: model.inputSize, ...model.normalisation });
}

/** Unreadable pictures are left out. */
async function readInputs(model: ModelView, pictures: readonly Picture[]) {
  const read: Picture[] = [];
  const batches: ImageBatch[] = [];
  for (const picture of pictures) {
    const image = await picture.read().catch(() => null);
    if (!image) continue;
    read.push(picture);
    batches.push(asInput(model, [image]));
  }
  const size = model.inputSize ** 2 * 3;
  const data = new Float32Array(batches.length * size);
  batches.forEach((batch, i) => {
    data.set(batch.data, i * size);
  });
  return { read, images: { data, count: batches.length, height: model.inputSize, width: model.inputSize } };
}
