import { classFolders } from "./class-folders.ts";
import { coco } from "./coco.ts";
import { csv } from "./csv.ts";
import { cvat } from "./cvat.ts";
import type { DatasetWriter } from "./define-writer.ts";
import { imagesJsonl } from "./images-jsonl.ts";
import { labelStudio } from "./label-studio.ts";
import { maskFolders } from "./mask-folders.ts";
import { parquet } from "./parquet.ts";
import { voc } from "./voc.ts";
import { yoloWriters } from "./yolo.ts";

/** Every format a data set can leave in; the first loses nothing. */
export const WRITERS: readonly DatasetWriter[] = [
  imagesJsonl,
  coco,
  voc,
  ...yoloWriters,
  cvat,
  labelStudio,
  csv,
  parquet,
  maskFolders,
  classFolders,
];
