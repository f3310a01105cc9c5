import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "#lib/errors.ts";
import { writeZip } from "#lib/formats/encodings/write-zip.ts";
import type { ExportFile } from "#lib/formats/writers/define-writer.ts";
import { zipFiles } from "#lib/services/exports/run-export.ts";

/** A ZIP archive, there in full or not at all. */
export async function writeArchive(file: string, files: AsyncIterable<ExportFile>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  try {
    await pipeline(Readable.from(writeZip(zipFiles(files))), createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** A new or empty folder: nothing that is there is overwritten. @throws AppError `conflict` for one that holds something */
export async function writeFolder(folder: string, files: AsyncIterable<ExportFile>): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  if (made === undefined && (await stat(folder)).isDirectory() && (await readdir(folder)).length > 0) {
    throw new AppError("conflict", `${folder} is not empty: give a new folder, or a name that ends in .zip.`);
  }
  for await (const { path, content } of files) {
    const file = join(folder, path);
    if (!file.startsWith(folder + sep)) throw new Error(`${path} leaves the folder`);
    await mkdir(dirname(file), { recursive: true });
    const chunks = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
    await pipeline(Readable.from(chunks), createWriteStream(file, { flags: "wx" }));
  }
}
