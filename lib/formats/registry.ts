import type { DatasetFormat } from "./define-format.ts";
import { acrima } from "./layouts/acrima.ts";
import { classFolders } from "./layouts/class-folders.ts";
import { conText } from "./layouts/con-text.ts";
import { imagesJsonl } from "./layouts/images-jsonl.ts";
import { jsonlManifest } from "./layouts/jsonl-manifest.ts";
import { tableManifest } from "./layouts/table-manifest.ts";

/** Every layout that can be read. */
export const FORMATS: readonly DatasetFormat[] = [
  imagesJsonl,
  tableManifest,
  jsonlManifest,
  acrima,
  conText,
  classFolders,
];
