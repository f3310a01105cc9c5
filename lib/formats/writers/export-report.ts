import type { Change, DatasetWriter, ExportedImage } from "./define-writer.ts";

/** What an export holds, and what of the data set it does not hold as it is. */
export interface ExportReport {
  format: string;
  images: number;
  /** Regions of these images in the data set. */
  regions: number;
  /** How often something is converted or dropped. */
  changes: (Change & { count: number })[];
  /** Pictures that lie elsewhere than the format would have put them: taken, unsafe or reserved names. */
  renamedFiles: Listed<{ from: string; to: string }>;
  renamedClasses: Listed<{ from: string; to: string }>;
  /** Pictures that are not in the export. */
  leftOut: Listed<{ file: string; why: string }>;
}

/** The first of many, and how many there are. */
export interface Listed<Entry> {
  count: number;
  first: Entry[];
}

const LISTED = 100;

/** Gathers a report picture by picture. */
export function reportOn(format: string) {
  const changes = new Map<string, Change & { count: number }>();
  const list = <Entry>() => {
    const listed: Listed<Entry> = { count: 0, first: [] };
    return {
      listed,
      add(entry: Entry) {
        if (listed.count++ < LISTED) listed.first.push(entry);
      },
    };
  };
  const [files, classes, leftOut] = [
    list<{ from: string; to: string }>(),
    list<{ from: string; to: string }>(),
    list<{ file: string; why: string }>(),
  ];
  let [images, regions] = [0, 0];
  return {
    addImage({ record }: ExportedImage, found: readonly Change[]) {
      images++;
      regions += record.regions.length;
      for (const change of found) {
        const key = JSON.stringify([change.fate, change.what, change.outcome]);
        const known = changes.get(key);
        if (known) known.count++;
        else changes.set(key, { ...change, count: 1 });
      }
    },
    leaveOut: leftOut.add,
    renameFile: files.add,
    renameClass: classes.add,
    finish: (): ExportReport => ({
      format,
      images,
      regions,
      changes: [...changes.values()].sort((a, b) => b.count - a.count),
      renamedFiles: files.listed,
      renamedClasses: classes.listed,
      leftOut: leftOut.listed,
    }),
  };
}

/** The report in words, as it lies beside the data. */
export function describeReport(report: ExportReport, { title }: Pick<DatasetWriter, "title">): string {
  const { images, regions, changes, renamedFiles, renamedClasses, leftOut } = report;
  const lines = [`${title}: ${images} images with ${regions} regions.`];
  const dropped = changes.filter(({ fate }) => fate === "dropped");
  const converted = changes.filter(({ fate }) => fate === "converted");
  if (changes.length + renamedFiles.count + renamedClasses.count + leftOut.count === 0)
    lines.push("Everything is kept as it is.");
  const section = (heading: string, entries: readonly string[], count = entries.length) => {
    if (count === 0) return;
    lines.push("", heading, ...entries.map((entry) => `  ${entry}`));
    if (count > entries.length) lines.push(`  and ${count - entries.length} more`);
  };
  section(
    "Left out:",
    dropped.map(({ what, outcome, count }) => `${count} x ${what}: ${outcome}`),
  );
  section(
    "Converted:",
    converted.map(({ what, outcome, count }) => `${count} x ${what}: ${outcome}`),
  );
  section(
    "Pictures left out:",
    leftOut.first.map(({ file, why }) => `${file}: ${why}`),
    leftOut.count,
  );
  section(
    "Pictures under another name:",
    renamedFiles.first.map(({ from, to }) => `${from} -> ${to}`),
    renamedFiles.count,
  );
  section(
    "Classes under another name:",
    renamedClasses.first.map(({ from, to }) => `${from} -> ${to}`),
    renamedClasses.count,
  );
  return `${lines.join("\n")}\n`;
}
