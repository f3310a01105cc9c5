import { defineFunction } from "./assemble.ts";
import {
  add,
  type Code,
  get,
  increase,
  integer,
  type Local,
  multiply,
  repeat,
  set,
  shiftLeft,
} from "./code.ts";
import { at, held, type Lanes, plus, whereEqual, write, zero } from "./expression.ts";
import { alongRow } from "./rows.ts";

/**
 * Adjoint of one window of maximum pooling: dy of every channel is added to dx at the first of the window's pixels, row by
 * row, where x equals the maximum y. Addresses of the window's first pixel in x and dx, of the output pixel in y and dy.
 */
export const claimMaximum = defineFunction(
  ["x", "dx", "y", "dy", "rows", "columns", "channels", "rowStep"],
  (p, temporary) => {
    const [row, column, offset, pixel, bytes] = Array.from({ length: 5 }, () => temporary.integer());
    const registers = {
      4: { maximum: temporary.vector(), unclaimed: temporary.vector() },
      1: { maximum: temporary.float(), unclaimed: temporary.float() },
    };
    const place = (base: Local): Code => add(get(base), get(offset));
    const inWindow = (base: Local): Code => add(place(base), get(pixel));

    function claim(lanes: Lanes): Code {
      const { maximum, unclaimed } = registers[lanes];
      const [here, rest] = [at(inWindow(p.x)), held(unclaimed)];
      const share = whereEqual(here, held(maximum), rest, zero);
      return [
        ...write(inWindow(p.dx), plus(at(inWindow(p.dx)), share), lanes),
        ...set(unclaimed, whereEqual(here, held(maximum), zero, rest)(lanes)),
      ];
    }
    return [
      ...set(bytes, shiftLeft(get(p.channels), integer(2))),
      ...alongRow(offset, get(bytes), (lanes) => [
        ...set(registers[lanes].maximum, at(place(p.y))(lanes)),
        ...set(registers[lanes].unclaimed, at(place(p.dy))(lanes)),
        ...repeat(row, get(p.rows), [
          ...set(pixel, multiply(get(row), get(p.rowStep))),
          ...repeat(column, get(p.columns), [...claim(lanes), ...increase(pixel, get(bytes))]),
        ]),
      ]),
    ];
  },
);
