import fc from "fast-check";

/** What has a value. @throws Error with its reason where it has none */
export function fitted<T extends object>(found: T): Exclude<T, { undefined: string }> {
  if ("undefined" in found) throw new Error(`undefined: ${found.undefined}`);
  return found as Exclude<T, { undefined: string }>;
}

/** [n][n] of nothing: no wins, no ties. */
export const noCounts = (n: number) => Array.from({ length: n }, () => new Array<number>(n).fill(0));

/** Wins in which every item beat every other, so that all abilities are finite. */
export const winTables = (n: number) =>
  fc
    .array(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: n, maxLength: n }), {
      minLength: n,
      maxLength: n,
    })
    .map((rows) => rows.map((row, i) => row.map((count, j) => (i === j ? 0 : count))));

/** Ties: the same seen from either side. */
export const tieTables = (n: number) =>
  winTables(n).map((rows) => rows.map((row, i) => row.map((_, j) => rows[Math.min(i, j)][Math.max(i, j)])));

export const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
