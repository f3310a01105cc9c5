import { defineFunction } from "./assemble.ts";
import {
  add,
  and,
  type Code,
  float,
  get,
  increase,
  integer,
  type Local,
  repeat,
  set,
  shuffle,
  vector,
  whileBelow,
} from "./code.ts";
import { at, write } from "./expression.ts";
import { alongRow } from "./rows.ts";

/**
 * Copies n0 x n1 x n2 runs of `bytes` bytes, a multiple of 4. A run starts at source + i0 s0 + i1 s1 + i2 s2 and goes to
 * target + i0 t0 + i1 t1 + i2 t2; steps in bytes. Slices, paddings, tiles, strided pixels: all are this.
 */
export const copyRuns = defineFunction(
  ["source", "target", "n0", "n1", "n2", "bytes", "s0", "s1", "s2", "t0", "t1", "t2"],
  (p, temporary) => {
    const [i0, i1, i2, offset] = Array.from({ length: 4 }, () => temporary.integer());
    const [source1, target1, source2, target2] = Array.from({ length: 4 }, () => temporary.integer());
    const run = alongRow(offset, get(p.bytes), (lanes) =>
      write(add(get(target2), get(offset)), at(add(get(source2), get(offset))), lanes),
    );
    const step = (source: Local, s: Local, target: Local, t: Local): Code => [
      ...increase(source, get(s)),
      ...increase(target, get(t)),
    ];
    return repeat(i0, get(p.n0), [
      ...set(source1, get(p.source)),
      ...set(target1, get(p.target)),
      ...repeat(i1, get(p.n1), [
        ...set(source2, get(source1)),
        ...set(target2, get(target1)),
        ...repeat(i2, get(p.n2), [...run, ...step(source2, p.s2, target2, p.t2)]),
        ...step(source1, p.s1, target1, p.t1),
      ]),
      ...step(p.source, p.s0, p.target, p.t0),
    ]);
  },
);

const FLOAT_PAIRS = { low: [0, 16, 4, 20], high: [8, 24, 12, 28] };
const DOUBLE_PAIRS = { low: [0, 16], high: [8, 24] };
const bytesOf = (starts: readonly number[]) => {
  const width = 16 / starts.length;
  return starts.flatMap((start) => Array.from({ length: width }, (_, i) => start + i));
};
const pair = (a: Local, b: Local, starts: readonly number[]) => shuffle(get(a), get(b), bytesOf(starts));

/**
 * n blocks of rows x columns floats, each turned: target[column][row] = source[row][column]. Steps in bytes: from block
 * to block `s` and `t`, from row to row of the source `sourceRow`, from row to row of the target `targetRow`.
 */
export const transposeBlocks = defineFunction(
  ["source", "target", "n", "s", "t", "rows", "columns", "sourceRow", "targetRow"],
  (p, temporary) => {
    const [block, row, column, from, to] = Array.from({ length: 5 }, () => temporary.integer());
    const [a, b, c, d] = Array.from({ length: 4 }, () => temporary.vector());
    const [e, f, g, h] = Array.from({ length: 4 }, () => temporary.vector());
    const [rowEnd, columnEnd] = [temporary.integer(), temporary.integer()];
    const times = (x: Code, y: Code): Code => [...x, ...y, 0x6c];
    const four = (x: Local): Code => times(get(x), integer(4));
    const locate: Code = [
      ...set(from, add(add(get(p.source), times(get(row), get(p.sourceRow))), four(column))),
      ...set(to, add(add(get(p.target), times(get(column), get(p.targetRow))), four(row))),
    ];
    const next = (address: Local, rowStep: Local, value: Local): Code => [
      ...set(value, vector.load(get(address))),
      ...increase(address, get(rowStep)),
    ];
    const put = (value: Code): Code => [...vector.store(get(to), value), ...increase(to, get(p.targetRow))];
    const fourByFour: Code = [
      ...locate,
      ...[a, b, c, d].flatMap((value) => next(from, p.sourceRow, value)),
      ...set(e, pair(a, b, FLOAT_PAIRS.low)),
      ...set(f, pair(a, b, FLOAT_PAIRS.high)),
      ...set(g, pair(c, d, FLOAT_PAIRS.low)),
      ...set(h, pair(c, d, FLOAT_PAIRS.high)),
      ...put(pair(e, g, DOUBLE_PAIRS.low)),
      ...put(pair(e, g, DOUBLE_PAIRS.high)),
      ...put(pair(f, h, DOUBLE_PAIRS.low)),
      ...put(pair(f, h, DOUBLE_PAIRS.high)),
    ];
    const single: Code = [...locate, ...float.store(get(to), float.load(get(from)))];
    const columnsFrom = (start: Code, limit: Code, step: number, body: Code): Code => [
      ...set(column, start),
      ...whileBelow(column, limit, [...body, ...increase(column, integer(step))]),
    ];
    return repeat(block, get(p.n), [
      ...set(rowEnd, and(get(p.rows), integer(-4))),
      ...set(columnEnd, and(get(p.columns), integer(-4))),
      ...set(row, integer(0)),
      ...whileBelow(row, get(rowEnd), [
        ...columnsFrom(integer(0), get(columnEnd), 4, fourByFour),
        ...columnsFrom(get(columnEnd), get(p.columns), 1, [
          ...single,
          ...Array.from({ length: 3 }, () => [...increase(row, integer(1)), ...single]).flat(),
          ...increase(row, integer(-3)),
        ]),
        ...increase(row, integer(4)),
      ]),
      ...whileBelow(row, get(p.rows), [
        ...columnsFrom(integer(0), get(p.columns), 1, single),
        ...increase(row, integer(1)),
      ]),
      ...increase(p.source, get(p.s)),
      ...increase(p.target, get(p.t)),
    ]);
  },
);
