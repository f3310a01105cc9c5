import type { Annotation } from "#lib/formats/dataset/annotation.ts";
import type { RegionChange } from "../regions/region-change.ts";

/** A region of an independent drawing, as its row keeps it: the last revision, and which changes led to it. */
export interface DrawnMark {
  regionKey: string;
  /** Ids of the changes that made its revisions: revision n was made by number n. */
  changes: string[];
  classId: string | null;
  /** The class's name when it was drawn; null for the image's own class. */
  className: string | null;
  mark: Annotation;
  removed: boolean;
  /** ISO 8601 */
  at: string;
}

export const revisionOf = ({ changes }: DrawnMark): number => changes.length;

/** Regions of a row's JSON. */
export const readMarks = (regions: unknown): DrawnMark[] => regions as DrawnMark[];

/** Those that are there, as their row keeps them. */
export const presentMarks = (regions: unknown): DrawnMark[] =>
  readMarks(regions).filter(({ removed }) => !removed);

/** The revisions that changes have made, by the change's id. */
export function deliveredBy(
  marks: readonly DrawnMark[],
): Map<string, { regionKey: string; revision: number }> {
  return new Map(
    marks.flatMap(({ regionKey, changes }) =>
      changes.map((id, i) => [id, { regionKey, revision: i + 1 }] as const),
    ),
  );
}

/** A region after one more change. */
export function applyChange(
  change: RegionChange,
  before: DrawnMark | undefined,
  classNames: ReadonlyMap<string, string>,
  at: Date,
): DrawnMark {
  const about = {
    regionKey: change.regionKey,
    changes: [...(before?.changes ?? []), change.id],
    at: at.toISOString(),
  };
  if (change.kind === "put") {
    const { classId, mark } = change;
    const className = classId === null ? null : (classNames.get(classId) ?? null);
    return { ...about, classId, className, mark, removed: false };
  }
  if (!before) throw new Error("what was never there is not removed");
  return { ...before, ...about, removed: true };
}
