import { AppError } from "#lib/errors.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import type { FileSource } from "../sources/file-source.ts";
import { readMap } from "./read-map.ts";
import { type ListedMap, MAX_MAP_FILE_BYTES } from "./read-map-set.ts";

/** A map finer than this says nothing more of a picture that a model sees at some hundreds of pixels a side. */
export const MAX_MAP_CELLS = 1024 * 1024;

/**
 * One map of a set, from bytes that may be anything.
 * @throws AppError with words for people: not there, too large, another format, other axes, values that are not finite
 */
export async function readBoundedMap(source: FileSource, { file, key }: ListedMap): Promise<SaliencyMap> {
  const bytes = await source.read(file, MAX_MAP_FILE_BYTES);
  const announced = /\.png$/i.test(file) ? pngSize(bytes) : null;
  if (announced) requireFewCells(file, announced);
  const map = await readMap(file, bytes, key);
  requireFewCells(file, map);
  return map;
}

/** What a PNG's head says, before it is unpacked. */
function pngSize(bytes: Uint8Array): { height: number; width: number } | null {
  if (bytes.length < 24) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function requireFewCells(file: string, { height, width }: { height: number; width: number }): void {
  if (height * width <= MAX_MAP_CELLS) return;
  throw new AppError(
    "too_large",
    `The map ${file} has ${height} × ${width} cells; a map has ${MAX_MAP_CELLS.toLocaleString("en")} at most. Make it smaller.`,
    { file },
  );
}
