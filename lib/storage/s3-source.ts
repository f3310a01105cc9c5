import { AppError } from "#lib/errors.ts";
import { MAX_RECORDS } from "#lib/formats/dataset/limits.ts";
import { tooManyRecords } from "#lib/formats/dataset/too-many-records.ts";
import { type SlicedSource, type SourceEntry, tooManyBytes } from "#lib/formats/sources/file-source.ts";
import { pathProblem } from "#lib/formats/sources/safe-path.ts";
import { readAll, type S3Objects } from "./s3-objects.ts";
import type { S3Place } from "./s3-place.ts";

/**
 * The objects below a place in S3 as the files of a folder, read one at a time or in parts. An object's name is only ever
 * a name: one that is no path inside the folder is listed as something else than a file, and never read.
 */
export function openS3Source(objects: S3Objects, { bucket, prefix }: S3Place): SlicedSource {
  const keyOf = (path: string): string => {
    const problem = pathProblem(path);
    if (problem) throw new AppError("invalid", `Its path ${problem}.`, { reason: "bad-path" });
    return prefix + path;
  };
  return {
    async list() {
      const entries: SourceEntry[] = [];
      for await (const page of objects.list(bucket, prefix)) {
        for (const { key, byteSize } of page) {
          // What consoles make to show an empty folder.
          if (key.endsWith("/") || !key.startsWith(prefix)) continue;
          const path = key.slice(prefix.length);
          entries.push({ path, byteSize, kind: pathProblem(path) === null ? "file" : "other" });
        }
        if (entries.length > MAX_RECORDS) throw tooManyRecords();
      }
      return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    read: async (path, maxBytes) =>
      objects.get(bucket, keyOf(path), (response) => bounded(response, maxBytes)),
    async slice(path, start, end) {
      if (end <= start) return new Uint8Array();
      const use = async (response: Response) => {
        if (response.status === 206) return bounded(response, end - start);
        // A server that knows no ranges gives all of it.
        return (await bounded(response, 1_000_000_000)).subarray(start, end);
      };
      return objects.get(bucket, keyOf(path), use, { start, end }).catch((error) => {
        if (error instanceof AppError && error.details.reason === "past-end") return new Uint8Array();
        throw error;
      });
    },
  };
}

async function bounded(response: Response, maxBytes: number): Promise<Uint8Array> {
  if (Number(response.headers.get("content-length") ?? 0) > maxBytes) {
    await response.body?.cancel();
    throw tooManyBytes(maxBytes);
  }
  return readAll(response, maxBytes);
}
