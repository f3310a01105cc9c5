import { acrima } from "../layouts/acrima.ts";
import { classFolders } from "../layouts/class-folders.ts";
import { clickMe } from "../layouts/clickme.ts";
import { coco } from "../layouts/coco.ts";
import { conText } from "../layouts/con-text.ts";
import { cub200 } from "../layouts/cub-200-2011.ts";
import { cvat } from "../layouts/cvat.ts";
import { imageNet } from "../layouts/imagenet.ts";
import { imagesJsonl } from "../layouts/images-jsonl.ts";
import { jsonlManifest } from "../layouts/jsonl-manifest.ts";
import { labelStudio } from "../layouts/label-studio.ts";
import { maskFolders } from "../layouts/mask-folders.ts";
import { mnistIdx } from "../layouts/mnist-idx.ts";
import { parquet } from "../layouts/parquet.ts";
import { pictures } from "../layouts/pictures.ts";
import { tableManifest } from "../layouts/table-manifest.ts";
import { voc } from "../layouts/voc.ts";
import { yoloFormats } from "../layouts/yolo.ts";
import type { DatasetFormat } from "./define-format.ts";

/** Every layout that can be read. */
export const FORMATS: readonly DatasetFormat[] = [
  imagesJsonl,
  tableManifest,
  jsonlManifest,
  cub200,
  imageNet,
  coco,
  cvat,
  labelStudio,
  voc,
  ...yoloFormats,
  mnistIdx,
  parquet,
  clickMe,
  acrima,
  maskFolders,
  conText,
  classFolders,
  pictures,
];
