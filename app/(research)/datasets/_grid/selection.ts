import type { ImageSelection } from "#lib/services/curation/image-change.ts";
import type { ImageFilter } from "#lib/services/datasets/image-filter.ts";

/** Which images are chosen: some, or all that match but some. The second names millions without holding them. */
export interface Selection {
  all: boolean;
  ids: ReadonlySet<string>;
}

export const NOTHING: Selection = { all: false, ids: new Set() };
export const EVERYTHING: Selection = { all: true, ids: new Set() };

export function isSelected({ all, ids }: Selection, id: string): boolean {
  return ids.has(id) !== all;
}

/** The selection with these images chosen, or not. */
export function choose({ all, ids }: Selection, chosen: readonly string[], on: boolean): Selection {
  const next = new Set(ids);
  for (const id of chosen) {
    if (on === all) next.delete(id);
    else next.add(id);
  }
  return { all, ids: next };
}

export function countSelected({ all, ids }: Selection, total: number): number {
  return all ? Math.max(0, total - ids.size) : ids.size;
}

/** As the bulk edit takes it. `total` is what the person saw, if it is exact. */
export function toImageSelection(
  selection: Selection,
  filter: ImageFilter,
  total: number | null,
): ImageSelection {
  const ids = [...selection.ids];
  if (!selection.all) return { ids };
  return { filter, except: ids, ...(total === null ? {} : { expected: total - ids.length }) };
}
