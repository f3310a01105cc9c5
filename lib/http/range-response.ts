/** A file that can be read from anywhere in it. */
export interface RangedFile {
  /** Without quotes; changes when a byte does. */
  etag: string;
  byteSize: number;
  headers: Readonly<Record<string, string>>;
  /** Bytes from `start` up to and without `end`. */
  stream(start: number, end: number): Promise<ReadableStream<Uint8Array>>;
}

/**
 * A file as a download that can be taken up again (RFC 9110): one range of bytes as 206, the whole where `If-Range` names
 * another version, several ranges or none are asked for; 304 for what the asker has, 416 beyond the end.
 */
export async function rangeResponse(request: Request, file: RangedFile): Promise<Response> {
  const etag = `"${file.etag}"`;
  const headers = { ...file.headers, etag, "accept-ranges": "bytes" };
  const known = request.headers.get("if-none-match");
  if (known !== null && (known === "*" || known.split(",").some((each) => each.trim() === etag))) {
    return new Response(null, { status: 304, headers });
  }
  const ifRange = request.headers.get("if-range");
  const wanted = ifRange === null || ifRange === etag ? request.headers.get("range") : null;
  const range = wanted === null ? null : parseRange(wanted, file.byteSize);
  if (range === "beyond") {
    return new Response(null, {
      status: 416,
      headers: { ...headers, "content-range": `bytes */${file.byteSize}` },
    });
  }
  const { start, end } = range ?? { start: 0, end: file.byteSize };
  const about = { ...headers, "content-length": String(end - start) };
  const body = request.method === "HEAD" ? null : await file.stream(start, end);
  if (range === null) return new Response(body, { headers: about });
  const place = `bytes ${start}-${end - 1}/${file.byteSize}`;
  return new Response(body, { status: 206, headers: { ...about, "content-range": place } });
}

/** The one range of bytes a header asks for; null for what is no such range and is answered with the whole. */
function parseRange(header: string, byteSize: number): { start: number; end: number } | "beyond" | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match || (match[1] === "" && match[2] === "")) return null;
  const [first, last] = [match[1], match[2]].map((text) => (text === "" ? null : Number(text)));
  if (first === null) {
    const length = Math.min(last!, byteSize);
    return length === 0 ? "beyond" : { start: byteSize - length, end: byteSize };
  }
  if (first >= byteSize) return "beyond";
  const end = last === null ? byteSize : Math.min(byteSize, last + 1);
  return end <= first ? null : { start: first, end };
}
