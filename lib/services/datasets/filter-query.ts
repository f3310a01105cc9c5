import type { ImageFilter } from "./image-filter.ts";

/** Stands for images without a class. */
export const NO_CLASS = "none";

/** What an address may narrow images by, in the order it says so. Light: the browser has it too. */
export const FILTER_KEYS = [
  "class",
  "split",
  "regions",
  "tag",
  "duplicates",
  "name",
  "model",
  "answer",
  "confidence",
  "other",
  "agreement",
] as const satisfies readonly (keyof ImageFilter)[];

/** The filter as a query string, "" for none; parsing it again gives the same filter. */
export function toQueryString(filter: ImageFilter): string {
  const query = new URLSearchParams();
  for (const key of FILTER_KEYS) {
    for (const value of [filter[key] ?? []].flat()) query.append(key, value);
  }
  return query.toString();
}

/** Whether the filter leaves anything out. */
export function isNarrow(filter: ImageFilter): boolean {
  return FILTER_KEYS.some(
    (key) => key !== "model" && key !== "other" && filter[key] !== undefined && filter[key].length > 0,
  );
}
