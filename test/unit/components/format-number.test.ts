import { expect, test } from "vitest";
import { formatInterval, formatNumber, formatPercent } from "#components/figures/format-number.ts";
import { tableToCsv } from "#components/figures/table-to-csv.ts";

test("numbers have a true minus sign, and what rounds to zero has none", () => {
  expect(formatNumber(-1.256, 2)).toBe("\u22121.26");
  expect(formatNumber(-0.0004, 2)).toBe("0.00");
  expect(formatInterval(-0.5, 0.25, 2)).toBe("[\u22120.50, 0.25]");
  expect(formatPercent(0.0412)).toBe("4.1\u202f%");
});

test("a figure's CSV keeps numbers as numbers and leaves missing values empty", () => {
  const csv = tableToCsv({
    columns: ["method", "mean"],
    rows: [
      ["SCOUTER\u2212, least", -0.5],
      ["=1+1", null],
    ],
  });
  expect(csv).toBe('method,mean\r\n"SCOUTER\u2212, least",-0.5\r\n\'=1+1,\r\n');
});
