import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { AppError } from "#lib/errors.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import { openFolderSource } from "./folder-source.ts";

/**
 * A folder's files, or one file as the only one of its source (an archive, a parquet file).
 * @throws AppError `not_found`
 */
export async function openSource(path: string): Promise<FileSource> {
  const file = await stat(path).catch(() => null);
  if (!file?.isFile()) return openFolderSource(path);
  const { read, slice } = await openFolderSource(dirname(path));
  const name = basename(path);
  const requireName = (wanted: string) => {
    if (wanted !== name)
      throw new AppError("not_found", `There is no file ${wanted}.`, { reason: "missing" });
  };
  return {
    list: async () => [{ path: name, byteSize: file.size, kind: "file" }],
    async read(wanted, maxBytes) {
      requireName(wanted);
      return read(wanted, maxBytes);
    },
    async slice(wanted, start, end) {
      requireName(wanted);
      return slice(wanted, start, end);
    },
  };
}
