import { AppError } from "#lib/errors.ts";
import type { FileSource } from "./file-source.ts";

/** Files that are in memory already, by path. */
export function memorySource(files: ReadonlyMap<string, Uint8Array>): FileSource {
  return {
    async list() {
      return [...files].map(([path, bytes]) => ({ path, byteSize: bytes.byteLength, kind: "file" as const }));
    },
    async read(path, maxBytes) {
      const bytes = files.get(path);
      if (!bytes) throw new AppError("not_found", `There is no file ${path}.`, { reason: "missing" });
      if (bytes.byteLength > maxBytes) {
        throw new AppError("too_large", "The file is too large.", { reason: "too-many-bytes" });
      }
      return bytes;
    },
  };
}
