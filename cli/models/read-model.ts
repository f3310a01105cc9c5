import { readFile, stat } from "node:fs/promises";
import { AppError } from "#lib/errors.ts";
import { MAX_WEIGHTS_BYTES } from "#lib/services/models/register-model.ts";

/** The bytes of a file, whose size is looked at first. @throws AppError `not_found`, `too_large` */
export async function readModelBytes(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new AppError("not_found", `There is no model file ${file}: check the path.`);
  if (found.size > MAX_WEIGHTS_BYTES) {
    throw new AppError("too_large", `${file} is larger than 512 MB: no model of this version needs that.`);
  }
  return new Uint8Array(await readFile(file));
}
