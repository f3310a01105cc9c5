import { AwsV4Signer } from "aws4fetch";
import { AppError } from "#lib/errors.ts";
import { tooManyBytes } from "#lib/formats/sources/file-source.ts";
import { failFetch } from "#lib/http/fetch-refusal.ts";
import { tryAgain, type Wait } from "#lib/http/try-again.ts";
import { objectAddress } from "./s3-address.ts";
import { readListing, type S3Object } from "./s3-listing.ts";

/** Where S3 is and who asks: of the environment alone, never of a request (CVE-2025-25297). */
export interface S3Settings {
  /** Of another S3 than Amazon's (MinIO, R2, Ceph), without the bucket. */
  endpoint?: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** The bucket in the path instead of the host's name, as MinIO wants it. */
  pathStyle: boolean;
}

export interface S3Objects {
  /** All objects of a bucket whose names begin so, a page of at most a thousand after the other, sorted by name. */
  list(bucket: string, prefix: string): AsyncGenerator<S3Object[]>;
  /**
   * An object, or its bytes from `start` up to `end`. When the connection breaks off, it is asked for and used again.
   * @param use reads the answer's body, or cancels it
   * @throws AppError `not_found`, `forbidden`, `unavailable`, `invalid` (past-end for a range that begins behind the end)
   */
  get<T>(
    bucket: string,
    key: string,
    use: (response: Response) => Promise<T>,
    range?: { start: number; end: number },
  ): Promise<T>;
}

/** Until an answer begins. */
const ANSWER_MS = 30_000;
/** A page of a listing: a thousand names of a kilobyte each, escaped. */
const MAX_LISTING = 10_000_000;

/** Speaks S3's REST interface, signed by version 4. Redirects are never followed: credentials go nowhere else. */
export function openS3Objects(
  settings: S3Settings,
  { wait, signal }: { wait?: Wait; signal?: AbortSignal } = {},
): S3Objects {
  const { region, accessKeyId, secretAccessKey, sessionToken } = settings;
  const keys = new Map<string, ArrayBuffer>();

  const ask = <T>(url: URL, use: (response: Response) => Promise<T>, headers: Record<string, string> = {}) =>
    tryAgain(
      async () => {
        const signer = new AwsV4Signer({
          url: url.href,
          headers,
          region,
          accessKeyId,
          secretAccessKey,
          sessionToken,
          service: "s3",
          cache: keys,
        });
        const signed = await signer.sign();
        return use(await checked(await begin(signed.url, signed.headers, signal), region));
      },
      { wait, signal },
    );

  return {
    async *list(bucket, prefix) {
      for (let token: string | null = ""; token !== null; ) {
        const url = objectAddress(settings, bucket, "");
        url.searchParams.set("list-type", "2");
        url.searchParams.set("encoding-type", "url");
        if (prefix !== "") url.searchParams.set("prefix", prefix);
        if (token !== "") url.searchParams.set("continuation-token", token);
        const page = readListing(await ask(url, (response) => readAll(response, MAX_LISTING)));
        yield page.objects;
        token = page.next;
      }
    },
    get: (bucket, key, use, range) =>
      ask(
        objectAddress(settings, bucket, key),
        use,
        range ? { range: `bytes=${range.start}-${range.end - 1}` } : {},
      ),
  };
}

/** The whole body up to a bound. @throws AppError `too_large` */
export async function readAll(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      byteCount += chunk.byteLength;
      if (byteCount > maxBytes) throw tooManyBytes(maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof AppError ? error : failFetch("no-connection", "S3 broke off.", undefined, error);
  }
  return Buffer.concat(chunks);
}

async function begin(url: URL, headers: Headers, signal?: AbortSignal): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ANSWER_MS);
  const stop = () => late.abort();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    return await fetch(url, { headers, redirect: "manual", signal: late.signal });
  } catch (cause) {
    if (signal?.aborted) throw new AppError("cancelled", "The import was stopped.");
    throw failFetch(
      "no-connection",
      "S3 cannot be reached: check AWS_ENDPOINT_URL_S3 and the network.",
      undefined,
      cause,
    );
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** Nothing of an answer's body is in a message. */
async function checked(response: Response, region: string): Promise<Response> {
  const { status } = response;
  if (status === 200 || status === 206) return response;
  await response.body?.cancel();
  const reason = "s3-status";
  const bucketRegion = response.headers.get("x-amz-bucket-region");
  if (bucketRegion !== null && bucketRegion !== region && /^[a-z0-9-]{1,40}$/.test(bucketRegion)) {
    throw new AppError("invalid", `The bucket is in the region ${bucketRegion}: set AWS_REGION to it.`, {
      reason,
    });
  }
  if (status === 404)
    throw new AppError("not_found", "There is no such bucket or object.", { reason: "missing" });
  if (status === 401 || status === 403) {
    throw new AppError(
      "forbidden",
      "S3 refuses: check the access key, its rights and the clock of this machine.",
      { reason },
    );
  }
  if (status === 416) throw new AppError("invalid", "The object ends before.", { reason: "past-end" });
  const message = `S3 answered with status ${status}.`;
  if (status === 429 || status >= 500) throw failFetch(reason, message);
  throw new AppError("invalid", message, { reason });
}
