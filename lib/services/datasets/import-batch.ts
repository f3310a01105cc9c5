import type { DescribedRecord, Problem } from "#lib/formats/dataset/dataset-record.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import type { Ctx } from "../context.ts";
import { addRefusal, addWarning, type ImportReport } from "./import-report.ts";
import type { ImportTarget } from "./import-target.ts";
import { mapConcurrently } from "./map-concurrently.ts";
import { prepareImage, type ReadImage, readImage, toProblem } from "./prepare-image.ts";
import { storeImages } from "./store-images.ts";

/** Pictures in hand at once: as many as the threads that decode and encode them. */
const CONCURRENCY = 4;

export interface ImportState {
  source: FileSource;
  target: ImportTarget;
  /** Content hash -> file, of this import. */
  seen: Map<string, string>;
  report: ImportReport;
  startMs: number;
}

/** Reads, checks, encodes and stores some records. @param offset their place among all records */
export async function importBatch(
  ctx: Ctx,
  { source, target, seen, report, startMs }: ImportState,
  records: readonly DescribedRecord[],
  offset: number,
): Promise<void> {
  const place = new Map(records.map((record, index) => [record, startMs + offset + index]));
  const attempt = async <In, Out>(
    items: readonly In[],
    recordOf: (item: In) => DescribedRecord,
    work: (item: In) => Promise<Out>,
  ) => {
    const outcomes = await mapConcurrently(items, CONCURRENCY, (item) =>
      work(item).then(
        (value) => ({ value }),
        (error) => ({ problem: toProblem(recordOf(item), error) }),
      ),
    );
    return outcomes.flatMap((outcome) => {
      if ("value" in outcome) return [outcome.value];
      addRefusal(report, outcome.problem);
      return [];
    });
  };

  const read = await attempt(
    records,
    (record) => record,
    (record) => readImage(source, record),
  );
  const distinct = read.filter((image) => isFirst(image, seen, report));
  const known = await knownHashes(ctx, target.datasetId, distinct);
  report.unchanged += known.size;
  const fresh = distinct.filter(({ sha256 }) => !known.has(sha256));
  const prepared = await attempt(fresh, ({ record }) => record, prepareImage);
  for (const { record, notes } of prepared) {
    for (const note of notes) addWarning(report, noteProblem(record, note));
  }
  if (target.dryRun || target.datasetId === null) {
    report.added += prepared.length;
    return;
  }
  if (prepared.length === 0) return;
  const placed = prepared.map((image) => ({ ...image, idTimeMs: place.get(image.record) ?? startMs }));
  const added = await storeImages(ctx, target.datasetId, target.classIds, placed);
  report.added += added;
  report.unchanged += prepared.length - added;
}

function isFirst({ record, sha256 }: ReadImage, seen: Map<string, string>, report: ImportReport): boolean {
  const twin = seen.get(sha256);
  if (twin === undefined) {
    seen.set(sha256, record.file);
    return true;
  }
  const { file, line } = record;
  const message = `It is the same picture, byte for byte, as ${twin}: keep one of them.`;
  addRefusal(report, { file, line, reason: "duplicate", message });
  return false;
}

async function knownHashes(
  ctx: Ctx,
  datasetId: string | null,
  images: readonly ReadImage[],
): Promise<Set<string>> {
  if (datasetId === null || images.length === 0) return new Set();
  const rows = await ctx.db.image.findMany({
    where: { datasetId, sha256: { in: images.map(({ sha256 }) => sha256) } },
    select: { sha256: true },
  });
  return new Set(rows.map(({ sha256 }) => sha256));
}

function noteProblem({ file, line }: DescribedRecord, note: string): Problem {
  return { file, line, reason: "converted", message: `On import: ${note}.` };
}
