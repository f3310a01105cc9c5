import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { AppError } from "#lib/errors.ts";
import { type SlicedSource, type SourceEntry, tooManyBytes } from "#lib/formats/sources/file-source.ts";
import { pathProblem } from "#lib/formats/sources/safe-path.ts";

/** Deeper folders are left out of the listing's walk: no data set layout needs them. */
const MAX_DEPTH = 16;

/**
 * The files of a folder on this machine. Symbolic links are listed as such and never followed.
 * @throws AppError `not_found` when the folder is not there
 */
export async function openFolderSource(folder: string): Promise<SlicedSource> {
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
    read: (path, maxBytes) =>
      openInside(root, path, async (file) => {
        if ((await file.stat()).size > maxBytes) throw tooManyBytes(maxBytes);
        return file.readFile();
      }),
    slice: (path, start, end) =>
      openInside(root, path, async (file) => {
        const length = Math.max(0, Math.min(end, (await file.stat()).size) - start);
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
        return buffer.subarray(0, bytesRead);
      }),
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

async function openInside<T>(root: string, path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
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
    return await use(file);
  } finally {
    await file.close();
  }
}
