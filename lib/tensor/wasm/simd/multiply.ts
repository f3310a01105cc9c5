import { defineFunction } from "./assemble.ts";
import {
  add,
  type Code,
  get,
  increase,
  integer,
  type Local,
  lessThan,
  multiply,
  set,
  whileBelow,
  whileTrue,
} from "./code.ts";
import { at, everywhere, held, type Lanes, plus, times, write } from "./expression.ts";

/** Rows and vectors of the result that are held at once: 8 sums, 2 vectors of b and one of a fit the registers. */
const ROWS = 4;
const VECTORS = 2;

/**
 * c += a b for a [rows, inner], b [inner, columns], c [rows, columns]. Rows lie `aRow`, `bRow` and `cRow` bytes apart, the items
 * of a row of `a` lie `aItem` bytes apart (so that `a` may be a transpose), those of b and c side by side. Nothing is packed
 * first: `b` should fit the second-level cache.
 */
export const multiplyAdd = defineFunction(
  ["a", "b", "c", "rows", "inner", "columns", "aRow", "aItem", "bRow", "cRow"],
  (p, temporary) => {
    const [row, column, rowBytes] = Array.from({ length: 3 }, () => temporary.integer());
    const [left, right, rightEnd, target] = Array.from({ length: 4 }, () => temporary.integer());
    const integers = (count: number) => Array.from({ length: count }, () => temporary.integer());
    /** Bytes from the first of four rows to the others. */
    const offsets = { a: [p.aRow, ...integers(2)], c: [p.cRow, ...integers(2)] };
    const beside = (base: Local, steps: Local[], i: number) =>
      i === 0 ? get(base) : add(get(base), get(steps[i - 1]));
    const registers = {
      4: Array.from({ length: ROWS * VECTORS + VECTORS + 1 }, () => temporary.vector()),
      1: Array.from({ length: ROWS + 2 }, () => temporary.float()),
    };

    /** `rows` x `across` vectors (lanes 4) or numbers (lanes 1) of c, from row and column on. */
    function block(rows: number, across: number, lanes: Lanes): Code {
      const free = [...registers[lanes]];
      const factor = free.pop() as Local;
      const factors = free.splice(-across);
      const sums = Array.from({ length: rows }, () => free.splice(0, across));
      const each = (work: (sum: Local, i: number, j: number) => Code) =>
        sums.flatMap((ofRow, i) => ofRow.flatMap((sum, j) => work(sum, i, j)));
      return [
        ...set(target, add(add(get(p.c), multiply(get(row), get(p.cRow))), get(column))),
        ...each((sum, i, j) => set(sum, at(beside(target, offsets.c, i), 16 * j)(lanes))),
        ...set(left, add(get(p.a), multiply(get(row), get(p.aRow)))),
        ...set(right, add(get(p.b), get(column))),
        ...set(rightEnd, add(get(right), multiply(get(p.inner), get(p.bRow)))),
        ...whileBelow(right, get(rightEnd), [
          ...factors.flatMap((b, j) => set(b, at(get(right), 16 * j)(lanes))),
          ...sums.flatMap((ofRow, i) => [
            ...set(factor, everywhere(beside(left, offsets.a, i))(lanes)),
            ...ofRow.flatMap((sum, j) =>
              set(sum, plus(held(sum), times(held(factor), held(factors[j])))(lanes)),
            ),
          ]),
          ...increase(left, get(p.aItem)),
          ...increase(right, get(p.bRow)),
        ]),
        ...each((sum, i, j) => write(beside(target, offsets.c, i), held(sum), lanes, 16 * j)),
      ];
    }

    /** Full blocks of this width; what is left is for the next one. */
    const alongColumns = (rows: number, across: number, lanes: Lanes): Code => {
      const bytes = 4 * lanes * across;
      const fits = lessThan(add(get(column), integer(bytes - 1)), get(rowBytes));
      return whileTrue(fits, [...block(rows, across, lanes), ...increase(column, integer(bytes))]);
    };
    const stripes = (rows: number): Code =>
      whileTrue(lessThan(add(get(row), integer(rows - 1)), get(p.rows)), [
        ...set(column, integer(0)),
        ...alongColumns(rows, VECTORS, 4),
        ...alongColumns(rows, 1, 4),
        ...alongColumns(rows, 1, 1),
        ...increase(row, integer(rows)),
      ]);
    return [
      ...[offsets.a, offsets.c].flatMap(([one, two, three]) => [
        ...set(two, add(get(one), get(one))),
        ...set(three, add(get(two), get(one))),
      ]),
      ...set(rowBytes, multiply(get(p.columns), integer(4))),
      ...set(row, integer(0)),
      ...[4, 3, 2, 1].flatMap(stripes),
    ];
  },
);
