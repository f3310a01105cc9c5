import { expect, test } from "vitest";
import {
  formatInterval,
  formatNumber,
  formatP,
  formatPercent,
  formatShort,
} from "#components/figures/format-number.ts";
import { tableToCsv } from "#components/figures/table-to-csv.ts";

test("numbers have a true minus sign, and what rounds to zero has none", () => {
  expect(formatNumber(-1.256, 2)).toBe("\u22121.26");
  expect(formatNumber(-0.0004, 2)).toBe("0.00");
  expect(formatInterval(-0.5, 0.25, 2)).toBe("[\u22120.50, 0.25]");
  expect(formatPercent(0.0412)).toBe("4.1\u202f%");
});

test("a number of any size stays short", () => {
  expect([0.5, 99_999, 123_456, -2.5e20, 1e5].map((value) => formatShort(value, 1))).toEqual([
    "0.5",
    "99999.0",
    "1.2e5",
    "\u22122.5e20",
    "1e5",
  ]);
});

test("a p value is never 0, and takes its sign with it", () => {
  expect([0.04, 0.001, 0.000_999, 1].map((p) => formatP(p))).toEqual(["0.040", "0.001", "< 0.001", "1.000"]);
  expect([0.04, 1e-9].map((p) => `p ${formatP(p, "= ")}`)).toEqual(["p = 0.040", "p < 0.001"]);
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
