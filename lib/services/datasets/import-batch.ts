import { newId } from "#lib/db/id.ts";
import type { DescribedRecord } from "#lib/formats/dataset/dataset-record.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import type { Ctx } from "../context.ts";
import type { ReportWriter } from "./import-report.ts";
import type { ImportTarget } from "./import-target.ts";
import { mapConcurrently } from "./map-concurrently.ts";
import { examineImage, prepareImage, type ReadImage, readImage, toProblem } from "./prepare-image.ts";
import { type PlacedImage, storeImages } from "./store-images.ts";

/** Images in one transaction: enough to keep database and processors busy. */
const BATCH = 24;

/** Bytes of their files, above which no further one is read: two batches are held at once, one being stored. */
const BATCH_BYTES = 16_000_000;

/** Pictures in hand at once: as many as the threads that decode and encode them. */
const CONCURRENCY = 4;

export interface ImportState {
  source: FileSource;
  target: ImportTarget;
  /** Content hash -> file, of this import. */
  seen: Map<string, string>;
  writer: ReportWriter;
  /** The image at place i gets an id of this time plus i ms. */
  startMs: number;
  /** The last twelve digits of the ids of its images; without one they are random. */
  mark?: string;
}

/**
 * Reads and checks the records from a place on, as many as make a batch, and encodes those that are new unless it is a dry
 * run. What is in the data set already is counted: as added when its mark says that this same import brought it in before
 * it was broken off.
 * @returns the images to store, none in a dry run, and the place after the last record
 */
export async function prepareBatch(
  ctx: Ctx,
  state: ImportState,
  records: readonly DescribedRecord[],
  from: number,
): Promise<{ images: PlacedImage[]; end: number }> {
  const { source, target, startMs, mark, writer } = state;
  const { report } = writer;
  const batch = records.slice(from, from + BATCH);
  const timeOf = new Map(batch.map((record, index) => [record, startMs + from + index]));
  let byteSize = 0;
  const { done: read, tried } = await attempt(
    writer,
    batch,
    (record) => record,
    async (record) => {
      const image = await readImage(source, record);
      byteSize += image.bytes.length;
      return image;
    },
    () => byteSize < BATCH_BYTES,
  );
  const distinct = read.filter((image) => isFirst(image, state));
  const known = await knownImages(ctx, target.datasetId, distinct);
  for (const { record, sha256 } of distinct) {
    const id = known.get(sha256);
    if (id === undefined) continue;
    if (mark !== undefined && id.endsWith(mark)) report.added++;
    else report.unchanged++;
    writer.take(record);
  }
  const fresh = distinct.filter(({ sha256 }) => !known.has(sha256));
  const { done: prepared } = await attempt(
    writer,
    fresh,
    ({ record }) => record,
    async (image) => {
      const examined = await examineImage(image);
      const { notes, record } = examined;
      const idTimeMs = timeOf.get(image.record) ?? startMs;
      return {
        notes,
        record,
        image: target.dryRun
          ? null
          : { ...(await prepareImage(examined)), idTimeMs, id: markedId(idTimeMs, mark) },
      };
    },
  );
  for (const { notes, record } of prepared) {
    for (const note of notes) writer.warn(note);
    writer.take(record);
  }
  if (target.dryRun) report.added += prepared.length;
  return { images: prepared.flatMap(({ image }) => image ?? []), end: from + tried };
}

/** Stores what `prepareBatch` gave. */
export async function storeBatch(
  ctx: Ctx,
  { target, writer: { report } }: ImportState,
  images: readonly PlacedImage[],
): Promise<void> {
  if (images.length === 0 || target.datasetId === null) return;
  const added = await storeImages(ctx, target.datasetId, target.classIds, images);
  report.added += added;
  report.unchanged += images.length - added;
}

/**
 * Does the work for the items, in order, as long as `goesOn`; what fails for a reason its owner can act on is refused, and
 * the others go on.
 */
async function attempt<In, Out>(
  writer: ReportWriter,
  items: readonly In[],
  recordOf: (item: In) => DescribedRecord,
  work: (item: In) => Promise<Out>,
  goesOn?: () => boolean,
): Promise<{ done: Out[]; tried: number }> {
  const outcomes = await mapConcurrently(
    items,
    CONCURRENCY,
    (item) =>
      work(item).then(
        (value) => ({ value }),
        (error) => ({ problem: toProblem(recordOf(item), error) }),
      ),
    goesOn,
  );
  const done = outcomes.flatMap((outcome) => {
    if ("value" in outcome) return [outcome.value];
    writer.refuse(outcome.problem);
    return [];
  });
  return { done, tried: outcomes.length };
}

function isFirst({ record, sha256 }: ReadImage, { seen, writer }: ImportState): boolean {
  const twin = seen.get(sha256);
  if (twin === undefined) {
    seen.set(sha256, record.file);
    return true;
  }
  const { file, line } = record;
  const message = `It is the same picture, byte for byte, as ${twin}: keep one of them.`;
  writer.refuse({ file, line, reason: "duplicate", message });
  return false;
}

/** Content hash -> id of the images the data set has. */
async function knownImages(
  ctx: Ctx,
  datasetId: string | null,
  images: readonly ReadImage[],
): Promise<Map<string, string>> {
  if (datasetId === null || images.length === 0) return new Map();
  const rows = await ctx.db.image.findMany({
    where: { datasetId, sha256: { in: images.map(({ sha256 }) => sha256) } },
    select: { sha256: true, id: true },
  });
  return new Map(rows.map(({ sha256, id }) => [sha256, id]));
}

function markedId(timeMs: number, mark: string | undefined): string {
  const id = newId(timeMs);
  return mark === undefined ? id : id.slice(0, -mark.length) + mark;
}
