import { createHash, createHmac } from "node:crypto";

export interface SignedRequest {
  method: string;
  /** As it was sent: path and query. */
  url: string;
  headers: Readonly<Record<string, string | undefined>>;
}

/**
 * The Authorization header a request to S3 must have, by "Authenticating Requests (AWS Signature Version 4)" of Amazon's S3
 * API reference, for the signed headers and the credential scope that its own names.
 */
export function expectedAuthorization(
  { method, url, headers }: SignedRequest,
  secretAccessKey: string,
): string {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=/.exec(
      headers.authorization ?? "",
    );
  if (!parts) return "no signature of version 4";
  const [, keyId, day, region, signedHeaders] = parts;
  const [path, query = ""] = url.split("?");
  const pairs = query === "" ? [] : query.split("&").map((pair) => (pair.includes("=") ? pair : `${pair}=`));
  const escaped = (text: string) =>
    encodeURIComponent(decodeURIComponent(text.replaceAll("+", "%20"))).replace(
      /[!'()*]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const canonicalQuery = pairs
    .map((pair) => pair.split("=").map(escaped).join("="))
    .sort()
    .join("&");
  const names = signedHeaders.split(";");
  const canonical = [
    method,
    path.split("/").map(escaped).join("/"),
    canonicalQuery,
    ...names.map((name) => `${name}:${(headers[name] ?? "").trim().replace(/ +/g, " ")}`),
    "",
    signedHeaders,
    headers["x-amz-content-sha256"],
  ].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const sha256 = createHash("sha256").update(canonical).digest("hex");
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, sha256].join("\n");
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const key = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = createHmac("sha256", key).update(toSign).digest("hex");
  return `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}
