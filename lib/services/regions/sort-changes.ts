import type { RegionChange } from "./region-change.ts";

/** A region as it is stored now. */
interface Latest {
  revision: number;
  removed: boolean;
}

interface Stored {
  regionKey: string;
  revision: number;
}

export interface SortedChanges {
  /** To be stored, each as one more revision of its region. */
  fresh: RegionChange[];
  /** Stored by an earlier delivery, or removals of what is gone. */
  saved: Stored[];
  /** Keys of regions that were changed since: what is there stays. */
  conflicts: string[];
}

/**
 * What becomes of each change: delivered twice it is stored once, based on an older revision it is a conflict.
 * @param latest the regions named, by key; without those that never were
 * @param delivered revisions that an earlier delivery of these changes has stored, by the change's id
 */
export function sortChanges(
  changes: readonly RegionChange[],
  latest: ReadonlyMap<string, Latest>,
  delivered: ReadonlyMap<string, Stored>,
): SortedChanges {
  const sorted: SortedChanges = { fresh: [], saved: [], conflicts: [] };
  for (const change of changes) {
    const before = delivered.get(change.id);
    const now = latest.get(change.regionKey);
    const isGone = change.kind === "remove" && (now === undefined || now.removed);
    if (before) sorted.saved.push({ regionKey: before.regionKey, revision: before.revision });
    else if (isGone) sorted.saved.push({ regionKey: change.regionKey, revision: now?.revision ?? 0 });
    else if (now && now.revision !== change.baseRevision) sorted.conflicts.push(change.regionKey);
    else sorted.fresh.push(change);
  }
  return sorted;
}
