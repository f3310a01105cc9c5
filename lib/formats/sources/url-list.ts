import { AppError } from "#lib/errors.ts";
import { MAX_RECORDS } from "../dataset/limits.ts";
import { baseName, isPicture } from "../dataset/picture-name.ts";
import { tooManyRecords } from "../dataset/too-many-records.ts";
import { readCsv } from "../encodings/csv-rows.ts";
import { decodeText } from "../encodings/decode-text.ts";
import { Fault } from "../fault.ts";
import { linesOf, readRow } from "../layouts/jsonl-manifest.ts";
import { columnRoles } from "../layouts/parts/manifest-columns.ts";
import type { ManifestRow } from "../layouts/parts/manifest-records.ts";
import { addressPath, isAddress } from "./address-path.ts";
import type { FileSource } from "./file-source.ts";
import { memorySource } from "./memory-source.ts";
import { pathProblem } from "./safe-path.ts";

/** How the pictures behind addresses are read; who may be asked, how long and how often is this one's business. */
export interface AddressReader {
  /** @throws AppError with `details.reason` when the address is refused or gives no picture */
  read(address: string, maxBytes: number): Promise<Uint8Array>;
  /** Up to so many of the first bytes, without fetching the rest where that can be helped. @throws as read */
  beginning(address: string, byteCount: number): Promise<Uint8Array>;
}

export interface UrlList {
  /** The list itself and, beside it, the pictures at its addresses: each is fetched when it is read. */
  source: FileSource;
  /** The layout the list is read as: pass it to readDataset. */
  format: "csv" | "jsonl";
}

/**
 * A data set whose pictures lie at the addresses a manifest names: CSV or TSV with a column of addresses (`url`, or the
 * column of files), JSON Lines with such a key, or a .txt with one address a line. Everything else a manifest says (class,
 * split, boxes) is read as beside pictures in a folder. Nothing is fetched before it is read.
 * @param name of the manifest; its ending says what it is
 * @throws AppError `invalid` when it is no such manifest or holds no address
 */
export function openUrlList(name: string, manifest: Uint8Array, reader: AddressReader): UrlList {
  const isText = /\.txt$/i.test(name);
  const path = isText ? `${baseName(name)}.jsonl` : baseName(name);
  const bytes = isText ? linesAsJson(manifest, path) : manifest;
  const format = /\.(jsonl|ndjson)$/i.test(path) ? "jsonl" : "csv";
  if (format === "csv" && !/\.(csv|tsv)$/i.test(path)) {
    const message = "Give the addresses as a .csv, .tsv, .jsonl or .txt file.";
    throw new AppError("invalid", message, { reason: "unknown-format" });
  }
  const addresses = addressCollector();
  readRows(format, bytes, path, addresses.add);
  if (addresses.byPath.size === 0) {
    const message = `${path} holds no address: call a column "url" and write addresses that begin with https://.`;
    throw new AppError("invalid", message, { reason: "no-addresses" });
  }
  return { source: fetchingSource(path, bytes, addresses.byPath, reader), format };
}

function fetchingSource(
  manifest: string,
  bytes: Uint8Array,
  addresses: ReadonlyMap<string, string>,
  reader: AddressReader,
): FileSource {
  const own = memorySource(new Map([[manifest, bytes]]));
  return {
    async list() {
      const fetched = [...addresses].map(([path, address]) => ({
        path,
        byteSize: 0,
        kind: "file" as const,
        address,
      }));
      return [...(await own.list()), ...fetched];
    },
    async read(path, maxBytes) {
      const address = addresses.get(path);
      return address === undefined ? own.read(path, maxBytes) : reader.read(address, maxBytes);
    },
    async slice(path, start, end) {
      const address = addresses.get(path);
      if (address === undefined) return own.slice!(path, start, end);
      return (await reader.beginning(address, end)).subarray(start);
    },
  };
}

/** Gathers path -> address, each once. A row's own name for its picture is taken where it can be. */
function addressCollector() {
  const byPath = new Map<string, string>();
  const known = new Set<string>();
  const add = (row: ManifestRow) => {
    const roles = columnRoles(row.keys());
    const cell = (role: "address" | "file") => String(row.get(roles.get(role) ?? "") ?? "");
    const [file, address] = [cell("file"), cell("address") || cell("file")];
    if (!isAddress(address) || known.has(address)) return;
    if (known.size >= MAX_RECORDS) throw tooManyRecords();
    known.add(address);
    const isName = file !== address && isPicture(file) && pathProblem(file) === null;
    const path = isName ? file : addressPath(address);
    byPath.set(byPath.has(path) ? `${known.size}/${path}` : path, address);
  };
  return { byPath, add };
}

/** What is wrong with a row is told when the manifest is read for its records. */
function readRows(
  format: UrlList["format"],
  bytes: Uint8Array,
  path: string,
  onRow: (row: ManifestRow) => void,
): void {
  if (format === "csv") {
    readCsv(bytes, path, { onHeader: () => {}, onRow });
    return;
  }
  for (const { content } of linesOf(decodeText(bytes, path).text)) {
    try {
      onRow(readRow(content, new Set()).cells);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
  }
}

/** One address a line as JSON Lines, line for line; empty lines and those that begin with # stay empty. */
function linesAsJson(bytes: Uint8Array, path: string): Uint8Array {
  const lines = decodeText(bytes, path).text.split(/\r\n|\n|\r/);
  const json = lines.map((line) => {
    const text = line.trim();
    return text === "" || text.startsWith("#") ? "" : JSON.stringify({ url: text });
  });
  return new TextEncoder().encode(json.join("\n"));
}
