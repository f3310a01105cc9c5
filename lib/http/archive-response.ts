import { rangeResponse } from "./range-response.ts";

/** A stored archive with the name it is saved under. */
interface StoredArchive {
  fileName: string;
  sha256: string;
  byteSize: number;
  /** Bytes from `start` up to and without `end`. */
  stream(start: number, end: number): Promise<ReadableStream<Uint8Array>>;
}

/** A ZIP archive as a download: one that was broken off is taken up again where it ended. */
export function archiveResponse(
  request: Request,
  { fileName, sha256, byteSize, stream }: StoredArchive,
): Promise<Response> {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  return rangeResponse(request, {
    etag: sha256,
    byteSize,
    stream,
    headers: {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "cache-control": "private, no-cache",
      "x-content-type-options": "nosniff",
      vary: "cookie",
    },
  });
}
