import type { S3Settings } from "./s3-objects.ts";

/** Where an object is asked for. @param key "" for the bucket itself */
export function objectAddress(
  { endpoint, region, pathStyle }: Pick<S3Settings, "endpoint" | "region" | "pathStyle">,
  bucket: string,
  key: string,
): URL {
  const url = new URL(endpoint ?? `https://s3.${region}.amazonaws.com`);
  const base = url.pathname.replace(/\/$/, "");
  const path = key.split("/").map(encodeSegment).join("/");
  // A certificate for *.s3.region.amazonaws.com does not cover a bucket with dots in its name.
  if (pathStyle || bucket.includes(".")) {
    url.pathname = `${base}/${bucket}/${path}`;
  } else {
    url.hostname = `${bucket}.${url.hostname}`;
    url.pathname = `${base}/${path}`;
  }
  return url;
}

/** RFC 3986: everything but unreserved characters. */
function encodeSegment(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
