import { AppError } from "#lib/errors.ts";
import { openDatasetFolder } from "../dataset/dataset-folder.ts";
import type { DescribedReading } from "../dataset/dataset-record.ts";
import { readClassFolders } from "../layouts/class-folders.ts";
import { DESCRIPTION_FILE, readDescribedFolder } from "../layouts/images-jsonl.ts";
import type { FileSource } from "./file-source.ts";

/**
 * Reads what a folder says about its pictures: by its `images.jsonl`, or else by its folders (class/file or
 * split/class/file). No picture is opened. Links are refused, never followed. For any layout: readDataset.
 * @throws AppError `invalid` when there is nothing to import or images.jsonl is not UTF-8 text
 */
export async function readFolderDataset(source: FileSource): Promise<DescribedReading> {
  const folder = await openDatasetFolder(source);
  const described = folder.has(DESCRIPTION_FILE);
  const reading = described ? await readDescribedFolder(folder) : readClassFolders(folder.files);
  const refused = [...folder.links, ...reading.refused];
  if (reading.records.length === 0 && refused.length === 0) {
    throw new AppError(
      "invalid",
      `There are no pictures here: give a folder with ${DESCRIPTION_FILE}, or with one folder of pictures for each class.`,
    );
  }
  return { ...reading, refused };
}
