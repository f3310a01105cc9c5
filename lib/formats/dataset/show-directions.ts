import type { DescribedRecord, Problem } from "./dataset-record.ts";

/** Marks that turn the reading direction of whatever follows them, as far as it goes. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Records whose names of classes and splits read the way they are written: marks that turn the direction, by which one
 * name can be made to look like another and a line like a different one, are made visible, with one note a record.
 */
export function showDirections(records: readonly DescribedRecord[]): {
  records: DescribedRecord[];
  notes: Problem[];
} {
  const notes: Problem[] = [];
  const shown = records.map((record) => {
    const { file, line, className, split, regions } = record;
    if (![className, split, ...regions.map((region) => region.class)].some(isTurned)) return record;
    const message = "A name holds marks that turn the reading direction; each is shown as \ufffd.";
    notes.push({ file, line, reason: "bidi-in-label", message });
    return {
      ...record,
      className: className === null ? null : withoutTurns(className),
      split: withoutTurns(split),
      regions: regions.map((region) =>
        region.class === undefined ? region : { ...region, class: withoutTurns(region.class) },
      ),
    };
  });
  return { records: shown, notes };
}

/** A name with the marks made visible. */
export function withoutTurns(name: string): string {
  return name.replace(TURNS, "\ufffd");
}

function isTurned(name: string | null | undefined): boolean {
  return name !== null && name !== undefined && name.search(TURNS) >= 0;
}
