import type { DatasetFolder } from "./dataset-folder.ts";
import type { DatasetFormat, Detection } from "./define-format.ts";
import { FORMATS } from "./registry.ts";

export interface Candidate extends Detection {
  format: DatasetFormat;
}

/** The layouts a folder may have, the likeliest first. Only names and the beginnings of a few files are looked at. */
export async function detectFormat(folder: DatasetFolder): Promise<Candidate[]> {
  const detections = await Promise.all(
    FORMATS.map(async (format) => ({ format, detection: await format.detect(folder) })),
  );
  return detections
    .flatMap(({ format, detection }) => (detection ? [{ format, ...detection }] : []))
    .sort((a, b) => b.confidence - a.confidence);
}
