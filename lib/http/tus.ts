import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import type { Upload } from "#lib/services/imports/upload.ts";

/** The resumable upload protocol tus 1.0.0 (tus.io/protocols/resumable-upload), with its extensions of this list. */
const VERSION = "1.0.0";
const EXTENSIONS = "creation,creation-with-upload,termination";

const MEDIA_TYPE = "application/offset+octet-stream";

const Count = z.string().regex(/^\d{1,15}$/, "give a number of bytes");

/** @throws AppError `invalid` for a client of another version */
export function requireTus(request: Request): void {
  const version = request.headers.get("tus-resumable");
  if (version === VERSION) return;
  throw new AppError("invalid", `Send the header Tus-Resumable: ${VERSION}.`, { version });
}

/** A header that counts bytes. @throws AppError `invalid` */
export function readByteCount(request: Request, name: "Upload-Length" | "Upload-Offset"): number {
  const count = Count.safeParse(request.headers.get(name) ?? "");
  if (count.success) return Number(count.data);
  throw new AppError("invalid", `Send the header ${name} with a number of bytes.`);
}

/** A value of Upload-Metadata: names with base64 text, separated by commas. @throws AppError `invalid` when it is not there */
export function readMetadata(request: Request, name: string): string {
  const pairs = (request.headers.get("upload-metadata") ?? "")
    .split(",")
    .map((pair) => pair.trim().split(/\s+/));
  const value = pairs.find(([key]) => key === name)?.[1];
  if (value === undefined) throw new AppError("invalid", `Send the header Upload-Metadata with a ${name}.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(value, "base64"));
  } catch (cause) {
    throw new AppError("invalid", `The ${name} in Upload-Metadata is no UTF-8 text in base64.`, {}, cause);
  }
}

/** The bytes that come with a request; null where it has none. @throws AppError `invalid` for another media type */
export function readBytes(request: Request): AsyncIterable<Uint8Array> | null {
  const type = request.headers.get("content-type");
  if (type === MEDIA_TYPE && request.body) return request.body as unknown as AsyncIterable<Uint8Array>;
  if (type === null || request.body === null) return null;
  throw new AppError("invalid", `Send the bytes with content-type: ${MEDIA_TYPE}.`);
}

/** How far an upload is. */
export function tusResponse(status: 200 | 201 | 204, upload: Upload, location?: string): Response {
  const headers = new Headers({
    "tus-resumable": VERSION,
    "upload-offset": String(upload.received),
    "upload-length": String(upload.byteSize),
    "cache-control": "no-store",
  });
  if (location) headers.set("location", location);
  return new Response(null, { status, headers });
}

/** What this server can do. */
export function tusOptions(maxBytes: number): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "tus-resumable": VERSION,
      "tus-version": VERSION,
      "tus-extension": EXTENSIONS,
      "tus-max-size": String(maxBytes),
    },
  });
}
