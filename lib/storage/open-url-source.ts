import { AppError } from "#lib/errors.ts";
import { openUrlList, type UrlList } from "#lib/formats/sources/url-list.ts";
import { openPictureFetcher, type PictureFetcher } from "#lib/http/fetch-pictures.ts";

export interface UrlSource extends UrlList {
  /** Ends the connections that are kept open. */
  close(): void;
}

/** @throws AppError `unavailable` where fetching is not switched on */
export function requireFetching({ fetchesUrls }: { fetchesUrls: boolean }): void {
  if (fetchesUrls) return;
  throw new AppError(
    "unavailable",
    "Importing from addresses is off here: whoever runs this installation can set IMPORT_URLS=on.",
    { reason: "urls-off" },
  );
}

/**
 * A data set whose pictures lie at the addresses of a manifest, fetched as they are read (openUrlList, openPictureFetcher).
 * @param name of the manifest; its ending says what it is
 * @throws AppError `unavailable` where fetching is not switched on, `invalid` for a manifest without addresses
 */
export function openUrlSource(
  { fetchesUrls }: { fetchesUrls: boolean },
  name: string,
  manifest: Uint8Array,
  {
    signal,
    fetcher = openPictureFetcher({ signal }),
  }: { signal?: AbortSignal; fetcher?: PictureFetcher } = {},
): UrlSource {
  requireFetching({ fetchesUrls });
  return { ...openUrlList(name, manifest, fetcher), close: () => fetcher.close() };
}
