import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#lib/errors.ts";
import { type GivenRun, parseGivenManifest } from "#lib/formats/maps/given-manifest.ts";

/** The methods that a folder's manifest.json lists. @throws AppError `not_found`, `invalid` naming what is wrong */
export async function readGivenManifest(folder: string): Promise<GivenRun[]> {
  const path = join(folder, "manifest.json");
  const text = await readFile(path, "utf8").catch(() => {
    throw new AppError(
      "not_found",
      `There is no ${path}: list the maps there, see whynot maps import --help.`,
    );
  });
  return parseGivenManifest(text, path);
}
