/**
 * Some stored trainings kept a view of their parameters at every step instead of a copy, so that the start and all steps read as the
 * end. What such a case still says is its losses and its end: nine numbers or so, of which the start is the few unknowns.
 * This finds the start by Gauss-Newton, from the end and the sizes of the steps; the comparison with the losses and the end then
 * tells whether the replay agrees.
 */
export function recoverStart(
  end: readonly number[],
  reach: readonly number[],
  residual: (start: readonly number[]) => number[],
): number[] {
  const corners = Array.from({ length: 2 ** end.length }, (_, corner) =>
    end.map((value, i) => value + ((corner >> i) & 1 ? reach[i] : -reach[i])),
  );
  const found = corners.map((corner) => descend(corner, residual));
  return found.reduce((best, one) => (one.size < best.size ? one : best)).start;
}

const sizeOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0);

function descend(from: number[], residual: (start: readonly number[]) => number[]) {
  let start = from;
  let now = residual(start);
  for (let round = 0; round < 40; round++) {
    const columns = start.map((value, i) => {
      const moved = residual(start.map((other, k) => (k === i ? value + 1e-5 : other)));
      return moved.map((r, k) => (r - now[k]) / 1e-5);
    });
    const step = solve(
      columns.map((a) => columns.map((b) => dot(a, b))),
      columns.map((a) => -dot(a, now)),
    );
    const next = start.map((value, i) => value + step[i]);
    const after = residual(next);
    if (!(sizeOf(after) < sizeOf(now))) break;
    start = next;
    now = after;
  }
  return { start, size: sizeOf(now) };
}

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Gaussian elimination with pivots, a trace of damping on the diagonal. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [
    ...row.map((v, k) => (i === k ? v * (1 + 1e-9) + 1e-15 : v)),
    right[i],
  ]);
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    const pivot = rows
      .slice(i)
      .reduce((best, row, k) => (Math.abs(row[i]) > Math.abs(rows[best][i]) ? i + k : best), i);
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const factor = rows[k][i] / rows[i][i];
      for (let j = i; j <= n; j++) rows[k][j] -= factor * rows[i][j];
    }
  }
  return rows.map((row, i) => row[n] / row[i]);
}
