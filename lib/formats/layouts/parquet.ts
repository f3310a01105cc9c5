import { crc32 } from "node:zlib";
import { readPictureSize } from "#lib/imaging/image-header.ts";
import { sniffImage } from "#lib/imaging/sniff-image.ts";
import type { AttributeValue } from "../dataset/annotation.ts";
import type { DatasetFolder } from "../dataset/dataset-folder.ts";
import {
  type DeclaredClass,
  type DescribedRecord,
  emptyReading,
  NO_SPLIT,
  recordOf,
} from "../dataset/dataset-record.ts";
import { defineFormat, type LayoutReading } from "../dataset/define-format.ts";
import { MAX_NAME, MAX_RECORDS } from "../dataset/limits.ts";
import { baseName, folderOf, withoutEnding } from "../dataset/picture-name.ts";
import { splitRole } from "../dataset/split-names.ts";
import { tooManyRecords } from "../dataset/too-many-records.ts";
import { openParquet, type ParquetFile, type ParquetRow, type RowGroup } from "../encodings/parquet-file.ts";
import { Fault, faultProblem } from "../fault.ts";
import { pathProblem } from "../sources/safe-path.ts";

/**
 * Pictures inside parquet files, as Hugging Face keeps image data sets: a column of {bytes, path} and one of labels. They
 * are named `data/train-00000/name.png` after their file, and read a row group at a time.
 */
export const parquet = defineFormat({
  id: "parquet",
  name: "Parquet with pictures",
  spec: "Hugging Face Datasets, the Image and ClassLabel features; Apache Parquet",
  async detect({ files }) {
    const tables = files.filter(({ path }) => path.endsWith(".parquet"));
    return tables.length === 0
      ? null
      : { confidence: 0.94, reason: `there are ${tables.length} parquet files` };
  },
  async read(folder) {
    const reading = emptyReading();
    const classes: DeclaredClass[] = [];
    const places = new Map<string, Place>();
    const seen = new Map<string, string>();
    for (const { path, byteSize } of folder.files) {
      if (!path.endsWith(".parquet")) continue;
      try {
        const table = await openTable(folder, path, byteSize);
        const { records, placed, signature } = await readTable(table, reading.records.length);
        const twin = seen.get(signature);
        if (twin !== undefined) {
          const message = `It holds the same pictures and labels as ${twin}, which is read.`;
          reading.warnings.push({ file: path, line: null, reason: "same-set", message });
          continue;
        }
        seen.set(signature, path);
        for (const record of records) reading.records.push(record);
        for (const [file, place] of placed) places.set(file, place);
        for (const name of table.classNames) {
          if (!classes.some((known) => known.name === name)) classes.push({ name, id: classes.length });
        }
        if (table.leftOut.length > 0) {
          const message = `The columns ${table.leftOut.join(", ")} hold lists or structures and are left out.`;
          reading.warnings.push({ file: path, line: null, reason: "columns-left-out", message });
        }
      } catch (error) {
        reading.refused.push(faultProblem(error, path));
      }
    }
    return { ...reading, classes, contained: picturesIn(places) };
  },
});

interface Table {
  path: string;
  file: ParquetFile;
  image: string;
  label: string | null;
  /** Of a ClassLabel column, by number; empty where labels are texts or plain numbers. */
  classNames: string[];
  attributes: string[];
  leftOut: string[];
}

async function openTable(folder: DatasetFolder, path: string, byteSize: number): Promise<Table> {
  const file = await openParquet(folder.source, path, byteSize);
  const typeOf = (name: string) => (file.features[name] as { _type?: unknown } | undefined)?._type;
  const isImage = (column: (typeof file.columns)[number]) =>
    typeOf(column.name) === "Image" ||
    (column.children.includes("bytes") && column.children.includes("path")) ||
    (column.children.length === 0 && /^(image|img|picture)$/i.test(column.name));
  const image = file.columns.find(isImage)?.name;
  if (image === undefined) throw new Fault("no-pictures", "It has no column of pictures ({bytes, path}).");
  const others = file.columns.filter(({ name }) => name !== image && name !== "__proto__");
  const label =
    others.find(({ name }) => typeOf(name) === "ClassLabel") ??
    others.find(
      ({ name, children }) => children.length === 0 && /^(label|labels|class|category)$/i.test(name),
    );
  const names = label && (file.features[label.name] as { names?: unknown } | undefined)?.names;
  return {
    path,
    file,
    image,
    label: label?.name ?? null,
    classNames: Array.isArray(names) ? names.map((name) => String(name).slice(0, MAX_NAME)) : [],
    attributes: others.filter((each) => each !== label && each.children.length === 0).map(({ name }) => name),
    leftOut: others.filter(({ children }) => children.length > 0).map(({ name }) => name.slice(0, 40)),
  };
}

/** Where a picture is: the row of its table. */
interface Place {
  table: Table;
  group: RowGroup;
  row: number;
}

async function readTable(table: Table, before: number) {
  const { path, file, image, label, attributes } = table;
  const records: DescribedRecord[] = [];
  const placed = new Map<string, Place>();
  const prefix = withoutEnding(path);
  let [checksum, byteCount] = [0, 0];
  for (const group of file.groups) {
    const columns = [image, ...(label === null ? [] : [label]), ...attributes];
    const rows = await file.readRows(group, columns);
    for (const [i, row] of rows.entries()) {
      const index = group.start + i;
      if (before + records.length >= MAX_RECORDS) throw tooManyRecords();
      const { bytes, name } = pictureOf(row, table, index);
      const className = label === null ? null : classOf(row[label], table, index);
      const known = `${prefix}/${name}`;
      const unique = placed.has(known) ? `${prefix}/${index}-${name}` : known;
      placed.set(unique, { table, group, row: i });
      checksum = crc32(`${className}\t${name}\n`, crc32(bytes, checksum));
      byteCount += bytes.length;
      const size = readPictureSize(bytes);
      records.push(
        recordOf(unique, {
          className,
          split: splitOf(path),
          size: size === "more" ? null : size,
          attributes: attributesOf(row, attributes),
        }),
      );
    }
  }
  return { records, placed, signature: `${records.length} ${byteCount} ${checksum}` };
}

function pictureOf(row: ParquetRow, { image }: Table, index: number): { bytes: Uint8Array; name: string } {
  const cell = row[image] as { bytes?: unknown; path?: unknown } | Uint8Array | null;
  const bytes = cell instanceof Uint8Array ? cell : cell?.bytes;
  if (!(bytes instanceof Uint8Array))
    throw new Fault("no-file", `Row ${index} holds no picture; one kept elsewhere is never fetched.`);
  const path = cell instanceof Uint8Array ? null : textOf(cell?.path);
  const candidates = path === null ? [] : [path, baseName(path)];
  const name = candidates.find((each) => pathProblem(each) === null);
  return { bytes, name: name ?? `${index}.${sniffImage(bytes) ?? "png"}` };
}

function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : null;
}

/** Null where the label is missing, or -1 as Hugging Face writes for a test set without labels. */
function classOf(value: unknown, { classNames }: Table, index: number): string | null {
  if (value === null || value === undefined) return null;
  const text = textOf(value);
  if (text !== null) return text.slice(0, MAX_NAME);
  const number = Number(value);
  if (number === -1) return null;
  if (classNames.length === 0) return String(number);
  const name = classNames[number];
  if (name !== undefined) return name;
  throw new Fault("dangling-reference", `Row ${index} is of class ${number}, which has no name.`);
}

function attributesOf(row: ParquetRow, names: readonly string[]): Record<string, AttributeValue> {
  const pairs = names.flatMap((name): [string, AttributeValue][] => {
    const value = row[name];
    if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value)))
      return [[name, value]];
    if (typeof value === "bigint")
      return [[name, Number.isSafeInteger(Number(value)) ? Number(value) : String(value)]];
    const text = textOf(value);
    return text === null ? [] : [[name, text.slice(0, 2000)]];
  });
  return Object.fromEntries(pairs);
}

/** `data/train-00000-of-00002.parquet` or `train/0000.parquet`. */
function splitOf(path: string): string {
  const words = [...withoutEnding(baseName(path)).split(/[-_.]/), ...folderOf(path).split("/").reverse()];
  return words.find((word) => splitRole(word) !== null) ?? NO_SPLIT;
}

/** Row groups kept unpacked: pictures are mostly asked for in their order. */
const GROUPS_KEPT = 2;

function picturesIn(places: ReadonlyMap<string, Place>): LayoutReading["contained"] {
  const kept = new Map<RowGroup, Promise<ParquetRow[]>>();
  const rowsOf = ({ table, group }: Place) => {
    const rows = kept.get(group) ?? table.file.readRows(group, [table.image]);
    kept.delete(group);
    kept.set(group, rows);
    if (kept.size > GROUPS_KEPT) kept.delete(kept.keys().next().value!);
    return rows;
  };
  return (path) => {
    const place = places.get(path);
    if (!place) return null;
    return async () =>
      pictureOf((await rowsOf(place))[place.row], place.table, place.group.start + place.row).bytes;
  };
}
