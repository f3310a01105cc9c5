import { describe, expect, it } from "vitest";
import { recordOf } from "#lib/formats/dataset/dataset-record.ts";
import { normaliseRecord } from "#lib/formats/dataset/normalised-image.ts";
import { WRITERS } from "#lib/formats/writers/registry.ts";
import { exportInMemory, readBack, sourceOf } from "#test/support/export-in-memory.ts";

const CLASSES = [
  "cat",
  "Cat",
  "comma, quote \" and 'apostrophe'",
  "../../etc/passwd",
  "=cmd|' /C calc'!A0",
  "@sum",
  "__proto__",
  "constructor",
  "<script>&amp;</script>",
  "\u202egnp.exe\u202c",
  " padded ",
  "train",
  "a/b",
  "con",
  ".hidden",
  "ends in a dot.",
  "x".repeat(200),
  "鳥".repeat(100),
  "line\nbreak",
  "null: [yaml",
  "~",
  "12",
];

const FILES = [
  "same.jpg",
  "same.png",
  "SAME.jpg",
  "a/same.jpg",
  "b/same.jpg",
  "../up.png",
  "/absolute.png",
  "C:\\windows\\x.png",
  "=cmd.png",
  'comma, quote ".png',
  "\u202egnp.exe.png",
  ".hidden/x.png",
  "__MACOSX/x.png",
  "con.png",
  `${"n".repeat(300)}.png`,
  `${"鳥".repeat(200)}.png`,
  "spaces in name.png",
  "no ending",
  "a_mask.png",
  "images/train/y.png",
  "100%25.png",
  "http://site/x.png",
];

const SIZE = { width: 9, height: 8 };
const records = FILES.map((file, i) =>
  recordOf(file, {
    size: SIZE,
    split: ["train", "val", "test"][i % 3],
    className: CLASSES[i],
    regions: [{ kind: "box", x: 1, y: 2, width: 3, height: 4, class: CLASSES[CLASSES.length - 1 - i] }],
  }),
);

describe.each(WRITERS.map((writer) => [writer.id, writer] as const))(
  "%s with hostile names",
  (format, writer) => {
    it("brings every picture back, with its own class and split", async () => {
      const { files, report } = await exportInMemory(writer, sourceOf(records, CLASSES));
      for (const path of files.keys()) {
        expect(path).not.toMatch(/(^|\/)\.\.?(\/|$)|\\|^\//);
        for (const part of path.split("/")) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(260);
      }
      const reading = await readBack(files, format);
      expect(reading.refused).toEqual([]);
      expect(reading.records).toHaveLength(FILES.length);
      const found = new Map(reading.records.map((record) => [record.file, normaliseRecord(record)]));
      expect(found.size).toBe(FILES.length);
      // Two names never become one: as many classes come back as there were.
      const labels = reading.records.flatMap((record) =>
        normaliseRecord(record).regions.map(({ label }) => label),
      );
      const own = reading.records.map(({ className }) => className);
      const wantsRegions = writer.shapes.box.fate !== "dropped" && writer.marks.class.fate !== "dropped";
      if (wantsRegions) expect(new Set(labels).size).toBe(CLASSES.length);
      if (writer.images.class.fate === "kept") expect(new Set(own).size).toBe(CLASSES.length);
      const splits = reading.records.map(({ split }) => split).sort();
      if (format !== "label-studio") expect(splits).toEqual(records.map(({ split }) => split).sort());
      expect(report.images).toBe(FILES.length);
    });

    it("writes the same bytes each time", async () => {
      const [a, b] = [
        await exportInMemory(writer, sourceOf(records, CLASSES)),
        await exportInMemory(writer, sourceOf(records, CLASSES)),
      ];
      expect([...a.files.keys()]).toEqual([...b.files.keys()]);
      for (const [path, bytes] of a.files) expect(Buffer.compare(bytes, b.files.get(path)!)).toBe(0);
    });
  },
);
