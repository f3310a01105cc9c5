import type { IncomingMessage, ServerResponse } from "node:http";
import { expectedAuthorization } from "./aws-signature.ts";
import { type LoopbackServer, openLoopbackServer } from "./loopback-server.ts";

/** Small, so that a handful of objects takes several pages. */
const PAGE = 3;
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

export const S3_KEYS = {
  region: "eu-central-1",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: SECRET,
};

export interface S3Server extends LoopbackServer {
  endpoint: string;
}

/** An S3 of one bucket, "pictures", on this machine: it lists, gives objects and ranges, and believes only what is signed. */
export async function openS3Server(objects: ReadonlyMap<string, Uint8Array>): Promise<S3Server> {
  const server = await openLoopbackServer((request, response) => {
    const { method = "", url = "", headers } = request;
    const wanted = expectedAuthorization({ method, url, headers: headers as Record<string, string> }, SECRET);
    if (headers.authorization !== wanted) return fail(response, 403, "SignatureDoesNotMatch");
    const address = new URL(url, "http://s3");
    const [, bucket, ...rest] = address.pathname.split("/");
    if (bucket !== "pictures") return fail(response, 404, "NoSuchBucket");
    const key = rest.map(decodeURIComponent).join("/");
    if (key === "") return list(address.searchParams, objects, response);
    const bytes = objects.get(key);
    return bytes ? give(request, bytes, response) : fail(response, 404, "NoSuchKey");
  });
  return { ...server, endpoint: `http://127.0.0.1:${server.port}` };
}

function list(
  query: URLSearchParams,
  objects: ReadonlyMap<string, Uint8Array>,
  response: ServerResponse,
): void {
  const after = query.get("continuation-token") ?? "";
  const keys = [...objects.keys()]
    .sort()
    .filter((key) => key.startsWith(query.get("prefix") ?? "") && key > after);
  const page = keys.slice(0, PAGE);
  const contents = page.map(
    (key) =>
      `<Contents><Key>${encodeURIComponent(key).replaceAll("%20", "+")}</Key><Size>${objects.get(key)?.length}</Size></Contents>`,
  );
  const next =
    keys.length > PAGE
      ? `<NextContinuationToken>${page.at(-1)?.replaceAll("&", "&amp;")}</NextContinuationToken>`
      : "";
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${contents.join("")}${next}</ListBucketResult>`,
  );
}

function give({ headers }: IncomingMessage, bytes: Uint8Array, response: ServerResponse): void {
  const range = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "");
  if (!range) {
    response.end(bytes);
    return;
  }
  const [start, end] = [Number(range[1]), Math.min(Number(range[2]) + 1, bytes.length)];
  if (start >= bytes.length) fail(response, 416, "InvalidRange");
  else
    response
      .writeHead(206, { "content-range": `bytes ${start}-${end - 1}/${bytes.length}` })
      .end(bytes.subarray(start, end));
}

function fail(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status)
    .end(`<Error><Code>${code}</Code><Message>secret of the inside</Message></Error>`);
}
