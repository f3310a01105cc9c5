import { AppError } from "#lib/errors.ts";

/** A bucket, and the beginning that the names of its objects have: "" or ending in "/". */
export interface S3Place {
  bucket: string;
  prefix: string;
}

/** @param address `s3://bucket` or `s3://bucket/some/prefix` @throws AppError `invalid` */
export function readS3Place(address: string): S3Place {
  const parts = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(address);
  const isWayOut = parts?.[2]?.split("/").some((part) => part === "." || part === "..");
  if (!parts || parts[1].includes("..") || isWayOut || /\p{Cc}/u.test(address) || address.length > 1024) {
    throw new AppError("invalid", "Give a place in S3 as s3://bucket or s3://bucket/folder.", {
      reason: "bad-address",
    });
  }
  const prefix = (parts[2] ?? "").replace(/\/+$/, "");
  return { bucket: parts[1], prefix: prefix === "" ? "" : `${prefix}/` };
}

/** As `readS3Place` reads it. */
export const s3Address = ({ bucket, prefix }: S3Place) => `s3://${bucket}/${prefix}`;

/** Whether a place lies in one of these, or is one: `s3://a/data` holds `s3://a/data/x`, never `s3://a/data-too`. */
export function liesWithin({ bucket, prefix }: S3Place, places: readonly S3Place[]): boolean {
  return places.some((each) => each.bucket === bucket && prefix.startsWith(each.prefix));
}
