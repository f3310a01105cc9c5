import { AppError } from "#lib/errors.ts";
import { readBoundedMap } from "#lib/formats/maps/read-bounded-map.ts";
import type { ListedMap } from "#lib/formats/maps/read-map-set.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Found } from "./image-index.ts";

/** A map that fits an image of the run. */
export interface FittingMap {
  imageId: string;
  /** Class index the map is about. */
  target: number;
  map: SaliencyMap;
}

/** One that does not, and why in words. */
export interface RefusedMap {
  file: string;
  reason: string;
}

export interface MapPlace {
  source: FileSource;
  findImage(name: string): Found;
  classNames: readonly string[];
  /** The class of a map that names none: an index, or why there is none. */
  targetOf(imageId: string): number | { reason: string };
}

/** Reads the maps of one method, one at a time: each fits or is refused, none stops the others. */
export async function* examineMaps(
  place: MapPlace,
  maps: readonly ListedMap[],
): AsyncGenerator<FittingMap | RefusedMap> {
  const taken = new Set<string>();
  for (const listed of maps) {
    const file = listed.key === undefined ? listed.file : `${listed.file}: ${listed.key}`;
    const aim = aimOf(place, listed);
    if ("reason" in aim) yield { file, reason: aim.reason };
    else if (taken.has(aim.imageId)) yield { file, reason: "another map of the same image came before it" };
    else {
      const read = await readOrRefuse(place.source, listed);
      if ("reason" in read) yield { file, reason: read.reason };
      else {
        taken.add(aim.imageId);
        yield { ...aim, map: read.map };
      }
    }
  }
}

function aimOf(
  { findImage, classNames, targetOf }: MapPlace,
  { image, targetClass }: ListedMap,
): { imageId: string; target: number } | { reason: string } {
  const found = findImage(image);
  if ("reason" in found) return found;
  const target = targetClass === undefined ? targetOf(found.imageId) : classNames.indexOf(targetClass);
  if (typeof target !== "number") return target;
  if (target < 0) return { reason: `the class it is about, "${targetClass}", is none of the run's` };
  return { imageId: found.imageId, target };
}

async function readOrRefuse(
  source: FileSource,
  listed: ListedMap,
): Promise<{ map: SaliencyMap } | { reason: string }> {
  try {
    return { map: await readBoundedMap(source, listed) };
  } catch (error) {
    if (error instanceof AppError) return { reason: error.message };
    throw error;
  }
}
