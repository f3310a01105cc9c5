import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Annotation } from "#lib/formats/dataset/annotation.ts";
import { recordOf } from "#lib/formats/dataset/dataset-record.ts";
import { type NormalisedRegion, normaliseRecord } from "#lib/formats/dataset/normalised-image.ts";
import type { DatasetWriter, SizedRecord } from "#lib/formats/writers/define-writer.ts";
import { SHAPE_KEYS } from "#lib/formats/writers/define-writer.ts";
import { fitRecord } from "#lib/formats/writers/fit-record.ts";
import { WRITERS } from "#lib/formats/writers/registry.ts";
import { markOf, SIZE } from "#test/support/annotations.ts";
import { exportInMemory, readBack, sourceOf } from "#test/support/export-in-memory.ts";

const RUNS = { numRuns: 12, seed: 7 };

/** What a format's declaration says comes back of a record: shapes and facts converted or gone, the rest as it was. */
function declared(record: SizedRecord, writer: DatasetWriter): SizedRecord {
  const { record: fitted } = fitRecord(record, writer);
  const split =
    writer.images.split.fate === "converted" ? writer.images.split.change(record).split : record.split;
  return {
    ...fitted,
    split,
    className: writer.images.class.fate === "dropped" ? null : record.className,
  };
}

function expectAlike(found: NormalisedRegion[], wanted: NormalisedRegion[], writer: DatasetWriter) {
  expect(found.map(({ type }) => type)).toEqual(wanted.map(({ type }) => type));
  for (const [i, region] of found.entries()) {
    const { geometry, area: _, ...said } = region;
    const { geometry: drawn, area: __, ...kept } = wanted[i];
    expectNear(geometry, drawn, writer.precision);
    expect(comparable(said, writer)).toEqual(comparable({ id: said.id, ...kept }, writer));
  }
}

/** What a format says of its own accord: VOC the number of a class, CVAT that nothing is occluded. */
function comparable({ attributes, ...said }: Record<string, unknown>, { id }: DatasetWriter) {
  if (id === "voc") return { ...said, z_order: undefined };
  const occluded = id === "cvat" ? { occluded: said.occluded === true } : {};
  return { ...said, ...occluded, attributes: attributes ?? {}, iscrowd: said.iscrowd === true };
}

function expectNear(found: unknown, wanted: unknown, precision: number) {
  const [a, b] = [numbersOf(found), numbersOf(wanted)];
  expect(a).toHaveLength(b.length);
  for (const [i, number] of a.entries()) {
    if (precision === 0) expect(number).toBe(b[i]);
    else expect(Math.abs(number - b[i])).toBeLessThanOrEqual(precision);
  }
}

const numbersOf = (value: unknown): number[] =>
  typeof value === "number"
    ? [value]
    : value === null
      ? []
      : Object.values(value as object).flatMap(numbersOf);

describe.each(WRITERS.map((writer) => [writer.id, writer] as const))("%s", (format, writer) => {
  it.each(SHAPE_KEYS)("gives a %s back as it declares", async (key) => {
    await fc.assert(
      fc.asyncProperty(markOf(key), async (mark: Annotation) => {
        const record = recordOf("a.png", { size: SIZE, className: "cat", regions: [mark] }) as SizedRecord;
        const source = sourceOf(
          [record],
          ["cat", "dog, small", 'a "cat"', "<b>&amp;", "鳥", "__proto__", "../etc"],
        );
        const { files, report } = await exportInMemory(writer, source);
        const reading = await readBack(files, format);
        expect(reading.refused).toEqual([]);
        expect(reading.records).toHaveLength(1);
        const wanted = normaliseRecord(declared(record, writer));
        const found = normaliseRecord(reading.records[0] as SizedRecord);
        expectAlike(found.regions, wanted.regions, writer);
        const rule = writer.shapes[key];
        const outcome = rule.fate === "dropped" ? rule.why : rule.fate === "converted" ? rule.into : null;
        const told = report.changes.filter(({ what }) => what === key);
        if (rule.fate === "dropped")
          expect(told).toEqual([{ fate: "dropped", what: key, outcome, count: 1 }]);
        if (rule.fate === "dropped") expect(found.regions).toEqual([]);
      }),
      RUNS,
    );
  });
});
