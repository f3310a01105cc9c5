import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { tooManyBytes } from "#lib/formats/sources/file-source.ts";
import { refuseFetch } from "./fetch-refusal.ts";

const DECODERS = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const;

export interface BodyBounds {
  /** Of what comes, and again of what it unpacks to. */
  maxBytes: number;
  /** Stop after so many bytes, however many more there are. */
  firstBytes?: number;
  /** Told of every chunk as it comes. */
  received(byteCount: number): void;
}

/**
 * The body of an answer, unpacked as its content-encoding says, never holding more than the bound.
 * @throws AppError `too_large`, `invalid` (bad-encoding), or what the connection throws
 */
export async function readBounded(response: IncomingMessage, bounds: BodyBounds): Promise<Uint8Array> {
  const { maxBytes, firstBytes, received } = bounds;
  const announced = Number(response.headers["content-length"] ?? 0);
  if (firstBytes === undefined && announced > maxBytes) throw tooManyBytes(maxBytes);
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  const body = Readable.from(count(response, maxBytes, received));
  const decoder = decoderOf(response);
  if (decoder) body.on("error", (error) => decoder.destroy(error)).pipe(decoder);
  try {
    for await (const chunk of (decoder ?? body) as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      byteCount += chunk.byteLength;
      if (firstBytes !== undefined && byteCount >= firstBytes) break;
      if (byteCount > maxBytes) throw tooManyBytes(maxBytes);
    }
  } catch (error) {
    if (!/^(Z_|ERR_BROTLI|ERR__ERROR)/.test(String((error as { code?: unknown }).code))) throw error;
    throw refuseFetch("bad-encoding", "The server's compressed answer is damaged.", error);
  } finally {
    body.destroy();
  }
  return Buffer.concat(chunks).subarray(0, firstBytes);
}

async function* count(
  response: IncomingMessage,
  maxBytes: number,
  received: BodyBounds["received"],
): AsyncGenerator<Uint8Array> {
  let byteCount = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    byteCount += chunk.byteLength;
    received(chunk.byteLength);
    if (byteCount > maxBytes) throw tooManyBytes(maxBytes);
    yield chunk;
  }
}

function decoderOf({ headers }: IncomingMessage) {
  const encoding = (headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || encoding === "") return null;
  if (!Object.hasOwn(DECODERS, encoding)) {
    throw refuseFetch("bad-encoding", "The server's answer is packed in a way that is not read.");
  }
  return DECODERS[encoding as keyof typeof DECODERS]();
}
