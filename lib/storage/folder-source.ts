import { constants } from "node:fs";
import { lstat, open, readdir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { AppError } from "#lib/errors.ts";
import type { FileSource, SourceEntry } from "#lib/formats/file-source.ts";
import { pathProblem } from "#lib/formats/safe-path.ts";

/** Deeper folders are left out of the listing's walk: no data set layout needs them. */
const MAX_DEPTH = 16;

/**
 * The files of a folder on this machine. Symbolic links are listed as such and never followed.
 * @throws AppError `not_found` when the folder is not there
 */
export async function openFolderSource(folder: string): Promise<FileSource> {
  const root = await realpath(folder).catch(() => null);
  if (root === null || !(await lstat(root)).isDirectory()) {
    throw new AppError("not_found", `There is no folder ${folder}: check the path.`);
  }
  return {
    async list() {
      const entries: SourceEntry[] = [];
      await walk(root, "", 0, entries);
      return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    read: (path, maxBytes) => readInside(root, path, maxBytes),
  };
}

async function walk(root: string, folder: string, depth: number, found: SourceEntry[]): Promise<void> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (depth < MAX_DEPTH) await walk(root, path, depth + 1, found);
      continue;
    }
    const kind = entry.isSymbolicLink() ? "symlink" : entry.isFile() ? "file" : "other";
    const byteSize = kind === "file" ? (await lstat(join(root, path))).size : 0;
    found.push({ path, byteSize, kind });
  }
}

async function readInside(root: string, path: string, maxBytes: number): Promise<Uint8Array> {
  const problem = pathProblem(path);
  if (problem) throw new AppError("invalid", `Its path ${problem}.`, { reason: "bad-path" });
  const full = join(root, path);
  const real = await realpath(full).catch(() => null);
  if (real === null)
    throw new AppError("not_found", "There is no such file in the folder.", { reason: "missing" });
  if (real !== full || !real.startsWith(root + sep)) {
    throw new AppError("invalid", "It is reached through a symbolic link: copy the picture itself.", {
      reason: "link",
    });
  }
  const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await file.stat();
    if (size > maxBytes) {
      const limit = `${Math.floor(maxBytes / 1e6)} MB`;
      throw new AppError("too_large", `The file is larger than ${limit}.`, { reason: "too-many-bytes" });
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}
