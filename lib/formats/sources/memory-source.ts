import { AppError } from "#lib/errors.ts";
import { type FileSource, tooManyBytes } from "./file-source.ts";

/** Files that are in memory already, by path. */
export function memorySource(files: ReadonlyMap<string, Uint8Array>): FileSource {
  const bytesOf = (path: string): Uint8Array => {
    const bytes = files.get(path);
    if (!bytes) throw new AppError("not_found", `There is no file ${path}.`, { reason: "missing" });
    return bytes;
  };
  return {
    async list() {
      return [...files].map(([path, bytes]) => ({ path, byteSize: bytes.byteLength, kind: "file" as const }));
    },
    async read(path, maxBytes) {
      const bytes = bytesOf(path);
      if (bytes.byteLength > maxBytes) throw tooManyBytes(maxBytes);
      return bytes;
    },
    async slice(path, start, end) {
      return bytesOf(path).subarray(start, end);
    },
  };
}
