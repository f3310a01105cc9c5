import { AppError } from "#lib/errors.ts";
import type { AddressReader } from "#lib/formats/sources/url-list.ts";
import { sniffImage } from "#lib/imaging/sniff-image.ts";
import { type FetchPolicy, openPublicFetcher } from "./fetch-public.ts";
import { refuseFetch } from "./fetch-refusal.ts";
import { openGate } from "./open-gate.ts";
import { tryAgain, type Wait } from "./try-again.ts";

/** Fetched at once, and from one host: enough to keep decoding busy, few enough to be a welcome guest. */
const AT_ONCE = 16;
const AT_ONCE_PER_HOST = 4;

/** A host that failed so often one after the other, after all tries, is not asked again: a long list would wait for days. */
const GIVEN_UP_AFTER = 5;

/** Of a beginning, the packed bytes it may come from. */
const MAX_BEGINNING_BYTES = 100_000_000;

export interface PictureFetcher extends AddressReader {
  close(): void;
}

/**
 * Fetches pictures from strangers' addresses: by the rules of openPublicFetcher, a few at a time, again after a while when
 * the server is busy, and only what is a picture by its type as well as by its first bytes. SVG is none.
 */
export function openPictureFetcher({
  policy,
  wait,
  signal,
}: {
  policy?: Partial<FetchPolicy>;
  wait?: Wait;
  signal?: AbortSignal;
} = {}): PictureFetcher {
  const fetcher = openPublicFetcher(policy);
  const gate = openGate(AT_ONCE, AT_ONCE_PER_HOST);
  const failures = new Map<string, number>();
  const ask = async (address: string, maxBytes: number, firstBytes?: number) => {
    const request = { maxBytes, firstBytes, signal, accept: "image/*", typeProblem };
    const bytes = await fetcher.get(address, request);
    if (sniffImage(bytes) !== null) return bytes;
    throw refuseFetch("unsupported", "What the address gives is no picture in a format that is read.");
  };
  const get = (address: string, maxBytes: number, firstBytes?: number) => {
    const host = hostOf(address);
    return gate.pass(host, async () => {
      const failed = failures.get(host) ?? 0;
      if (failed >= GIVEN_UP_AFTER) {
        throw refuseFetch("given-up", "The server failed several times in a row and is not asked again.");
      }
      try {
        const bytes = await tryAgain(() => ask(address, maxBytes, firstBytes), { signal, wait });
        failures.delete(host);
        return bytes;
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "unavailable") {
          failures.delete(host);
          throw error;
        }
        failures.set(host, failed + 1);
        // After all tries it is the picture's own fault: one server of many is away, not the source.
        throw refuseFetch(String(error.details.reason), error.message, error);
      }
    });
  };
  return {
    read: (address, maxBytes) => get(address, maxBytes),
    beginning: (address, byteCount) => get(address, MAX_BEGINNING_BYTES, byteCount),
    close: () => fetcher.close(),
  };
}

function hostOf(address: string): string {
  return /^[a-z]+:\/\/([^/?#]*)/i.exec(address)?.[1].toLowerCase() ?? "";
}

/** What servers say of files they know nothing about. */
const UNTOLD = new Set(["application/octet-stream", "binary/octet-stream", "application/binary"]);

function typeProblem(type: string | null): string | null {
  if (type === null || UNTOLD.has(type)) return null;
  if (type.startsWith("image/svg")) return "It is an SVG drawing, which is a program: export it as a PNG.";
  if (type.startsWith("image/")) return null;
  const shown = /^[\w.+-]{1,40}\/[\w.+-]{1,60}$/.test(type) ? type : "something else";
  return `The address does not give a picture but ${shown}.`;
}
