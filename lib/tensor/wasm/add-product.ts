import { WORD } from "./copy-strided.ts";
import type { Heap } from "./heap.ts";

/** A matrix on the heap, row by row; `turned` reads it as its transpose: the step from row to row is that of its columns. */
export interface Matrix {
  address: number;
  /** Numbers from row to row of what lies in memory. */
  step: number;
  turned?: boolean;
}

/** Rows of the right side taken at once: with a few hundred columns they stay in the second-level cache. */
const INNER_BLOCK = 256;

/** c += a b, a [rows, inner], b [inner, columns], c [rows, columns]. */
export function addProduct(
  heap: Heap,
  sizes: { rows: number; inner: number; columns: number },
  { a, b, c }: { a: Matrix; b: Matrix; c: Matrix },
): void {
  const { rows, inner, columns } = sizes;
  const [aRow, aItem] = a.turned ? [1, a.step] : [a.step, 1];
  for (let first = 0; first < inner; first += INNER_BLOCK) {
    heap.loops.multiplyAdd(
      ...[a.address + first * aItem * WORD, b.address + first * b.step * WORD, c.address],
      ...[rows, Math.min(INNER_BLOCK, inner - first), columns],
      ...[aRow * WORD, aItem * WORD, b.step * WORD, c.step * WORD],
    );
  }
}
