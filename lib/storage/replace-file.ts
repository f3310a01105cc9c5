import { rename, rm, writeFile } from "node:fs/promises";
import { AppError } from "#lib/errors.ts";

/** Writes a file that is there in full or not at all. @throws AppError `invalid` for a place that cannot be written to */
export async function replaceFile(file: string, content: Uint8Array | string): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  try {
    await writeFile(part, content);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError("invalid", `${file} cannot be written: ${why}`, {}, error);
  }
}
