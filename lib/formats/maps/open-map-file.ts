import { AppError } from "#lib/errors.ts";
import type { FileSource } from "../sources/file-source.ts";
import { memorySource } from "../sources/memory-source.ts";
import { openZipSource } from "../sources/zip-source.ts";

/**
 * The maps in one file that someone sent: a .zip or .npz holds several, a .npy or .png is one.
 * @param fileName as its sender calls it @throws AppError `invalid` for anything else, or an archive that is refused
 */
export async function openMapFile(fileName: string, bytes: Uint8Array): Promise<FileSource> {
  if (/\.(zip|npz)$/i.test(fileName)) {
    return openZipSource(async (start, end) => bytes.subarray(start, end), bytes.length);
  }
  const name = fileName.replace(/^.*[/\\]/, "");
  if (/\.(npy|png)$/i.test(name)) return memorySource(new Map([[name, bytes]]));
  throw new AppError(
    "invalid",
    `${name || "The file"} is none of .zip, .npz, .npy and .png: choose another.`,
  );
}
