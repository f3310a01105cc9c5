import type { DatasetFolder } from "../dataset/dataset-folder.ts";
import { baseName } from "../dataset/picture-name.ts";
import { type FileSource, readSlice, type SourceEntry } from "./file-source.ts";
import { refuseArchive } from "./zip-directory.ts";
import { openZipSource, type ZipLimits } from "./zip-source.ts";

/** What may lie beside an archive without being part of the data. */
const BESIDE = /^(readme|licen[cs]e|notice|citation)|\.(md|txt|pdf)$/i;
const OTHER_ARCHIVE = /\.(tar|tgz|tar\.gz|tar\.bz2|tar\.xz|7z|rar)$/i;

/** The file that a folder consists of, but for a README; null for any other folder. */
export function findSoleFile<Entry extends Pick<SourceEntry, "path">>(files: readonly Entry[]): Entry | null {
  const [only, ...more] = files.filter(({ path }) => !BESIDE.test(baseName(path)));
  return only === undefined || more.length > 0 ? null : only;
}

/** The ZIP archive that a folder consists of, but for a README; null for any other folder. @throws AppError when it is refused */
export async function openSoleArchive(
  { files, source }: DatasetFolder,
  limits: Partial<ZipLimits> = {},
): Promise<FileSource | null> {
  const only = findSoleFile(files);
  if (only === null) return null;
  if (OTHER_ARCHIVE.test(only.path)) {
    throw refuseArchive(
      "unsupported",
      `${baseName(only.path)} is an archive that is not read here: unpack it, or make a .zip of it`,
    );
  }
  if (!/\.zip$/i.test(only.path)) return null;
  return openZipSource((start, end) => readSlice(source, only.path, start, end), only.byteSize, limits);
}
