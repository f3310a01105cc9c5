import type { Annotation, AttributeValue } from "../../dataset/annotation.ts";
import { type DescribedRecord, emptyReading, NO_SPLIT, recordOf } from "../../dataset/dataset-record.ts";
import { MAX_MARKS, MAX_NAME, MAX_RECORDS } from "../../dataset/limits.ts";
import { type PictureFinder, unlistedNotes } from "../../dataset/picture-finder.ts";
import { baseName, folderOf, withoutEnding } from "../../dataset/picture-name.ts";
import { splitRole } from "../../dataset/split-names.ts";
import { tooManyRecords } from "../../dataset/too-many-records.ts";
import { checkedSize } from "../../encodings/parse-number.ts";
import { printable } from "../../encodings/printable.ts";
import { Fault, faultProblem } from "../../fault.ts";
import { type ColumnRole, columnRoles } from "./manifest-columns.ts";

/** A row of a manifest: values by column name, empty ones left out. */
export type ManifestRow = ReadonlyMap<string, AttributeValue>;

/** A manifest, of which a data set may have one a split. */
export interface Manifest {
  path: string;
  /** Of rows that name none. */
  split: string;
}

/** The split a manifest is of by its name (`val.csv`) or folder (`val/metadata.csv`). */
export function manifestOf(path: string): Manifest {
  const words = [withoutEnding(baseName(path)), ...folderOf(path).split("/").reverse()];
  return { path, split: words.find((word) => splitRole(word) !== null) ?? NO_SPLIT };
}

/** Of manifests nearest to the root first: the first, and those like it (`metadata.csv` in each split, or `train.csv`, `val.csv`). */
export function alike(paths: readonly string[]): string[] {
  const [first] = paths;
  if (first === undefined) return [];
  const depth = (path: string) => path.split("/").length;
  const stem = (path: string) => withoutEnding(baseName(path));
  const isSplit = splitRole(stem(first)) !== null;
  return paths.filter(
    (path) =>
      depth(path) === depth(first) &&
      (path === first || (isSplit ? splitRole(stem(path)) !== null : baseName(path) === baseName(first))),
  );
}

/**
 * Collects the rows of tables into records: one row a picture, or one row a region with the picture's own columns
 * repeated. Columns with no known name become attributes.
 */
export function manifestCollector(finder: PictureFinder) {
  const reading = emptyReading();
  const byFile = new Map<string, DescribedRecord>();
  const severalClasses = new Set<DescribedRecord>();
  const rolesOf = rolesByColumns();

  const named = (name: string | null, manifest: string): string => {
    if (name === null) throw new Fault("no-file", "The row names no picture.");
    const found = finder.find(name, folderOf(manifest));
    if (!("path" in found)) throw new Fault(found.reason, found.message);
    return found.path;
  };

  const take = (
    row: ManifestRow,
    { path, split }: Manifest,
    line: number,
    roles: Roles,
    extra: Annotation[],
  ) => {
    const text = (role: ColumnRole) => textOf(row, roles, role);
    const written = cellOf(row, roles, "address");
    const address = typeof written === "string" ? written : null;
    const fetched = address === null ? null : finder.fetchedFrom(address);
    const file = fetched ?? named(text("file") ?? address, path);
    const className = text("class");
    const box = boxOf(row, roles);
    const ownLabel = text("boxLabel");
    const label = ownLabel ?? className;
    const marks = [
      ...(box ? [{ kind: "box" as const, ...box, ...(label === null ? {} : { class: label }) }] : []),
      ...extra,
    ];
    const before = byFile.get(file);
    if (!before) {
      if (byFile.size >= MAX_RECORDS) throw tooManyRecords();
      const width = numberOf(row, roles, "width");
      const height = numberOf(row, roles, "height");
      const used = new Set([...roles].flatMap(([role, column]) => (role === "address" ? [] : [column])));
      const rest = [...row].filter(([column]) => !used.has(column) && column.length <= MAX_NAME);
      const record = recordOf(file, {
        className,
        split: text("split") ?? split,
        size: width !== null && height !== null ? checkedSize(width, height) : null,
        regions: marks,
        attributes: Object.fromEntries(rest),
        line,
      });
      byFile.set(file, record);
      reading.records.push(record);
      return;
    }
    if (marks.length === 0) {
      throw new Fault(
        "listed-twice",
        `The picture is listed twice, first on line ${before.line}: keep one of the lines.`,
      );
    }
    if (before.regions.length + marks.length > MAX_MARKS) {
      throw new Fault("too-many-regions", `The picture has more than ${MAX_MARKS} regions.`);
    }
    before.regions.push(...marks);
    if (className !== before.className && className !== null) {
      if (ownLabel !== null || before.className === null) {
        throw new Fault(
          "class-differs",
          `The picture's class was "${printable(before.className ?? "")}" on line ${before.line}.`,
        );
      }
      severalClasses.add(before);
    }
  };

  return {
    /**
     * Takes one row; what is wrong with it is kept with its line.
     * @param columns all there are, also those empty in this row @param regions marks beyond the box in its columns
     */
    add(
      manifest: Manifest,
      line: number,
      row: ManifestRow,
      columns: readonly string[],
      regions: Annotation[] = [],
    ): void {
      try {
        take(row, manifest, line, rolesOf(columns), regions);
      } catch (error) {
        reading.refused.push(faultProblem(error, manifest.path, line));
      }
    },
    /** The reading, with a note on every picture no row names. @param description what the rows were read from */
    finish(description: string) {
      for (const record of severalClasses) {
        record.className = null;
        const message = "Its regions are of several classes, so the picture has none of its own.";
        reading.warnings.push({ file: record.file, line: record.line, reason: "several-classes", message });
      }
      reading.warnings = reading.warnings.concat(unlistedNotes(finder, description));
      return reading;
    },
  };
}

type Roles = ReadonlyMap<ColumnRole, string>;

/** Rows mostly have the columns of the row before. */
function rolesByColumns() {
  const known = new Map<string, Roles>();
  return (columns: readonly string[]): Roles => {
    const key = columns.join("\0");
    let roles = known.get(key);
    if (!roles) {
      roles = columnRoles(columns);
      if (known.size < 1000) known.set(key, roles);
    }
    return roles;
  };
}

function cellOf(row: ManifestRow, roles: Roles, role: ColumnRole): AttributeValue {
  const column = roles.get(role);
  return column === undefined ? null : (row.get(column) ?? null);
}

function textOf(row: ManifestRow, roles: Roles, role: ColumnRole): string | null {
  const value = cellOf(row, roles, role);
  if (value === null || value === "") return null;
  const text = String(value);
  const longest = role === "file" ? 1024 : MAX_NAME;
  if (text.length > longest) {
    throw new Fault("name-too-long", `"${roles.get(role)}" is longer than ${longest} characters.`);
  }
  return text;
}

function numberOf(row: ManifestRow, roles: Roles, role: ColumnRole): number | null {
  const value = cellOf(row, roles, role);
  if (value === null || value === "") return null;
  const number = typeof value === "number" ? value : typeof value === "string" ? Number(value) : Number.NaN;
  if (!Number.isFinite(number)) {
    throw new Fault(
      "bad-number",
      `"${roles.get(role)}" is no number: ${printable(String(value)).slice(0, 40)}.`,
    );
  }
  return number;
}

/** The box in a row's columns: a corner with width and height, or two corners; null when there is none. */
function boxOf(row: ManifestRow, roles: Roles) {
  const read = (names: readonly ColumnRole[]) => names.map((name) => numberOf(row, roles, name));
  const sized = read(["x", "y", "boxWidth", "boxHeight"]);
  const cornered = read(["left", "top", "right", "bottom"]);
  for (const numbers of [sized, cornered]) {
    const given = numbers.filter((number) => number !== null).length;
    if (given > 0 && given < 4) throw new Fault("bad-geometry", "The box lacks a number: it takes four.");
  }
  if (sized[0] !== null) {
    const [x, y, width, height] = sized as number[];
    return checkedBox({ x, y, width, height });
  }
  if (cornered[0] === null) return null;
  const [left, top, right, bottom] = cornered as number[];
  return checkedBox({ x: left, y: top, width: right - left, height: bottom - top });
}

function checkedBox(box: { x: number; y: number; width: number; height: number }) {
  if (box.width >= 0 && box.height >= 0) return box;
  throw new Fault("bad-geometry", "The box has a negative width or height.");
}
