/** Four observers x twelve units: the worked example of Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section D. */
export const KRIPPENDORFF_2011: (number | null)[][] = [
  [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
  [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
  [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
  [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
];

/** Rows to columns. */
export function transpose<T>(table: readonly (readonly T[])[]): T[][] {
  return table[0].map((_, column) => table.map((row) => row[column]));
}
