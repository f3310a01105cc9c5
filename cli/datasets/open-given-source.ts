import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ImportSettings, readConfig } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import { MAX_DESCRIPTION_BYTES } from "#lib/formats/dataset/limits.ts";
import { type FileSource, tooManyBytes } from "#lib/formats/sources/file-source.ts";
import { openS3Folder } from "#lib/storage/open-s3-folder.ts";
import { openSource } from "#lib/storage/open-source.ts";
import { openUrlSource } from "#lib/storage/open-url-source.ts";
import { unpackTar } from "#lib/storage/unpack-tar.ts";

export interface GivenSource {
  source: FileSource;
  /** The layout it is read as, where what was given leaves no choice. */
  format?: string;
  close(): void | Promise<void>;
}

/**
 * What a person at this machine names as a data set: a folder, an archive, a place in S3 (s3://bucket/folder), or with
 * `urls` a file of addresses. A tar archive is unpacked into a temporary folder, which goes when it is closed.
 * @throws AppError when it is not there or not switched on
 */
export async function openGivenSource(
  given: string,
  { urls }: { urls?: boolean },
  settings: ImportSettings = readConfig().imports,
): Promise<GivenSource> {
  if (urls) return openUrlSource(settings, given, await readManifest(given));
  const source = given.startsWith("s3://")
    ? openS3Folder(settings, given, { asker: "operator" })
    : await openSource(given);
  const folder = path.join(tmpdir(), "whynot-unpacked-");
  return unpackTar(source, { folder: () => mkdtemp(folder) });
}

async function readManifest(given: string): Promise<Uint8Array> {
  const bytes = await readFile(given).catch((cause) => {
    throw new AppError("not_found", `There is no file ${given} to read: check the path.`, {}, cause);
  });
  if (bytes.byteLength > MAX_DESCRIPTION_BYTES) throw tooManyBytes(MAX_DESCRIPTION_BYTES);
  return bytes;
}
