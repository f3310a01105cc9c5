import { realpath } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#lib/errors.ts";

/**
 * The real address of a file or folder that lies in one of these folders, reached without a symbolic link.
 * @throws AppError `not_found`, in the same words for what is elsewhere and for what is not there
 */
export async function insideFolder(folders: readonly string[], wanted: string): Promise<string> {
  for (const folder of folders) {
    const root = await realpath(folder).catch(() => null);
    if (root === null) continue;
    const below = path.relative(folder, path.resolve(folder, wanted));
    if (below.split(path.sep)[0] === ".." || path.isAbsolute(below)) continue;
    const full = path.join(root, below);
    if ((await realpath(full).catch(() => null)) === full) return full;
  }
  throw new AppError(
    "not_found",
    folders.length === 0
      ? "No folder of this server may be imported from: whoever runs it names them in IMPORT_FOLDERS."
      : `There is nothing to import at ${wanted}, or it does not lie in ${folders.join(" or ")}.`,
  );
}
