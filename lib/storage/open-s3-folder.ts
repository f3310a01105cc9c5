import type { ImportSettings } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import type { SlicedSource } from "#lib/formats/sources/file-source.ts";
import { openS3Objects } from "./s3-objects.ts";
import { liesWithin, readS3Place } from "./s3-place.ts";
import { openS3Source } from "./s3-source.ts";

/**
 * The files below a place in S3, asked with the key of the environment.
 * @param asker `people` may name only what IMPORT_S3 allows, since the key is not theirs; `operator` whatever the key opens
 * @throws AppError `invalid` for what is no place in S3, `forbidden` for one that is not allowed, `unavailable` without a key
 */
export function openS3Folder(
  { s3, s3Places }: Pick<ImportSettings, "s3" | "s3Places">,
  address: string,
  { asker, signal }: { asker: "people" | "operator"; signal?: AbortSignal },
): SlicedSource {
  const place = readS3Place(address);
  if (asker === "people" && !liesWithin(place, s3Places)) {
    throw new AppError(
      "forbidden",
      "Importing from this place in S3 is not allowed here: whoever runs this installation can add it to IMPORT_S3.",
    );
  }
  return openS3Source(openS3Objects(s3(), { signal }), place);
}
