import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { tableToParquet } from "#components/figures/table-to-parquet.ts";
import { parquetChunks, type TableRow } from "#lib/formats/encodings/write-parquet.ts";

const COLUMNS = [
  { name: "arm", type: "STRING" },
  { name: "value", type: "DOUBLE" },
] as const;

async function* pagesOf(pages: TableRow[][], asked: number[] = []) {
  for (const [index, page] of pages.entries()) {
    asked.push(index);
    yield page;
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<ArrayBuffer> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of chunks) parts.push(new Uint8Array(chunk));
  return new Blob(parts).arrayBuffer();
}

describe("parquetChunks", () => {
  it("writes what a reader reads back: text in any script, numbers to the last bit, nulls", async () => {
    const rows: TableRow[] = [
      ["SCOUTER−", 1 / 3],
      ["=1+1", -0],
      [null, Number.MIN_VALUE],
      ["", null],
    ];
    const file = await collect(parquetChunks(COLUMNS, pagesOf([rows])));
    const read = await parquetReadObjects({ file });
    expect(read).toEqual(rows.map(([arm, value]) => ({ arm, value })));
  });

  it("makes a row group a page and sends it before the next page is asked for", async () => {
    const asked: number[] = [];
    const page = (from: number): TableRow[] => Array.from({ length: 500 }, (_, i) => [`a${i % 7}`, from + i]);
    const pages = Array.from({ length: 4 }, (_, index) => page(index * 500));
    const chunks = parquetChunks(COLUMNS, pagesOf([...pages, []], asked));
    const first = await chunks.next();
    expect(asked).toEqual([0]);
    expect(first.value?.byteLength).toBeGreaterThan(1000);
    const file = await collect(
      (async function* () {
        if (first.value) yield first.value;
        yield* chunks;
      })(),
    );
    const { row_groups, num_rows } = parquetMetadata(file);
    expect(row_groups.map((group) => Number(group.num_rows))).toEqual([500, 500, 500, 500]);
    expect(Number(num_rows)).toBe(2000);
    const read = await parquetReadObjects({ file });
    expect(read.map(({ value }) => value)).toEqual(Array.from({ length: 2000 }, (_, i) => i));
  });

  it("is a file even without a row", async () => {
    const file = await collect(parquetChunks(COLUMNS, pagesOf([])));
    expect(await parquetReadObjects({ file })).toEqual([]);
    expect(parquetMetadata(file).schema.map(({ name }) => name)).toEqual(["root", "arm", "value"]);
  });
});

describe("tableToParquet", () => {
  it("takes a column with any text as text, and others as numbers", async () => {
    const table = await tableToParquet({
      columns: ["method", "value", "note"],
      rows: [
        ["a", 0.5, 3],
        ["b", null, "none"],
      ],
    });
    expect(await parquetReadObjects({ file: await table.arrayBuffer() })).toEqual([
      { method: "a", value: 0.5, note: "3" },
      { method: "b", value: null, note: "none" },
    ]);
  });
});
