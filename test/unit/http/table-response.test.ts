import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { tableResponse } from "#lib/http/table-response.ts";

const columns = [
  { name: "image", type: "STRING" },
  { name: "value", type: "DOUBLE" },
] as const;

function table(asked: number[] = [], closed: string[] = []) {
  return {
    name: "scores",
    columns,
    pages: (async function* () {
      try {
        for (let page = 0; page < 3; page++) {
          asked.push(page);
          yield [["=cmd|calc", page] as const, [`image, "${page}"`, null] as const];
        }
      } finally {
        closed.push("closed");
      }
    })(),
  };
}

describe("tableResponse", () => {
  it("gives the same rows as CSV and as Parquet, formulas made harmless where a spreadsheet would run them", async () => {
    const csv = tableResponse(table(), "csv");
    expect(csv.headers.get("content-disposition")).toBe('attachment; filename="scores.csv"');
    const rows = parse(await csv.text(), { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(6);
    expect(rows[0]).toEqual({ image: "'=cmd|calc", value: "0" });
    expect(rows[1]).toEqual({ image: 'image, "0"', value: "" });
    const parquet = await tableResponse(table(), "parquet").arrayBuffer();
    const read = await parquetReadObjects({ file: parquet });
    expect(read[0]).toEqual({ image: "=cmd|calc", value: 0 });
    expect(read[5]).toEqual({ image: 'image, "2"', value: null });
  });

  it("reads a page when there is room for it, and no more once the reader is gone", async () => {
    const asked: number[] = [];
    const closed: string[] = [];
    const reader = tableResponse(table(asked, closed), "csv").body!.getReader();
    await reader.read();
    await reader.read();
    await reader.cancel();
    expect(asked.length).toBeLessThan(3);
    expect(closed).toEqual(["closed"]);
  });
});
