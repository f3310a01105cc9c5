import { toQueryString } from "#lib/services/datasets/filter-query.ts";
import type { FacetId } from "#lib/services/datasets/filter-sql.ts";
import type { ImageFilter } from "#lib/services/datasets/image-filter.ts";

/** The address of a data set's grid under a filter. */
export function gridHref(datasetId: string, filter: ImageFilter): string {
  const query = toQueryString(filter);
  return `/datasets/${datasetId}${query ? `?${query}` : ""}`;
}

/** The filter with one choice made or taken back. */
export function toggled(filter: ImageFilter, facet: FacetId, value: string): ImageFilter {
  const chosen = filter[facet] as string[];
  const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value].sort();
  return { ...filter, [facet]: next };
}
