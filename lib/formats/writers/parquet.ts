import { type ParquetColumn, parquetGroups } from "../encodings/write-parquet.ts";
import { plainName } from "./class-names.ts";
import { defineWriter, type FittedSource, MARK_KEYS, SHAPE_KEYS } from "./define-writer.ts";
import { dropped, every, keptIf, pictureAttributesAsText, usualSplits } from "./rules.ts";
import { splitNames } from "./split-names.ts";

/** A row group is written, and forgotten, when it holds so much. */
const GROUP_BYTES = 16_000_000;
const GROUP_ROWS = 1000;

const noRegions = dropped("a table of pictures and labels says what a picture shows, not where");

/** Pictures inside parquet files, as Hugging Face keeps image data sets. */
export const parquet = defineWriter({
  id: "parquet",
  title: "Parquet with pictures",
  spec: "Hugging Face Datasets, the Image and ClassLabel features; Apache Parquet",
  shapes: every(SHAPE_KEYS, noRegions),
  marks: every(MARK_KEYS, noRegions),
  images: {
    class: keptIf("as a label"),
    split: usualSplits("a file for each; the usual names come back"),
    attributes: pictureAttributesAsText,
  },
  precision: 0,
  needsClass: false,
  pictures: "inside",
  layout: "`data/<split>-00000-of-00001.parquet`, pictures and their paths inside",
  place: ({ file }) => file,
  sharesStems: false,
  className: plainName,
  passes: 1,
  async *write(source) {
    for (const [split, name] of splitNames(source.splits)) {
      yield { path: `data/${name}-00000-of-00001.parquet`, content: table(source, split) };
    }
  },
});

function table(source: FittedSource, split: string): AsyncIterable<Uint8Array> {
  const names = columnNames(source.attributeNames);
  const columns: ParquetColumn[] = [
    {
      name: "image",
      fields: [
        { name: "bytes", type: "BYTE_ARRAY" },
        { name: "path", type: "BYTE_ARRAY", converted_type: "UTF8" },
      ],
    },
    { name: "label", type: "INT64" },
    ...names.map((name): ParquetColumn => ({ name, type: "BYTE_ARRAY", converted_type: "UTF8" })),
  ];
  const features = {
    image: { _type: "Image" },
    label: { names: source.classes, _type: "ClassLabel" },
    ...Object.fromEntries(names.map((name) => [name, { dtype: "string", _type: "Value" }])),
  };
  return parquetGroups(columns, rowGroups(source, split), {
    huggingface: JSON.stringify({ info: { features } }),
  });
}

async function* rowGroups(source: FittedSource, split: string): AsyncGenerator<unknown[][]> {
  const labels = new Map(source.classes.map((name, i) => [name, BigInt(i)]));
  let rows: unknown[][] = [];
  let byteCount = 0;
  for await (const { record, picture } of source.images(split)) {
    const bytes = await picture();
    const { file, className, attributes } = record;
    const label = className === null ? -1n : labels.get(className)!;
    rows.push([
      { bytes, path: file },
      label,
      ...source.attributeNames.map((name) => attributes[name] ?? null),
    ]);
    byteCount += bytes.length;
    if (byteCount < GROUP_BYTES && rows.length < GROUP_ROWS) continue;
    yield rows;
    [rows, byteCount] = [[], 0];
  }
  if (rows.length > 0) yield rows;
}

/** An attribute called like a column that is there is called otherwise. */
function columnNames(names: readonly string[]): string[] {
  const taken = new Set(["image", "label"]);
  return names.map((name) => {
    let free = name;
    while (taken.has(free)) free = `${free}_`;
    taken.add(free);
    return free;
  });
}
