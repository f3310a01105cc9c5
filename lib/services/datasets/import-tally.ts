import type { DescribedRecord } from "#lib/formats/dataset/dataset-record.ts";

/** What is in the pictures of an import. */
export interface Contents {
  /** Classes of images and regions, the commonest first; null is what has no class. */
  classes: { name: string | null; images: number; regions: number }[];
  classCount: number;
  splits: { name: string; images: number }[];
  kinds: { kind: string; regions: number }[];
  regionCount: number;
}

export interface Tally {
  classes: Map<string | null, { images: number; regions: number }>;
  splits: Map<string, number>;
  kinds: Map<string, number>;
  /** @param most classes listed */
  read(most: number): Contents;
}

export function openTally(): Tally {
  const classes: Tally["classes"] = new Map();
  const splits = new Map<string, number>();
  const kinds = new Map<string, number>();
  return {
    classes,
    splits,
    kinds,
    read: (most) => ({
      classes: [...classes]
        .map(([name, counts]) => ({ name, ...counts }))
        .sort((a, b) => b.images - a.images || b.regions - a.regions)
        .slice(0, most),
      classCount: [...classes.keys()].filter((name) => name !== null).length,
      splits: [...splits].map(([name, images]) => ({ name, images })),
      kinds: [...kinds].map(([kind, regions]) => ({ kind, regions })),
      regionCount: [...kinds.values()].reduce((sum, count) => sum + count, 0),
    }),
  };
}

/** Counts a record by its class and split, and its regions by kind and by the class they show. */
export function countContents({ classes, splits, kinds }: Tally, record: DescribedRecord): void {
  const countsOf = (name: string | null) => {
    const counts = classes.get(name) ?? { images: 0, regions: 0 };
    classes.set(name, counts);
    return counts;
  };
  const { className, split, regions } = record;
  countsOf(className).images++;
  splits.set(split, (splits.get(split) ?? 0) + 1);
  for (const { kind, class: shown } of regions) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    countsOf(shown ?? className).regions++;
  }
}
