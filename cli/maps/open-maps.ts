import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { type FileSource, readSlice } from "#lib/formats/sources/file-source.ts";
import { openZipSource } from "#lib/formats/sources/zip-source.ts";
import { openSource } from "#lib/storage/open-source.ts";

/** A folder of maps, or an archive of them: a .zip or .npz. @throws AppError `not_found`, `invalid` */
export async function openMaps(path: string): Promise<FileSource> {
  const source = await openSource(path);
  const file = await stat(path);
  if (!file.isFile() || !/\.(zip|npz)$/i.test(path)) return source;
  const name = basename(path);
  return openZipSource((start, end) => readSlice(source, name, start, end), file.size);
}
