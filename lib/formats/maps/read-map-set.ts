import { AppError } from "#lib/errors.ts";
import type { FileSource, SourceEntry } from "../sources/file-source.ts";
import { openZipSource } from "../sources/zip-source.ts";
import { parseGivenManifest } from "./given-manifest.ts";

/** One map of a set: where it lies and which picture it is said to be of. */
export interface ListedMap {
  /** Name or content hash of the picture. */
  image: string;
  file: string;
  /** Of the array in an .npz. */
  key?: string;
  targetClass?: string;
}

/** The maps of one method. */
export interface ListedMethod {
  /** Null where nothing says what it is called. */
  label: string | null;
  method: string | null;
  explains: "for" | "against" | "either" | null;
  maps: ListedMap[];
}

/** Largest file of one map or one .npz, and of a manifest. */
export const MAX_MAP_FILE_BYTES = 64_000_000;
const MANIFEST = "manifest.json";
const IS_MAP = /\.(npy|npz|png)$/i;

/**
 * What a folder or archive of maps holds: what its manifest.json lists, else each .npy, .png and array of an .npz as a map of the
 * picture of that name. Only lists are read here, no numbers.
 * @throws AppError `invalid` for a set without maps or with a manifest that cannot be read
 */
export async function readMapSet(source: FileSource): Promise<ListedMethod[]> {
  const files = (await source.list()).filter(({ kind }) => kind === "file");
  const manifest = files
    .filter(({ path }) => path === MANIFEST || path.endsWith(`/${MANIFEST}`))
    .sort((a, b) => a.path.split("/").length - b.path.split("/").length)[0];
  if (manifest) return listed(source, manifest.path);
  const maps: ListedMap[] = [];
  for (const file of files.filter(({ path }) => IS_MAP.test(path))) maps.push(...(await found(source, file)));
  if (maps.length === 0) {
    throw new AppError(
      "invalid",
      "There are no maps in it: it needs .npy, .npz or grey .png files, named like the pictures or listed in a manifest.json.",
    );
  }
  return [{ label: null, method: null, explains: null, maps }];
}

async function listed(source: FileSource, path: string): Promise<ListedMethod[]> {
  const text = new TextDecoder().decode(await source.read(path, MAX_MAP_FILE_BYTES));
  const base = path.slice(0, path.length - MANIFEST.length);
  return parseGivenManifest(text, path).map(({ label, method, explains, maps }) => ({
    label: label ?? null,
    method,
    explains: explains ?? null,
    maps: maps.map(({ map, ...rest }) => ({ ...rest, file: base + map })),
  }));
}

const withoutEnding = (path: string) => path.replace(/\.[^./]+$/, "");

async function found(source: FileSource, { path, byteSize }: SourceEntry): Promise<ListedMap[]> {
  const image = withoutEnding(path);
  if (!/\.npz$/i.test(path) || byteSize > MAX_MAP_FILE_BYTES) return [{ image, file: path }];
  const keys = await arraysOf(await source.read(path, MAX_MAP_FILE_BYTES));
  if (keys.length < 2) return [{ image, file: path }];
  return keys.map((key) => ({ image: key, file: path, key }));
}

/** Names of the arrays in an .npz; none of a file that is no archive, which reading it will say. */
async function arraysOf(bytes: Uint8Array): Promise<string[]> {
  const archive = await openZipSource(async (start, end) => bytes.subarray(start, end), bytes.length).catch(
    (error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    },
  );
  return (await archive?.list())?.map(({ path }) => path.replace(/\.npy$/, "")) ?? [];
}
