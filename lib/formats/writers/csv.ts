import { csvLine } from "#lib/study/csv.ts";
import type { AttributeValue } from "../dataset/annotation.ts";
import { NO_SPLIT } from "../dataset/dataset-record.ts";
import { columnRoles } from "../layouts/parts/manifest-columns.ts";
import { cellName } from "./class-names.ts";
import { defineWriter, type FittedSource, MARK_KEYS } from "./define-writer.ts";
import { asBox, dropped, every, kept, pictureAttributesAsCells } from "./rules.ts";

const COLUMNS = ["file", "label", "split", "image_width", "image_height"];
const BOX_COLUMNS = ["x", "y", "box_width", "box_height", "box_label"];
/** Of an import. */
const MOST_COLUMNS = 500;

const noPlace = dropped("a table of boxes has no column for it");

/** A table with a row a box, or one for a picture without any. Cells that a spreadsheet would compute are guarded. */
export const csv = defineWriter({
  id: "csv",
  title: "CSV table",
  spec: "RFC 4180; a row for each box",
  shapes: {
    box: kept,
    "rotated-box": asBox,
    polygon: asBox,
    "polygon-holes": asBox,
    "polygon-union": asBox,
    ellipse: asBox,
    mask: asBox,
    points: dropped("a table of boxes has no points"),
    polyline: dropped("a table of boxes has no lines"),
  },
  marks: { ...every(MARK_KEYS, noPlace), class: kept },
  images: { class: kept, split: kept, attributes: pictureAttributesAsCells },
  precision: 0,
  needsClass: false,
  pictures: "apart",
  layout: "pictures under their own paths, `manifest.csv` beside them",
  place: ({ file }) => file,
  sharesStems: false,
  className: cellName,
  passes: 1,
  async *write(source) {
    yield { path: "manifest.csv", content: rows(source) };
  },
});

async function* rows(source: FittedSource): AsyncGenerator<string> {
  const names = source.attributeNames.slice(0, MOST_COLUMNS - COLUMNS.length - BOX_COLUMNS.length);
  yield csvLine([...COLUMNS, ...BOX_COLUMNS, ...attributeColumns(names)]);
  for await (const { record } of source.images()) {
    const { file, split, className, size, regions, attributes } = record;
    const head = [file, className, split === NO_SPLIT ? null : split, size.width, size.height];
    const tail = names.map((name) => cellOf(attributes[name]));
    for (const mark of regions) {
      if (mark.kind !== "box") continue;
      const box = [mark.x, mark.y, mark.width, mark.height, mark.class ?? null];
      yield csvLine([...head, ...box, ...tail]);
    }
    if (regions.length === 0) yield csvLine([...head, ...BOX_COLUMNS.map(() => null), ...tail]);
  }
}

/** The rule has made texts of them; a text that is a number is left alone. */
function cellOf(value: AttributeValue | undefined): string | number | null {
  const text = value === undefined || value === null ? null : String(value);
  return text !== null && /^-[\d.]+$/.test(text) ? Number(text) : text;
}

/** An attribute called like a column that means something is called otherwise. */
function attributeColumns(names: readonly string[]): string[] {
  const taken = new Set([...COLUMNS, ...BOX_COLUMNS]);
  return names.map((name) => {
    let free = columnRoles([name]).size > 0 ? `attribute_${name}` : name.trim();
    while (taken.has(free)) free = `${free}_`;
    taken.add(free);
    return free;
  });
}
