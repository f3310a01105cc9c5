import { defineFunction } from "./assemble.ts";
import { add, type Code, float, get, increase, integer, repeat, set, shiftLeft, vector } from "./code.ts";
import { alongRow } from "./rows.ts";

const equal = (a: Code, b: Code, lanes: 4 | 1): Code => [
  ...a,
  ...b,
  ...(lanes === 4 ? [0xfd, 0x41] : [0x5b]),
];

/**
 * Adjoint of one window of maximum pooling: dy of every channel is added to dx at the first of the window's pixels, row by
 * row, where x equals the maximum y. Addresses of the window's first pixel in x and dx, of the output pixel in y and dy.
 */
export const claimMaximum = defineFunction(
  ["x", "dx", "y", "dy", "rows", "columns", "channels", "rowStep"],
  (p, temporary) => {
    const [row, column, offset, pixel, bytes] = Array.from({ length: 5 }, () => temporary.integer());
    const [open, here] = [temporary.vector(), temporary.vector()];
    const [isOpen, isHere] = [temporary.integer(), temporary.integer()];
    const load = (base: Code, lanes: 4 | 1) => (lanes === 4 ? vector : float).load(add(base, get(offset)));
    const pixelOf = (base: typeof p.x): Code => add(get(base), get(pixel));

    const claimFour: Code = [
      ...set(here, [...equal(load(pixelOf(p.x), 4), load(get(p.y), 4), 4), ...get(open), 0xfd, 0x4e]),
      ...vector.store(add(pixelOf(p.dx), get(offset)), [
        ...load(pixelOf(p.dx), 4),
        ...[...load(get(p.dy), 4), ...get(here), 0xfd, 0x4e],
        ...[0xfd, 0xe4, 1],
      ]),
      ...set(open, [...get(open), ...get(here), 0xfd, 0x4f]),
    ];
    const claimOne: Code = [
      ...set(isHere, [...equal(load(pixelOf(p.x), 1), load(get(p.y), 1), 1), ...get(isOpen), 0x71]),
      ...float.store(add(pixelOf(p.dx), get(offset)), [
        ...load(pixelOf(p.dx), 1),
        ...[...load(get(p.dy), 1), 0x43, 0, 0, 0, 0, ...get(isHere), 0x1b],
        0x92,
      ]),
      ...set(isOpen, [...get(isOpen), ...get(isHere), 0x73]),
    ];
    const everyPixel = (claim: Code): Code =>
      repeat(row, get(p.rows), [
        ...set(pixel, [...get(row), ...get(p.rowStep), 0x6c]),
        ...repeat(column, get(p.columns), [...claim, ...increase(pixel, get(bytes))]),
      ]);
    return [
      ...set(bytes, shiftLeft(get(p.channels), integer(2))),
      ...alongRow(offset, get(bytes), (lanes) =>
        lanes === 4
          ? [...set(open, [0x41, 0x7f, 0xfd, 0x11]), ...everyPixel(claimFour)]
          : [...set(isOpen, integer(1)), ...everyPixel(claimOne)],
      ),
    ];
  },
);
