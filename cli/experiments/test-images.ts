import { readFile } from "node:fs/promises";
import { openModel } from "#lib/scouter/open-model.ts";
import type { TrainingSet } from "#lib/scouter/training/training-set.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import type { Truth } from "#workers/compute/protocol.ts";
import { openPictures } from "#workers/compute/training/pictures.ts";
import { groundTruth } from "#workers/handlers/ground-truth.ts";
import { type LabelledRecord, listPictures } from "../training/read-training-data.ts";
import type { ExperimentData } from "./data.ts";
import type { ModelRef } from "./experiment.ts";

/** A model with the test images as it sees them. */
export interface TestImages {
  model: ModelView;
  set: TrainingSet;
  records: readonly LabelledRecord[];
}

/** @param records others than the test images, where wanted. Dispose the model. */
export async function openTestImages(
  ref: ModelRef,
  data: ExperimentData,
  records = data.test,
): Promise<TestImages> {
  const model = await openModel(await readFile(ref.file));
  const { mean, std } = model.normalisation;
  const config = { inputSize: model.inputSize, normalisation: { mean: [...mean], std: [...std] } };
  const list = listPictures(data.folder, records, model.classNames, data.format);
  return { model, set: await openPictures(list, { config, memoryBytes: 0 }), records };
}

/** One test image, by its place in the list. */
export async function imageAt({ set }: TestImages, position: number): Promise<ImageBatch> {
  return { data: await set.read(position), count: 1, height: set.size, width: set.size };
}

/** Where its object is, at the size of the model's input. */
export function truthAt({ model, records }: TestImages, position: number): Truth {
  return groundTruth(itemOf(records[position]), model.inputSize);
}

function itemOf({ className, regions, size, split }: LabelledRecord) {
  const frozen = regions.map(({ kind, class: name, ...geometry }) => ({
    kind,
    geometry,
    className: name ?? null,
  }));
  const { height, width } = size ?? { height: 1, width: 1 };
  return { imageId: "", className, split, sha256: "", width, height, regions: size ? frozen : [] };
}
