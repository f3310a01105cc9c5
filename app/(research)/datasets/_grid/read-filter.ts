import { ImageFilter, NO_FILTER, pickFilter } from "#lib/services/datasets/image-filter.ts";
import type { SearchParams } from "../../_shell/query.ts";

export interface FilterOfPage {
  filter: ImageFilter;
  /** What is wrong with the address, if anything: then the filter is none. */
  problem: string | null;
  /** Where a page of the list begins or ends, for those who page by links. */
  after?: string;
  before?: string;
}

/** The filter in a page's address; one that makes no sense is said to make none, and nothing is filtered. */
export async function readFilter(searchParams: SearchParams): Promise<FilterOfPage> {
  const query = await searchParams;
  const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);
  const place = { after: one(query.after), before: one(query.before) };
  const parsed = ImageFilter.safeParse(pickFilter(query));
  if (parsed.success) return { filter: parsed.data, problem: null, ...place };
  const [issue] = parsed.error.issues;
  return { filter: NO_FILTER, problem: `${String(issue.path[0] ?? "filter")}: ${issue.message}`, ...place };
}
