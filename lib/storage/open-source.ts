import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { FileSource } from "#lib/formats/file-source.ts";
import { openFolderSource } from "./folder-source.ts";

/**
 * A folder's files, or one file as the only one of its source (an archive).
 * @throws AppError `not_found`
 */
export async function openSource(path: string): Promise<FileSource> {
  const file = await stat(path).catch(() => null);
  if (!file?.isFile()) return openFolderSource(path);
  const { read, slice } = await openFolderSource(dirname(path));
  return { list: async () => [{ path: basename(path), byteSize: file.size, kind: "file" }], read, slice };
}
